"""What arrives is whole and is what it says; what is there stays; nothing else is taken in."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.core.errors import StoreError
from crosswind.core.files import read_json, write_json
from crosswind.store.manifest import describe
from crosswind.store.store import Store
from crosswind.store.transfer import (
    Transfer,
    export_archive,
    export_artifacts,
    export_folder,
    import_artifacts,
)

Put = Callable[..., Path]
IDS = ["score-v1-aa", "score-v1-bb", "predict-v1-cc"]


@pytest.fixture
def full(store: Store, put: Put) -> Store:
    for number, step_id in enumerate(IDS):
        put(store, step_id, f"content {number}")
    return store


@pytest.fixture
def other(tmp_path: Path) -> Store:
    return Store(tmp_path / "other")


def take(place: Path, store: Store) -> Transfer:
    return import_artifacts(place, store, lambda _: "own")


def contents(store: Store) -> dict[str, bytes]:
    root = store.layout.artifacts
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("name", ["x.tar", "x.tar.gz", "x.tgz", "x"])
def test_there_and_back_gives_the_same_bytes(
    full: Store, other: Store, tmp_path: Path, name: str
) -> None:
    out = export_artifacts(full, IDS, tmp_path / name)
    assert sorted(out.arrived) == sorted(IDS)
    outcome = take(tmp_path / name, other)
    assert sorted(outcome.arrived) == sorted(IDS)
    assert outcome.n_bytes == out.n_bytes > 0
    assert contents(other) == contents(full)
    assert all(other.open(step_id) for step_id in IDS)
    assert list(other.layout.drafts.iterdir()) == []


def test_what_is_there_is_kept(full: Store, other: Store, put: Put, tmp_path: Path) -> None:
    put(other, IDS[0], "mine")
    export_folder(full, IDS, tmp_path / "x")
    outcome = take(tmp_path / "x", other)
    assert outcome.kept == [IDS[0]]
    assert (other.layout.artifact(IDS[0]) / "a.txt").read_text("utf-8") == "mine"
    assert take(tmp_path / "x", other).kept == sorted(IDS)


def test_only_what_was_asked_for_goes_out(full: Store, tmp_path: Path) -> None:
    export_folder(full, IDS[:1], tmp_path / "x")
    assert Store(tmp_path / "x").step_ids() == IDS[:1]
    with pytest.raises(StoreError, match="neither empty nor a store"):
        export_folder(full, IDS, tmp_path)


def _flip(path: Path) -> None:
    payload = bytearray(path.read_bytes())
    payload[len(payload) // 2] ^= 4
    path.write_bytes(payload)


def _plant(folder: Path, name: str, payload: bytes) -> None:
    """A file that the manifest names, with its true digest."""
    (folder / name).write_bytes(payload)
    manifest = describe(folder, folder.name, {"kind": "score"})
    write_json(folder / "manifest.json", manifest.to_json())


DAMAGE: dict[str, Callable[[Path], object]] = {
    "flipped": lambda folder: _flip(folder / "a.txt"),
    "cut": lambda folder: (folder / "a.txt").write_bytes(b"c"),
    "missing": lambda folder: (folder / "a.txt").unlink(),
    "unnamed": lambda folder: (folder / "refused.json").write_bytes(b"{}"),
    "no manifest": lambda folder: (folder / "manifest.json").unlink(),
    "edited manifest": lambda folder: _flip(folder / "manifest.json"),
    "other provenance": lambda folder: _flip(folder / "provenance.json"),
    "no provenance": lambda folder: (folder / "provenance.json").unlink(),
    "manifest of another": lambda folder: shutil.copyfile(
        folder.parent / IDS[1] / "manifest.json", folder / "manifest.json"
    ),
    "a pickle by name": lambda folder: _plant(folder, "weights.pkl", b"x"),
    "a pickle by content": lambda folder: _plant(folder, "a.json", b"\x80\x04\x95"),
    "a zip of pickles": lambda folder: _plant(folder, "a.safetensors", b"PK\x03\x04"),
}


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_refused_and_the_others_arrive(
    full: Store, other: Store, tmp_path: Path, name: str, *, packed: bool
) -> None:
    place = tmp_path / "x"
    export_folder(full, IDS, place)
    DAMAGE[name](place / "artifacts" / IDS[0])
    if packed:
        place = Path(shutil.make_archive(str(place), "gztar", place))
    outcome = take(place, other)
    assert sorted(outcome.arrived) == sorted(IDS[1:])
    (error,) = outcome.refused
    assert error.place == f"{place}: {IDS[0]}"
    assert error.allowed
    assert error.action
    assert other.step_ids() == sorted(IDS[1:])
    assert list(other.layout.drafts.iterdir()) == []


def test_hostile_archives_give_nothing(full: Store, other: Store, tmp_path: Path) -> None:
    export_folder(full, IDS, tmp_path / "x")
    (tmp_path / "x" / "artifacts" / IDS[2] / "more").symlink_to("/etc/passwd")
    with pytest.raises(StoreError, match="a link or a device"):
        take(tmp_path / "x", other)
    assert other.step_ids() == []


def test_verdicts_of_the_recipe(full: Store, other: Store, tmp_path: Path) -> None:
    export_folder(full, IDS, tmp_path / "x")
    verdicts = dict(zip(IDS, ("own", "wrong", "foreign"), strict=True))
    outcome = import_artifacts(tmp_path / "x", other, lambda found: verdicts[found.step_id])
    assert (outcome.arrived, outcome.foreign) == ([IDS[0]], [IDS[2]])
    assert "the id is not that of the recipe" in str(outcome.refused[0])
    assert other.step_ids() == [IDS[0]]


def test_a_damaged_artifact_is_not_exported(full: Store, tmp_path: Path) -> None:
    _flip(full.layout.artifact(IDS[0]) / "a.txt")
    again = Store(full.layout.root)
    (error,) = export_folder(again, IDS, tmp_path / "x").refused
    assert IDS[0] in error.place
    with pytest.raises(StoreError, match="damaged"):
        export_archive(again, IDS, tmp_path / "x.tar")
    assert not list(tmp_path.glob("*x.tar*"))


def test_a_full_disk_stops_the_import(
    full: Store, other: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_folder(full, IDS, tmp_path / "x")

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(StoreError, match="the disk is full"):
        take(tmp_path / "x", other)
    assert other.step_ids() == []


def test_provenance_arrives_with_it(full: Store, other: Store, tmp_path: Path) -> None:
    export_folder(full, IDS, tmp_path / "x")
    take(tmp_path / "x", other)
    assert read_json(other.layout.artifact(IDS[0]) / "provenance.json") == {"seconds": 0.5}
