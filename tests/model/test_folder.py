import json
from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.core.errors import EncoderError
from crosswind.model.folder import checked_folder, tensor_directory
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_encoder_folder(tmp_path / "tiny")


def test_takes_what_an_encoder_needs_and_no_more(folder: Path) -> None:
    (folder / "README.md").write_text("x", encoding="utf-8")
    (folder / "training.py").write_text("x", encoding="utf-8")
    (folder / "optimizer.pt").write_bytes(b"x")
    found = checked_folder(folder, inside=folder, place="e.toml:3")
    assert found.files == (
        "config.json",
        "model.safetensors",
        "tokenizer.json",
        "tokenizer_config.json",
    )
    assert (found.vocabulary, found.max_tokens) == (517, 512)


def pickled_only(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def remote_code(folder: Path, name: str = "config.json") -> None:
    value = json.loads((folder / name).read_text(encoding="utf-8"))
    value["auto_map"] = {"AutoModel": "modeling.Model"}
    (folder / name).write_text(json.dumps(value), encoding="utf-8")


def many_layers(folder: Path) -> None:
    value = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    value["num_hidden_layers"] = 10**9
    (folder / "config.json").write_text(json.dumps(value), encoding="utf-8")


def index(parts: object) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        text = json.dumps({"weight_map": parts})
        (folder / "model.safetensors.index.json").write_text(text, encoding="utf-8")

    return write


def link_out(folder: Path) -> None:
    (folder / "tokenizer.json").rename(folder.parent / "elsewhere.json")
    (folder / "tokenizer.json").symlink_to(folder.parent / "elsewhere.json")


def overwrite(name: str, payload: bytes) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_bytes(payload)

    return write


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (pickled_only, r"pickled \(pytorch_model\.bin\)"),
        (remote_code, "auto_map"),
        (lambda folder: remote_code(folder, "tokenizer_config.json"), "auto_map"),
        (lambda folder: (folder / "config.json").unlink(), "no config.json"),
        (lambda folder: (folder / "model.safetensors").unlink(), "no model.safetensors"),
        (lambda folder: (folder / "tokenizer.json").unlink(), "no tokenizer"),
        (overwrite("config.json", b"{"), r"config\.json: not JSON"),
        (overwrite("config.json", b"[]"), "not a JSON object"),
        (overwrite("config.json", b"\xff"), "not UTF-8"),
        (overwrite("config.json", b"{}"), "model_type"),
        (overwrite("model.safetensors", b""), "header is damaged"),
        (overwrite("model.safetensors", b"\xff" * 8 + b"{}"), "header is damaged"),
        (overwrite("model.safetensors", b"\x02" + b"\0" * 7 + b"{}"), "not as long"),
        (index({"a": "../../model.safetensors"}), "points at"),
        (index({"a": "absent.safetensors"}), "is absent"),
        (index([]), "names no part"),
        (many_layers, "more layers than there are tensors"),
        (link_out, "leads out"),
    ],
)
def test_an_unsafe_or_broken_folder_is_one_error(
    folder: Path, damage: Callable[[Path], None], message: str
) -> None:
    damage(folder)
    with pytest.raises(EncoderError, match=message) as caught:
        checked_folder(folder, inside=folder, place="e.toml:3")
    assert caught.value.action
    assert caught.value.place


def test_every_cut_of_the_weights_is_an_error(folder: Path) -> None:
    weights = folder / "model.safetensors"
    whole = weights.read_bytes()
    for n_bytes in (*range(0, 200, 7), len(whole) // 2, len(whole) - 1):
        weights.write_bytes(whole[:n_bytes])
        with pytest.raises(EncoderError):
            tensor_directory(weights)


def test_parts_of_an_index_are_taken(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00001.safetensors")
    index({"a": "model-00001-of-00001.safetensors"})(folder)
    names = checked_folder(folder, inside=folder, place="").files
    assert {"model-00001-of-00001.safetensors", "model.safetensors.index.json"} <= set(names)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="no such folder"):
        checked_folder(tmp_path / "x", inside=tmp_path, place="")
