"""Manifests describe every file but themselves."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.core.files import write_json
from crosswind.store.manifest import (
    FileFacts,
    Manifest,
    content_digest_of,
    damaged_files,
    describe,
    is_inner_name,
    read_manifest,
    sizes_agree,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_bytes(b"one")
    (tmp_path / "b" / "c.txt").write_bytes(b"")
    (tmp_path / "provenance.json").write_bytes(b"{}")
    return tmp_path


def test_every_file_has_size_and_digest(folder: Path) -> None:
    manifest = describe(folder, "x-v1-a", {"kind": "x"})
    assert manifest.files == {
        "a.txt": FileFacts(n_bytes=3, sha256=hashlib.sha256(b"one").hexdigest()),
        "b/c.txt": FileFacts(n_bytes=0, sha256=hashlib.sha256(b"").hexdigest()),
    }
    assert manifest.content_digest == content_digest_of(manifest.files)


def test_a_manifest_comes_back(folder: Path) -> None:
    manifest = describe(folder, "x-v1-a", {"kind": "x", "inputs": {"train": ["a", "b"]}})
    write_json(folder / "manifest.json", manifest.to_json())
    assert read_manifest(folder / "manifest.json") == manifest
    assert describe(folder, "x-v1-a", manifest.step) == manifest
    assert sizes_agree(folder, manifest)
    assert damaged_files(folder, manifest) == []


def test_damage_is_told_by_name(folder: Path) -> None:
    manifest = sealed(folder)
    (folder / "a.txt").write_bytes(b"two")
    (folder / "b" / "c.txt").unlink()
    assert damaged_files(folder, manifest) == ["a.txt", "b/c.txt"]
    assert not sizes_agree(folder, manifest)


def test_provenance_is_no_content_but_its_damage_is_seen(folder: Path) -> None:
    manifest = sealed(folder)
    (folder / "provenance.json").write_bytes(b"{1}")
    other = describe(folder, "x-v1-a", {})
    assert other.content_digest == manifest.content_digest
    assert damaged_files(folder, manifest) == ["provenance.json"]


def sealed(folder: Path) -> Manifest:
    manifest = describe(folder, "x-v1-a", {"kind": "x", "params": {"rate": 0.5}})
    write_json(folder / "manifest.json", manifest.to_json())
    return manifest


def test_any_other_byte_of_a_manifest_is_damage(folder: Path) -> None:
    manifest = sealed(folder)
    path = folder / "manifest.json"
    payload = path.read_bytes()
    for place in range(len(payload)):
        for bit in (1, 2, 0x20, 0x80):
            changed = bytearray(payload)
            changed[place] ^= bit
            path.write_bytes(changed)
            found = read_manifest(path)
            assert found is None or damaged_files(folder, found), (place, bit)
    path.write_bytes(payload)
    assert damaged_files(folder, manifest) == []


def test_what_the_manifest_does_not_name_is_damage(folder: Path) -> None:
    manifest = sealed(folder)
    (folder / "b" / "planted.pkl").write_bytes(b"\x80\x04.")
    (folder / "out").symlink_to(folder.parent)
    assert damaged_files(folder, manifest) == ["b/planted.pkl", "out/"]


def test_a_link_to_the_right_bytes_is_damage(folder: Path) -> None:
    manifest = sealed(folder)
    (folder / "a.txt").rename(folder.parent / "elsewhere.txt")
    (folder / "a.txt").symlink_to(folder.parent / "elsewhere.txt")
    assert damaged_files(folder, manifest) == ["a.txt", "a.txt/"]


def test_a_manifest_of_an_older_store_is_read(folder: Path) -> None:
    manifest = replace(sealed(folder), provenance="")
    write_json(folder / "manifest.json", manifest.to_json())
    assert "seal" not in manifest.to_json()
    found = read_manifest(folder / "manifest.json")
    assert found == manifest
    assert damaged_files(folder, manifest) == []


@pytest.mark.parametrize(
    "name", ["../a", "/a", "a/../b", "./a", "a//b", "", ".", "a\\b", "a\0", "a/", ".."]
)
def test_names_that_leave_the_folder_are_none(folder: Path, name: str) -> None:
    assert not is_inner_name(name)
    content = describe(folder, "x-v1-a", {}).to_json()
    del content["seal"], content["provenance"]
    content["files"][name] = {"n_bytes": 0, "sha256": "0" * 64}
    write_json(folder / "manifest.json", content)
    assert read_manifest(folder / "manifest.json") is None


def test_names_count_as_well_as_bytes() -> None:
    facts = FileFacts(n_bytes=1, sha256="0")
    assert content_digest_of({"a": facts}) != content_digest_of({"b": facts})


def test_no_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.json") is None
