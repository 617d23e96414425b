"""Manifest: what an artifact is and which bytes it holds. Written last."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.core.hashing import digest, file_digest
from crosswind.store.layout import MANIFEST, PROVENANCE

# Neither is part of the content: the manifest describes it, the provenance differs every time.
_UNHASHED = frozenset({MANIFEST, PROVENANCE})


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
    """

    step_id: str
    step: Mapping[str, Any]
    files: Mapping[str, FileFacts]
    content_digest: str

    def to_json(self) -> dict[str, Any]:
        """Plain values for `manifest.json`."""
        return asdict(self)


def describe(folder: Path, step_id: str, step: Mapping[str, Any]) -> Manifest:
    """The manifest of a finished draft: every file is read once."""
    files = {
        path.relative_to(folder).as_posix(): FileFacts(
            n_bytes=path.stat().st_size, sha256=file_digest(path)
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in _UNHASHED
    }
    return Manifest(
        step_id=step_id, step=step, files=files, content_digest=content_digest_of(files)
    )


def content_digest_of(files: Mapping[str, FileFacts]) -> str:
    """Digest over names and bytes of all files."""
    return digest({name: facts.sha256 for name, facts in files.items()})


def read_manifest(path: Path) -> Manifest | None:
    """A manifest, or None where there is none or it cannot be read as one."""
    try:
        content = read_json(path)
        return Manifest(
            step_id=content["step_id"],
            step=content["step"],
            files={name: FileFacts(**facts) for name, facts in content["files"].items()},
            content_digest=content["content_digest"],
        )
    except (DataError, KeyError, TypeError, AttributeError):
        return None


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
    """Names of files whose bytes are not those of the manifest."""
    wrong = []
    for name, facts in manifest.files.items():
        path = folder / name
        try:
            agrees = path.stat().st_size == facts.n_bytes and file_digest(path) == facts.sha256
        except (OSError, ValueError):
            agrees = False
        if not agrees:
            wrong.append(name)
    if content_digest_of(manifest.files) != manifest.content_digest:
        wrong.append(MANIFEST)
    return wrong
