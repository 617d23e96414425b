"""Manifests describe every file but themselves."""

import hashlib
from pathlib import Path

import pytest

from crosswind.core.files import write_json
from crosswind.store.manifest import (
    FileFacts,
    content_digest_of,
    damaged_files,
    describe,
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
    manifest = describe(folder, "x-v1-a", {})
    (folder / "a.txt").write_bytes(b"two")
    (folder / "b" / "c.txt").unlink()
    assert damaged_files(folder, manifest) == ["a.txt", "b/c.txt"]
    assert not sizes_agree(folder, manifest)


def test_provenance_may_differ(folder: Path) -> None:
    manifest = describe(folder, "x-v1-a", {})
    (folder / "provenance.json").write_bytes(b"{1}")
    assert damaged_files(folder, manifest) == []


def test_names_count_as_well_as_bytes() -> None:
    facts = FileFacts(n_bytes=1, sha256="0")
    assert content_digest_of({"a": facts}) != content_digest_of({"b": facts})


def test_no_manifest_is_none(tmp_path: Path) -> None:
    assert read_manifest(tmp_path / "manifest.json") is None
