"""A visible artifact is a complete one, and its bytes are those that were committed."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crosswind.core.errors import StoreError
from crosswind.core.files import read_json, write_json
from crosswind.store.manifest import Manifest
from crosswind.store.store import Store, check_space, explained

Put = Callable[..., Path]
ID = "score-v1-aa"


def test_an_artifact_is_there_after_its_commit_and_not_before(store: Store) -> None:
    assert not store.has(ID)
    with store.draft() as draft:
        (draft / "a.txt").write_text("x", "utf-8")
        assert not store.has(ID)
        assert store.step_ids() == []
        store.commit(draft, ID, {"kind": "score"}, summary={"n": 1}, provenance={"seconds": 2})
    assert store.has(ID)
    assert store.step_ids() == [ID]
    folder = store.open(ID)
    assert sorted(path.name for path in folder.iterdir()) == [
        "a.txt",
        "manifest.json",
        "provenance.json",
        "summary.json",
    ]
    assert read_json(folder / "summary.json") == {"n": 1}
    assert read_json(folder / "provenance.json") == {"seconds": 2}


def test_a_draft_that_is_not_committed_leaves_nothing(store: Store) -> None:
    with store.draft() as draft:
        (draft / "a.txt").write_text("x", "utf-8")
        assert draft.parent == store.layout.drafts
    assert not draft.exists()
    with pytest.raises(KeyboardInterrupt), store.draft() as draft:
        raise KeyboardInterrupt
    assert not draft.exists()
    assert store.step_ids() == []


def test_drafts_have_places_of_their_own(store: Store) -> None:
    with store.draft() as first, store.draft() as second:
        assert first != second
        assert list(first.iterdir()) == list(second.iterdir()) == []


def test_the_manifest_is_written_last_and_the_rename_comes_after_it(
    store: Store, monkeypatch: pytest.MonkeyPatch, put: Put
) -> None:
    events = []
    replace, rename = Path.replace, Path.rename

    def watched_replace(self: Path, target: Path) -> Path:
        events.append(Path(target).name)
        return replace(self, target)

    def watched_rename(self: Path, target: Path) -> Path:
        assert (self / "manifest.json").exists()
        events.append("rename")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", watched_replace)
    monkeypatch.setattr(Path, "rename", watched_rename)
    put(store)
    assert events == ["summary.json", "provenance.json", "manifest.json", "rename"]


@pytest.mark.parametrize("failing", ["summary.json", "provenance.json", "manifest.json"])
def test_a_failure_at_any_point_of_a_commit_leaves_nothing_visible(
    store: Store, monkeypatch: pytest.MonkeyPatch, put: Put, failing: str
) -> None:
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == failing:
            raise OSError(errno.ENOSPC, "No space left on device", str(target))
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(StoreError, match="the disk is full"):
        put(store)
    monkeypatch.undo()
    assert not store.has(ID)
    assert store.step_ids() == []
    assert list(store.layout.drafts.iterdir()) == []
    put(store)
    assert store.has(ID)


def test_the_loser_of_a_race_discards_its_draft(store: Store, put: Put) -> None:
    put(store, ID, "first")
    before = (store.layout.artifact(ID) / "provenance.json").stat().st_ino
    put(store, ID, "first")
    assert (store.layout.artifact(ID) / "provenance.json").stat().st_ino == before
    assert list(store.layout.drafts.iterdir()) == []
    assert not store.layout.damaged.exists()


def test_a_loser_that_finds_the_place_taken_at_the_rename_discards_its_draft(
    store: Store, monkeypatch: pytest.MonkeyPatch, put: Put
) -> None:
    put(store, ID, "first")
    exists = Path.exists
    place = store.layout.artifact(ID)
    monkeypatch.setattr(Path, "exists", lambda self: self != place and exists(self))
    put(store, ID, "second")
    monkeypatch.undo()
    assert (place / "a.txt").read_text("utf-8") == "first"


def test_a_loser_does_not_vouch_for_the_bytes_of_the_winner(store: Store, put: Put) -> None:
    folder = put(Store(store.layout.root))
    _flip(folder / "a.txt")
    put(store)
    with pytest.raises(StoreError, match="damaged"):
        store.open(ID)


def _flip(path: Path) -> None:
    payload = bytearray(path.read_bytes())
    payload[0] ^= 1
    path.write_bytes(payload)


def _edit(path: Path, **changes: Any) -> None:
    write_json(path, {**read_json(path), **changes})


DAMAGE: dict[str, Callable[[Path], object]] = {
    "flipped byte": lambda folder: _flip(folder / "a.txt"),
    "flipped byte below": lambda folder: _flip(folder / "deep" / "b.bin"),
    "flipped byte in the summary": lambda folder: _flip(folder / "summary.json"),
    "truncated": lambda folder: (folder / "a.txt").write_bytes(b"con"),
    "longer": lambda folder: (folder / "a.txt").write_bytes(b"content and more"),
    "missing file": lambda folder: (folder / "deep" / "b.bin").unlink(),
    "a folder for a file": lambda folder: ((folder / "a.txt").unlink(), (folder / "a.txt").mkdir()),
    "missing manifest": lambda folder: (folder / "manifest.json").unlink(),
    "empty manifest": lambda folder: (folder / "manifest.json").write_bytes(b""),
    "half a manifest": lambda folder: (folder / "manifest.json").write_bytes(b'{"step_id": "sc'),
    "a manifest that is no mapping": lambda folder: write_json(folder / "manifest.json", [1]),
    "a manifest without files": lambda folder: _edit(folder / "manifest.json", files=None),
    "a manifest of odd files": lambda folder: _edit(folder / "manifest.json", files={"a": 1}),
    "a manifest of bad names": lambda folder: _edit(
        folder / "manifest.json", files={"a\0b": {"n_bytes": 1, "sha256": ""}}
    ),
    "an edited manifest": lambda folder: _edit(folder / "manifest.json", content_digest="0" * 64),
    "a manifest of another step": lambda folder: _edit(folder / "manifest.json", step_id="x-v1-b"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_found_set_aside_and_never_read(tmp_path: Path, put: Put, name: str) -> None:
    root = tmp_path / "store"
    DAMAGE[name](put(Store(root)))
    store = Store(root)
    with pytest.raises(StoreError, match="damaged") as caught:
        store.open(ID)
    assert caught.value.value == ID
    assert str(store.layout.damaged / f"{ID}.0") in caught.value.action
    assert not store.has(ID)
    assert (store.layout.damaged / f"{ID}.0").is_dir()
    put(store)
    assert store.open(ID).is_dir()


def test_damaged_artifacts_are_kept_side_by_side(store: Store, put: Put) -> None:
    for number in range(3):
        _flip(put(Store(store.layout.root)) / "a.txt")
        with pytest.raises(StoreError):
            Store(store.layout.root).open(ID)
        assert (store.layout.damaged / f"{ID}.{number}").is_dir()


def test_setting_aside_what_another_run_set_aside_is_no_error(store: Store, put: Put) -> None:
    put(store)
    store.set_aside(ID)
    store.set_aside(ID)
    assert len(list(store.layout.damaged.iterdir())) == 1


def test_a_complete_artifact_replaces_an_incomplete_one(store: Store, put: Put) -> None:
    (put(store) / "a.txt").unlink()
    put(store)
    assert store.damage(ID) == []
    assert (store.layout.damaged / f"{ID}.0").is_dir()


def test_an_absent_artifact_cannot_be_opened(store: Store) -> None:
    with pytest.raises(StoreError, match="no such artifact") as caught:
        store.open(ID)
    assert caught.value.value == ID
    assert not store.layout.damaged.exists()


def test_presence_reads_sizes_and_no_bytes(
    store: Store, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = put(store)
    _flip(folder / "a.txt")
    assert store.has(ID)
    (folder / "a.txt").write_bytes(b"longer than before")
    assert not store.has(ID)


def test_bytes_are_checked_once_in_a_process(
    tmp_path: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(Store(tmp_path / "store"))
    store = Store(tmp_path / "store")
    looked_at = []
    damage = Store.damage
    monkeypatch.setattr(
        Store, "damage", lambda self, key: looked_at.append(key) or damage(self, key)
    )
    store.open(ID)
    store.open(ID)
    assert looked_at == [ID]


def test_the_content_digest_is_of_bytes_and_not_of_circumstances(tmp_path: Path, put: Put) -> None:
    def manifest(name: str, text: str) -> Manifest:
        store = Store(tmp_path / name)
        put(store, ID, text)
        found = store.manifest(ID)
        assert found is not None
        return found

    first, again, other = manifest("a", "x"), manifest("b", "x"), manifest("c", "y")
    assert first == again
    assert first.content_digest != other.content_digest
    assert sorted(first.files) == ["a.txt", "deep/b.bin", "summary.json"]


@pytest.mark.parametrize("existing", [False, True])
def test_a_new_or_empty_folder_becomes_a_store(tmp_path: Path, existing: bool) -> None:
    root = tmp_path / "deep" / "store"
    if existing:
        root.mkdir(parents=True)
    assert Store(root).step_ids() == []
    assert Store(root).step_ids() == []


def test_a_foreign_folder_is_refused_and_not_touched(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("precious", "utf-8")
    with pytest.raises(StoreError, match="neither empty nor a store") as caught:
        Store(tmp_path)
    assert caught.value.place == str(tmp_path)
    assert "--store" in caught.value.action
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_is_no_store(tmp_path: Path, below: str) -> None:
    path = tmp_path / "file"
    path.write_text("x", "utf-8")
    with pytest.raises(StoreError, match="not a folder"):
        Store(path / below)


@pytest.mark.parametrize("content", ['{"format": 99}', "[]", "", "{"])
def test_a_store_of_another_format_is_refused(tmp_path: Path, content: str) -> None:
    store = Store(tmp_path)
    store.layout.mark.write_text(content, "utf-8")
    with pytest.raises(StoreError, match="format"):
        Store(tmp_path)


def test_a_store_that_another_run_is_just_making_is_no_foreign_folder(tmp_path: Path) -> None:
    mark = Store(tmp_path / "other").layout.mark.name
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / f".{mark}.123.draft").write_text("", "utf-8")
    assert Store(tmp_path / "store").step_ids() == []


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "quota"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "may not be written"),
        (errno.EPERM, "may not be written"),
    ],
)
def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, problem: str
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number), str(tmp_path))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match=problem) as caught:
        Store(tmp_path / "store")
    assert caught.value.place == str(tmp_path / "store")
    assert caught.value.action


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES])
def test_a_store_that_became_read_only_is_told_wherever_it_is_met(
    store: Store, monkeypatch: pytest.MonkeyPatch, number: int, put: Put
) -> None:
    put(store)

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number), str(store.layout.root))

    monkeypatch.setattr(os, "open", refuse)
    monkeypatch.setattr(Path, "mkdir", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(StoreError, match=r"read-only|may not be written"), store.in_use():
        raise AssertionError("not reached")
    with pytest.raises(StoreError), store.lock("x"):
        raise AssertionError("not reached")
    with pytest.raises(StoreError), store.draft():
        raise AssertionError("not reached")
    assert store.has(ID)
    assert store.open(ID)


def test_other_errors_of_the_system_keep_their_type(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), explained(tmp_path):
        raise FileNotFoundError(errno.ENOENT, "x")


def test_an_error_inside_a_draft_keeps_its_type(store: Store) -> None:
    with pytest.raises(PermissionError), store.draft():
        raise PermissionError(errno.EACCES, "x", "/a/file/of/the/user")


def test_a_full_disk_is_recognised_whoever_reports_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_space(tmp_path, ValueError("of the step"))
    check_space(tmp_path, PermissionError(errno.EACCES, "x", "/a/file/of/the/user"))
    with pytest.raises(StoreError, match="may not be written"):
        check_space(tmp_path, PermissionError(errno.EACCES, "x", str(tmp_path / "a")))
    with pytest.raises(StoreError, match="disk is full"):
        check_space(tmp_path, OSError(errno.ENOSPC, "x"))
    error = StoreError("mine")
    with pytest.raises(StoreError) as caught:
        check_space(tmp_path, error)
    assert caught.value is error
    usage = shutil.disk_usage(tmp_path)._replace(free=10)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: usage)
    with pytest.raises(StoreError, match="disk is full"):
        check_space(tmp_path, RuntimeError("the library's own words"))


def test_drafts_of_a_killed_run_are_cleared_by_the_next_run(store: Store) -> None:
    left = store.layout.drafts / "999-1-0"
    left.mkdir(parents=True)
    (left / "half.bin").write_bytes(b"x")
    with store.in_use():
        assert not left.exists()


def test_drafts_of_a_living_run_are_left_alone(store: Store) -> None:
    with store.in_use(), store.draft() as draft:
        with Store(store.layout.root).in_use():
            assert draft.exists()
        assert draft.exists()


def test_a_commit_removes_what_the_step_kept(store: Store, put: Callable[..., Path]) -> None:
    for name in ("score-v1-a", "score-v1-b"):
        store.layout.partial(name).mkdir(parents=True)
    put(store, "score-v1-a")
    assert [path.name for path in store.layout.partials.iterdir()] == ["score-v1-b"]
