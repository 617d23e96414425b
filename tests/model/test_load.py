import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoModel, AutoTokenizer

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import EncoderError
from crosswind.core.hashing import file_digest
from crosswind.model import sources
from crosswind.model.load import LoadEncoderParams, load_encoder
from crosswind.model.sources import EMBEDDED_FILE, encoder_source
from crosswind.testing.container import container_bytes
from crosswind.testing.tiny import tiny_encoder_folder


def loaded(name: str, out: Path) -> dict[str, object]:
    out.mkdir()
    source = encoder_source(name, offline=True)
    params = LoadEncoderParams(name=name, revision="", source=source.as_params())
    return load_encoder(params, out=out, options=RunOptions())


@pytest.fixture
def small_container(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / EMBEDDED_FILE
    path.write_bytes(container_bytes())
    monkeypatch.setattr(sources, "_embedded_path", lambda: path)
    monkeypatch.setattr(sources, "EMBEDDED_SHA256", file_digest(path))
    return path


def assert_auto_classes_load(folder: Path) -> None:
    encoder = AutoModel.from_pretrained(
        folder,
        local_files_only=True,
        trust_remote_code=False,
        use_safetensors=True,
        add_pooling_layer=False,
    )
    tokenizer = AutoTokenizer.from_pretrained(
        folder, local_files_only=True, trust_remote_code=False
    )
    assert tokenizer.is_fast
    assert encoder(**tokenizer("ab", return_tensors="pt"))[0].isfinite().all()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    folder = tiny_encoder_folder(tmp_path / "tiny")
    (folder / "notes.txt").write_text("x", encoding="utf-8")
    summary = loaded(str(folder), tmp_path / "out")
    assert summary["n_parameters_by_dtype"] == {"F32": summary["n_parameters"]}
    assert summary["n_files"] == 4
    for path in (tmp_path / "out").iterdir():
        assert file_digest(path) == file_digest(folder / path.name)
        assert not path.is_symlink()
    assert_auto_classes_load(tmp_path / "out")


def test_the_precision_of_the_weights_is_kept(tmp_path: Path) -> None:
    folder = tiny_encoder_folder(tmp_path / "tiny")
    weights = {name: t.to(torch.bfloat16) for name, t in load_file(_weights(folder)).items()}
    save_file(weights, _weights(folder), metadata={"format": "pt"})
    summary = loaded(str(folder), tmp_path / "out")
    assert list(summary["n_parameters_by_dtype"]) == ["BF16"]


def test_a_container_becomes_a_folder_with_equal_bytes(
    small_container: Path, tmp_path: Path
) -> None:
    summary = loaded("e5-small-q4", tmp_path / "a")
    assert summary == loaded("e5-small-q4", tmp_path / "b")
    assert summary["model_type"] == "bert"
    assert summary["n_tensors"] == 5 + 16
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == ["config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"]
    for name in names:
        assert file_digest(tmp_path / "a" / name) == file_digest(tmp_path / "b" / name)
    assert_auto_classes_load(tmp_path / "a")


def test_a_container_with_other_bytes_is_refused(small_container: Path, tmp_path: Path) -> None:
    small_container.write_bytes(container_bytes(seed=1))
    with pytest.raises(EncoderError, match="not the one it must be"):
        loaded("e5-small-q4", tmp_path / "out")
    assert not list((tmp_path / "out").iterdir())


def test_an_unknown_kind_of_source_is_refused(tmp_path: Path) -> None:
    params = LoadEncoderParams(name="x", revision="", source={"kind": "ftp", "files": {}})
    with pytest.raises(EncoderError, match="unknown kind"):
        load_encoder(params, out=tmp_path, options=RunOptions())


def test_params_survive_json(tmp_path: Path) -> None:
    folder = tiny_encoder_folder(tmp_path / "tiny")
    plain = encoder_source(str(folder), offline=True).as_params()
    assert json.loads(json.dumps(plain)) == plain


def _weights(folder: Path) -> Path:
    return folder / "model.safetensors"
