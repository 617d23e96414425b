"""Store: has, open, commit. A visible folder is a complete artifact."""

import errno
import itertools
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, StoreError
from crosswind.core.files import read_json, write_json
from crosswind.store.layout import MANIFEST, Layout
from crosswind.store.locks import shared_lock, try_lock
from crosswind.store.manifest import (
    Manifest,
    damaged_files,
    read_manifest,
    sizes_agree,
)
from crosswind.store.seal import seal

_FORMAT = 1
# Less free space than this is a full disk: no artifact fits.
_FULL_BYTES = 64 * 1024
_REFUSALS = frozenset({errno.EROFS, errno.EACCES, errno.EPERM, errno.EIO, errno.EFBIG})
_NO_LOCKS = ("this file system has no locks", "Name a store on another disk with --store.")


class Store:
    """Artifacts below one folder.

    Args:
        root: the folder; created if it is absent or empty.

    Raises:
        StoreError: the folder cannot be written, or holds something that is not a store.
    """

    def __init__(self, root: Path) -> None:
        self.layout = Layout(root)
        self._verified: set[str] = set()
        with explained(root):
            _claim(self.layout)

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Say that a run uses the store, so that no sweep deletes under it."""
        with ExitStack() as stack:
            with explained(self.layout.root):
                self._clear_drafts()
                stack.enter_context(shared_lock(self.layout.in_use))
            yield

    def has(self, step_id: str) -> bool:
        """Whether a complete artifact with the right sizes is there (bytes are not read)."""
        manifest = self.manifest(step_id)
        return manifest is not None and sizes_agree(self.layout.artifact(step_id), manifest)

    def open(self, step_id: str) -> Path:
        """The folder of an artifact whose bytes were checked once in this process.

        Raises:
            StoreError: it is absent or damaged; a damaged one has been set aside.
        """
        folder = self.layout.artifact(step_id)
        if step_id in self._verified:
            return folder
        wrong = self.damage(step_id)
        if wrong:
            if not folder.exists():
                raise StoreError("there is no such artifact", value=step_id, action="Run again.")
            with explained(self.layout.root):
                kept = self.set_aside(step_id)
            raise StoreError(
                f"the artifact is damaged ({', '.join(wrong[:3])})",
                value=step_id,
                place=str(folder),
                action=f"It was set aside as {kept}; run again.",
            )
        self._verified.add(step_id)
        return folder

    def damage(self, step_id: str) -> list[str]:
        """Files of an artifact that are absent or have other bytes than the manifest says."""
        manifest = self.manifest(step_id)
        if manifest is None:
            return ["manifest.json"]
        return damaged_files(self.layout.artifact(step_id), manifest)

    def manifest(self, step_id: str) -> Manifest | None:
        """The manifest of an artifact, or None where there is none, or that of another step."""
        found = read_manifest(self.layout.manifest(step_id))
        return found if found is not None and found.step_id == step_id else None

    @contextmanager
    def lock(self, step_id: str) -> Iterator[bool]:
        """Hold the lock of a step; yields False if another run holds it."""
        with ExitStack() as stack:
            with explained(self.layout.root):
                held = stack.enter_context(try_lock(self.layout.lock(step_id)))
            yield held

    @contextmanager
    def draft(self) -> Iterator[Path]:
        """An empty hidden folder to build an artifact in; removed if it was not committed.

        Its name is like no other, on whatever machine: several may share the store.
        """
        folder = self.layout.drafts / uuid.uuid4().hex
        with explained(self.layout.root):
            folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def commit(
        self,
        draft: Path,
        step_id: str,
        step: Mapping[str, Any],
        *,
        summary: Mapping[str, Any],
        provenance: Mapping[str, Any],
    ) -> Manifest:
        """Seal a draft and put it into place."""
        with explained(self.layout.root):
            manifest = seal(draft, step_id, step, summary=summary, provenance=provenance)
        self.place(draft, step_id)
        return manifest

    def place(self, draft: Path, step_id: str) -> None:
        """Rename a sealed draft into place; the loser of a race of two writers is discarded.

        What the step kept to go on from is removed.

        Raises:
            StoreError: the draft is not whole, or is that of another step.
        """
        with explained(self.layout.root):
            manifest = read_manifest(draft / MANIFEST)
            if manifest is None or manifest.step_id != step_id or not sizes_agree(draft, manifest):
                raise StoreError(
                    "the draft of an artifact is not whole",
                    value=step_id,
                    place=str(draft),
                    action="Put the store on a folder that every worker reaches under this path.",
                )
            if self._rename(draft, step_id):
                self._verified.add(step_id)
            shutil.rmtree(self.layout.partial(step_id), ignore_errors=True)

    def receive(self, draft: Path, step_id: str) -> bool:
        """Put an artifact of another store into place, its manifest with it.

        The caller has checked its bytes. False if the store has it meanwhile.
        """
        with explained(self.layout.root):
            is_new = self._rename(draft, step_id)
        if is_new:
            self._verified.add(step_id)
        return is_new

    def set_aside(self, step_id: str) -> Path:
        """Move a damaged artifact away; it is never read again."""
        self.layout.damaged.mkdir(parents=True, exist_ok=True)
        self._verified.discard(step_id)
        for number in itertools.count():
            kept = self.layout.damaged / f"{step_id}.{number}"
            if kept.exists():
                continue
            try:
                self.layout.artifact(step_id).rename(kept)
            except FileNotFoundError:
                pass  # another run set it aside
            except OSError as error:
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST}:
                    continue
                raise
            return kept
        raise AssertionError("unreachable")

    def step_ids(self) -> list[str]:
        """Ids of all artifacts, sorted."""
        if not self.layout.artifacts.is_dir():
            return []
        return sorted(path.name for path in self.layout.artifacts.iterdir() if path.is_dir())

    def _clear_drafts(self) -> None:
        """Remove what a killed run left, if no other run can be building there now."""
        with try_lock(self.layout.in_use) as alone:
            if alone:
                shutil.rmtree(self.layout.drafts, ignore_errors=True)

    def _rename(self, draft: Path, step_id: str) -> bool:
        """Put a draft into place; False if another run was first."""
        place = self.layout.artifact(step_id)
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            if self.has(step_id):
                return False
            self.set_aside(step_id)
        try:
            draft.rename(place)
        except OSError as error:
            if error.errno not in {errno.ENOTEMPTY, errno.EEXIST} or not self.has(step_id):
                raise
            return False
        return True


@contextmanager
def explained(root: Path) -> Iterator[None]:
    """Turn errors of the operating system about the store into five-part errors."""
    try:
        yield
    except OSError as error:
        known = {
            errno.ENOSPC: ("the disk is full", "Free some space, then run again: nothing is lost."),
            errno.EDQUOT: ("the disk quota is used up", "Free some space, then run again."),
            errno.EFBIG: ("a file may not become so large", "Raise the limit, then run again."),
            errno.EIO: ("the disk cannot be read or written", "Check the disk, then run again."),
            errno.ENOLCK: _NO_LOCKS,
            errno.EOPNOTSUPP: _NO_LOCKS,
            errno.EROFS: ("the store is read-only", "Name another store with --store."),
            errno.EACCES: ("the store may not be written", "Name another store with --store."),
            errno.EPERM: ("the store may not be written", "Name another store with --store."),
            errno.ENOTDIR: ("not a folder", "Name another store with --store."),
            errno.EEXIST: ("not a folder", "Name another store with --store."),
        }
        if error.errno not in known:
            raise
        problem, action = known[error.errno]
        raise StoreError(problem, place=str(root), value=error.filename, action=action) from error


def check_space(root: Path, error: Exception) -> None:
    """Raise the five-part error if a failure comes from the store's disk, whoever wrote.

    Libraries that write files report a full disk in words of their own; the free space tells.
    A file elsewhere that may not be read is a matter of the step that reads it.

    Raises:
        StoreError: the disk is full, or the error is one of the store's own.
    """
    if isinstance(error, StoreError):
        raise error
    if isinstance(error, OSError) and error.errno in _REFUSALS:
        place = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str) else None
        if place is not None and place.absolute().is_relative_to(root.absolute()):
            with explained(root):
                raise error
    full = isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}
    if full or shutil.disk_usage(root).free < _FULL_BYTES:
        with explained(root):
            raise OSError(errno.ENOSPC, "No space left on device", str(root)) from error


def _claim(layout: Layout) -> None:
    layout.root.mkdir(parents=True, exist_ok=True)
    if layout.mark.exists():
        _check_format(layout)
        return
    # Another run may be writing the mark at this moment, under its own name or a hidden one.
    mark = layout.mark.name
    strangers = [path for path in layout.root.iterdir() if mark not in path.name]
    if strangers and not layout.mark.exists():
        raise StoreError(
            "the folder is neither empty nor a store",
            place=str(layout.root),
            action="Name an empty or new folder with --store.",
        )
    write_json(layout.mark, {"format": _FORMAT})


def _check_format(layout: Layout) -> None:
    try:
        content = read_json(layout.mark)
    except DataError:
        content = None
    found = content.get("format") if isinstance(content, dict) else None
    if found != _FORMAT:
        raise StoreError(
            "the store has a format that this version cannot read",
            place=str(layout.mark),
            value=found,
            allowed=str(_FORMAT),
            action="Name another store with --store.",
        )
