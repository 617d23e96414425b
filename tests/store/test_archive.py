"""Sources of artifacts: nothing that leaves its folder, no link, nothing twice."""

import gzip
import io
import os
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.core.errors import StoreError
from crosswind.store.archive import (
    ArchiveSource,
    FolderSource,
    add_artifact,
    is_archive,
    new_archive,
    opened_source,
)
from crosswind.store.store import Store

Put = Callable[..., Path]
ID = "score-v1-aa"


def tar(path: Path, *members: tuple[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w") as stream:
        for name, payload in members:
            member = tarfile.TarInfo(name)
            member.type, member.size, member.linkname = kind, len(payload), "/etc/passwd"
            stream.addfile(member, io.BytesIO(payload))
    return path


def files_of(path: Path) -> dict[str, dict[str, int]]:
    with opened_source(path) as source:
        return {key: dict(value) for key, value in source.files().items()}


def test_an_archive_and_a_folder_hold_the_same(store: Store, put: Put, tmp_path: Path) -> None:
    folder = put(store)
    archive = tmp_path / "a.tar.gz"
    with new_archive(archive) as stream:
        add_artifact(stream, folder)
    assert files_of(archive) == files_of(store.layout.root)
    with opened_source(archive) as packed, opened_source(store.layout.root) as plain:
        assert isinstance(packed, ArchiveSource)
        assert isinstance(plain, FolderSource)
        packed.files()
        for number, source in enumerate((packed, plain)):
            source.fetch(ID, "deep/b.bin", tmp_path / str(number) / "b.bin")
    assert {(tmp_path / name / "b.bin").read_bytes() for name in "01"} == {bytes(range(256))}


@pytest.mark.parametrize("suffix", [".tar", ".tar.gz", ".tgz"])
def test_equal_artifacts_give_equal_archives(
    store: Store, put: Put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    folder = put(store)
    payloads = []
    for number, name in enumerate((f"a{suffix}", f"b{suffix}")):
        monkeypatch.setattr("time.time", lambda seconds=1e9 * (number + 1): seconds)
        with new_archive(tmp_path / name) as stream:
            add_artifact(stream, folder)
        payloads.append((tmp_path / name).read_bytes())
        os.utime(folder / "a.txt", (0, 0))
    assert payloads[0] == payloads[1]


def test_an_archive_that_fails_leaves_nothing_and_one_that_is_there_stays(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), new_archive(tmp_path / "a.tar"):
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a.tar").write_bytes(b"mine")
    with pytest.raises(StoreError, match="something of this name"), new_archive(tmp_path / "a.tar"):
        pass
    assert (tmp_path / "a.tar").read_bytes() == b"mine"


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "/etc/a.txt",
        f"artifacts/{ID}/../../a.txt",
        f"artifacts/{ID}//a.txt",
        "artifacts/a.txt",
        "artifacts/..",
        "artifacts/score/a.txt",
        f"artifacts/{ID.upper()}/a.txt",
        f"artifacts/{ID}/a\\b",
    ],
)
def test_places_that_are_refused(tmp_path: Path, name: str) -> None:
    archive = tar(tmp_path / "a.tar", (f"artifacts/{ID}/manifest.json", b"{}"), (name, b"x"))
    with pytest.raises(StoreError) as caught:
        files_of(archive)
    assert caught.value.place == str(archive)
    assert caught.value.allowed
    assert caught.value.action


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE]
)
def test_links_and_devices_are_refused(tmp_path: Path, kind: bytes) -> None:
    archive = tar(tmp_path / "a.tar", (f"artifacts/{ID}/a.txt", b""), kind=kind)
    with pytest.raises(StoreError, match="a link or a device"):
        files_of(archive)


def test_links_in_a_folder_are_refused(store: Store, put: Put) -> None:
    folder = put(store)
    (folder / "more").symlink_to("/etc")
    with pytest.raises(StoreError, match="a link or a device"):
        files_of(store.layout.root)


def test_the_same_file_twice_is_refused(tmp_path: Path) -> None:
    member = (f"artifacts/{ID}/a.txt", b"x")
    with pytest.raises(StoreError, match="twice"):
        files_of(tar(tmp_path / "a.tar", member, member))


def test_other_files_of_a_whole_store_are_passed_over(tmp_path: Path) -> None:
    archive = tar(tmp_path / "a.tar", ("logs/x.log", b"x"), (f"artifacts/{ID}/a.txt", b"x"))
    assert files_of(archive) == {ID: {"a.txt": 1}}
    with pytest.raises(StoreError, match="no artifact in it"):
        files_of(tar(tmp_path / "b.tar", ("logs/x.log", b"x")))


def test_names_with_a_leading_dot_are_those_of_other_tools(tmp_path: Path) -> None:
    archive = tar(tmp_path / "a.tar", (f"./artifacts/{ID}/a.txt", b"x"))
    assert files_of(archive) == {ID: {"a.txt": 1}}


@pytest.mark.parametrize(
    "payload",
    [b"", b"no tar", gzip.compress(b"x" * 2000, mtime=0), b"\x1f\x8b\x08"],
    ids=["empty", "no tar", "gzip of something else", "cut gzip"],
)
def test_what_is_no_archive(tmp_path: Path, payload: bytes) -> None:
    (tmp_path / "a.tar").write_bytes(payload)
    with pytest.raises(StoreError):
        files_of(tmp_path / "a.tar")
    with pytest.raises(StoreError, match="no such folder"):
        files_of(tmp_path / "nowhere")
    with pytest.raises(StoreError, match="neither a store nor an export"):
        files_of(tmp_path)


def test_a_cut_archive_is_refused(store: Store, put: Put, tmp_path: Path) -> None:
    folder = put(store)
    archive = tmp_path / "a.tar.gz"
    with new_archive(archive) as stream:
        add_artifact(stream, folder)
    payload = archive.read_bytes()
    archive.write_bytes(payload[: len(payload) // 2])
    with pytest.raises(StoreError, match="not a readable tar archive"):
        files_of(archive)


def test_what_is_no_archive_is_told_in_one_sentence_of_ours(tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_text("Das Wetter\n" * 200, "utf-8")
    with pytest.raises(StoreError) as told:
        files_of(tmp_path / "clean.txt")
    assert str(told.value).startswith(f"{tmp_path / 'clean.txt'}: not a readable tar archive. ")
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "name", ["a.zip", "a.tar.bz2", "a.tar.xz", "a.7z", "a.txz", "A.TAR.GZ", "a.tar.Z", "a.gz"]
)
def test_other_archives_are_refused_by_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match=r"\.tar, \.tar\.gz, \.tgz, or a folder") as told:
        is_archive(tmp_path / name)
    assert told.value.place == str(tmp_path / name)
    (tmp_path / name).mkdir()
    assert not is_archive(tmp_path / name)


def test_names_of_archives() -> None:
    assert [is_archive(Path(name)) for name in ("a.tar", "a.tgz", "a.tar.gz", "a", "tar")] == [
        *(True, True, True, False, False)
    ]
