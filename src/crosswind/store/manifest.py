"""Manifest: what an artifact is and which bytes it holds. Written last."""

import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import json_text, read_json, read_text
from crosswind.core.hashing import digest, file_digest
from crosswind.store.layout import MANIFEST, PROVENANCE

# Neither is part of the content: the manifest describes it, the provenance differs every time.
_UNHASHED = frozenset({MANIFEST, PROVENANCE})
_KEYS = frozenset({"step_id", "step", "files", "content_digest"})
# Manifests of older stores lack these two.
_SEALED_KEYS = _KEYS | {"provenance", "seal"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """Size in bytes and SHA-256 of one file."""

    n_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The recipe of an artifact and the digests of its files.

    Attributes:
        step_id: digest of the recipe (input-addressed).
        step: kind, params and inputs, as canonical JSON values.
        files: relative path -> facts, for every file but manifest and provenance.
        content_digest: digest of all files (content-addressed).
        provenance: SHA-256 of `provenance.json`; no part of the content digest, so that the same
            result has the same digest wherever and whenever it was made. Empty if it is unknown.
    """

    step_id: str
    step: Mapping[str, Any]
    files: Mapping[str, FileFacts]
    content_digest: str
    provenance: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain values for `manifest.json`, with a seal: the digest of all of them."""
        content = asdict(self)
        if not self.provenance:
            del content["provenance"]
            return content
        return {**content, "seal": digest(content)}


def describe(folder: Path, step_id: str, step: Mapping[str, Any]) -> Manifest:
    """The manifest of a finished draft: every file is read once."""
    files = {
        path.relative_to(folder).as_posix(): FileFacts(
            n_bytes=path.stat().st_size, sha256=file_digest(path)
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix() not in _UNHASHED
    }
    provenance = folder / PROVENANCE
    return Manifest(
        step_id=step_id,
        step=step,
        files=files,
        content_digest=content_digest_of(files),
        provenance=file_digest(provenance) if provenance.exists() else "",
    )


def content_digest_of(files: Mapping[str, FileFacts]) -> str:
    """Digest over names and bytes of all files."""
    return digest({name: facts.sha256 for name, facts in files.items()})


def read_manifest(path: Path) -> Manifest | None:
    """A manifest, or None where there is none or it is not as it was written."""
    try:
        content = read_json(path)
        return _built(content) if _is_sealed(content) else None
    except (DataError, KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return None


def _is_sealed(content: Mapping[str, Any]) -> bool:
    """Whether the keys are those of a manifest, and its seal is the digest of the others."""
    if content.keys() == _KEYS:
        return True
    unsealed = {key: value for key, value in content.items() if key != "seal"}
    return content.keys() == _SEALED_KEYS and content["seal"] == digest(unsealed)


def _built(content: Mapping[str, Any]) -> Manifest | None:
    files = {name: FileFacts(**facts) for name, facts in content["files"].items()}
    digests = [content["content_digest"], *(facts.sha256 for facts in files.values())]
    sound = (
        isinstance(content["step_id"], str)
        and isinstance(content["step"], dict)
        and all(isinstance(text, str) and _SHA256.fullmatch(text) for text in digests)
        and all(_is_size(facts.n_bytes) for facts in files.values())
        and all(is_inner_name(name) for name in files)
    )
    if not sound:
        return None
    return Manifest(
        step_id=content["step_id"],
        step=content["step"],
        files=files,
        content_digest=content["content_digest"],
        provenance=content.get("provenance", ""),
    )


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def is_inner_name(name: str) -> bool:
    """Whether a relative path stays in its folder and is spelt in one way."""
    path = PurePosixPath(name)
    odd = "\0" in name or "\\" in name or path.is_absolute() or ".." in path.parts
    return not odd and bool(path.parts) and path.as_posix() == name


def sizes_agree(folder: Path, manifest: Manifest) -> bool:
    """Whether every file of the manifest is there with its size."""
    try:
        return all(
            (folder / name).stat().st_size == facts.n_bytes
            for name, facts in manifest.files.items()
        )
    except (OSError, ValueError):  # ValueError: a name with a NUL in a broken manifest
        return False


def damaged_files(folder: Path, manifest: Manifest) -> list[str]:
    """Names of files whose bytes are not those of the manifest, and of files it does not name.

    A link is damage too, whatever it points at: an artifact holds files.
    """
    present = _files_in(folder)
    wrong = [
        name
        for name, facts in manifest.files.items()
        if name not in present or not _has_bytes(folder / name, facts)
    ]
    wrong += sorted(present - manifest.files.keys() - _UNHASHED)
    if manifest.provenance and not _has_digest(folder / PROVENANCE, manifest.provenance):
        wrong.append(PROVENANCE)
    sums_up = content_digest_of(manifest.files) == manifest.content_digest
    if not sums_up or not _is_as_written(folder / MANIFEST):
        wrong.append(MANIFEST)
    return wrong


def _files_in(folder: Path) -> set[str]:
    """Relative paths of all files; a link has a slash at its end, so that it is no file's name."""
    found = set()
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place) / name
            inner = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found.add(f"{inner}/")
            elif name in files:
                found.add(inner)
    return found


def _has_bytes(path: Path, facts: FileFacts) -> bool:
    try:
        return path.stat().st_size == facts.n_bytes and file_digest(path) == facts.sha256
    except OSError:
        return False


def _has_digest(path: Path, sha256: str) -> bool:
    try:
        return not path.is_symlink() and file_digest(path) == sha256
    except OSError:
        return False


def _is_as_written(path: Path) -> bool:
    """Whether a manifest has the bytes that its values are written as."""
    try:
        text = read_text(path)
        return not path.is_symlink() and text == json_text(json.loads(text))
    except (DataError, ValueError, RecursionError):
        return False
