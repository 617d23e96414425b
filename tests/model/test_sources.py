import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import huggingface_hub
import pytest

from crosswind.core.errors import ConfigError, EncoderError, MissingDependencyError
from crosswind.core.hashing import file_digest
from crosswind.model import sources
from crosswind.model.sources import encoder_source, located_files
from crosswind.testing.tiny import tiny_encoder_folder

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_encoder_folder(tmp_path / "tiny")


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A local cache of the hub that holds owner/tiny, its files links to blobs, as on disk."""
    repository = tmp_path / "hub" / "models--owner--tiny"
    blobs = tiny_encoder_folder(repository / "blobs")
    snapshot = repository / "snapshots" / COMMIT
    snapshot.mkdir(parents=True)
    for blob in blobs.iterdir():
        (snapshot / blob.name).symlink_to(Path("../../blobs") / blob.name)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(COMMIT, encoding="utf-8")
    real = huggingface_hub.snapshot_download

    def from_cache(hub_id: str, **rest: object) -> str:
        return str(real(hub_id, cache_dir=tmp_path / "hub", **rest))

    monkeypatch.setattr(huggingface_hub, "snapshot_download", from_cache)
    return snapshot


def test_a_folder_gives_the_digests_of_its_files(folder: Path) -> None:
    source = encoder_source(str(folder), offline=True)
    assert (source.kind, source.revision) == ("folder", "")
    assert source.files["model.safetensors"] == file_digest(folder / "model.safetensors")
    assert source.card.vocabulary == 517
    paths = located_files(source.as_params(), str(folder), offline=True)
    assert paths["config.json"] == folder / "config.json"


def test_a_file_that_changed_since_the_plan_is_refused(folder: Path) -> None:
    source = encoder_source(str(folder), offline=True)
    (folder / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(EncoderError, match="not the one it must be"):
        located_files(source.as_params(), str(folder), offline=True)
    (folder / "config.json").unlink()
    with pytest.raises(EncoderError, match="no such file"):
        located_files(source.as_params(), str(folder), offline=True)


def test_a_hub_id_is_pinned_to_its_commit(hub: Path) -> None:
    source = encoder_source("owner/tiny", "main", offline=True)
    assert (source.kind, source.revision) == ("hub", COMMIT)
    assert source == encoder_source("owner/tiny", "", offline=True)
    paths = located_files(source.as_params(), "owner/tiny", offline=True)
    assert paths["model.safetensors"] == hub / "model.safetensors"


def test_offline_and_not_in_the_cache(hub: Path) -> None:
    with pytest.raises(EncoderError, match="not in the local cache") as caught:
        encoder_source("owner/other", offline=True, place="e.toml:2")
    assert caught.value.place == "e.toml:2"
    assert "offline = false" in caught.value.action
    with pytest.raises(EncoderError, match="owner/tiny@v9"):
        encoder_source("owner/tiny", "v9", offline=True)


def test_a_link_out_of_the_hub_repository_is_refused(hub: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.json").write_text("{}", encoding="utf-8")
    (hub / "tokenizer.json").unlink()
    (hub / "tokenizer.json").symlink_to(tmp_path / "secret.json")
    with pytest.raises(EncoderError, match="leads out"):
        encoder_source("owner/tiny", offline=True)


def test_online_failures_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}

    def fails(hub_id: str, **rest: object) -> str:
        asked.update(rest)
        raise OSError("no route\nto host")

    monkeypatch.setattr(huggingface_hub, "snapshot_download", fails)
    with pytest.raises(EncoderError, match=r"did not give the encoder \(no route\)"):
        encoder_source("xlm-roberta-base", offline=False)
    assert asked["local_files_only"] is False
    assert not [kind for kind in asked["allow_patterns"] if kind.endswith((".bin", ".py"))]


@pytest.mark.parametrize(
    "name", ["e5-smal-q4", "e5_small_q4", "xlmr-base", "a/b/c", "", "~x", "é" * 300]
)
def test_an_unknown_name_names_the_nearest(name: str) -> None:
    with pytest.raises(ConfigError, match="unknown encoder") as caught:
        encoder_source(name, offline=True, place="e.toml:2")
    assert "e5-small-q4" in caught.value.allowed


def test_did_you_mean() -> None:
    with pytest.raises(ConfigError, match="Did you mean 'e5-small-q4'"):
        encoder_source("e5-smal-q4", offline=True)


@pytest.mark.parametrize("name", ["eurobert-210m", "EuroBERT/EuroBERT-210m"])
def test_remote_code_is_refused_before_anything_is_fetched(name: str) -> None:
    with pytest.raises(EncoderError, match="runs code from its repository"):
        encoder_source(name, offline=False)


def test_a_path_that_is_not_there_is_a_path() -> None:
    with pytest.raises(EncoderError, match="no such folder"):
        encoder_source("./absent/encoder", offline=True)


def test_the_embedded_package_may_be_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(name: str) -> None:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(sources, "files", absent)
    with pytest.raises(MissingDependencyError, match=r"crosswind\[embedded\]"):
        encoder_source("e5-small-q4", offline=True)
    monkeypatch.setattr(sources, "files", lambda name: [])
    with pytest.raises(EncoderError, match="carries no file"):
        encoder_source("e5-small-q4", offline=True)


def test_planning_loads_no_torch() -> None:
    code = (
        "import sys; from crosswind.model.sources import encoder_source; "
        "sys.exit(bool({'torch', 'transformers', 'tokenizers'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
