"""Sweep: list and delete what no experiment reaches."""

import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from crosswind.store.locks import exclusive_lock
from crosswind.store.store import Store, explained


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweepable:
    """A folder that can go.

    An artifact or the kept state of a stopped step that no experiment reaches, the kept state of a
    finished one, a draft left by a killed run, damaged bytes, or tokenised texts where asked for.
    """

    path: Path
    reason: str
    n_bytes: int


def sweepable(store: Store, reached: Collection[str]) -> list[Sweepable]:
    """What a sweep would delete, given the step ids that experiments still reach.

    Tokenised texts belong to no experiment and stay: see `kept_pieces`.
    """
    layout = store.layout
    found = [
        (layout.artifact(step_id), "no experiment reaches it")
        for step_id in store.step_ids()
        if step_id not in reached
    ]
    for folder, reason in ((layout.drafts, "left by a killed run"), (layout.damaged, "damaged")):
        if folder.is_dir():
            found += [(path, reason) for path in sorted(folder.iterdir())]
    if layout.partials.is_dir():
        found += [
            (path, "kept by a stopped step")
            for path in sorted(layout.partials.iterdir())
            if path.name not in reached or store.has(path.name)
        ]
    return [_found(path, reason) for path, reason in found]


def kept_pieces(store: Store) -> list[Sweepable]:
    """The tokenised texts of a store, if it has any."""
    pieces = store.layout.pieces
    return [_found(pieces, "tokenised texts, which can be cut again")] if pieces.is_dir() else []


def sweep(store: Store, reached: Collection[str]) -> list[Sweepable]:
    """Delete what `sweepable` lists, alone on the store.

    Raises:
        StoreError: a run uses the store.
    """
    return _deleted(store, lambda: sweepable(store, reached))


def sweep_pieces(store: Store) -> list[Sweepable]:
    """Delete what `kept_pieces` lists, alone on the store.

    Raises:
        StoreError: a run uses the store.
    """
    return _deleted(store, lambda: kept_pieces(store))


def _found(path: Path, reason: str) -> Sweepable:
    return Sweepable(path=path, reason=reason, n_bytes=folder_bytes(path))


def _deleted(store: Store, find: Callable[[], list[Sweepable]]) -> list[Sweepable]:
    with explained(store.layout.root), exclusive_lock(store.layout.in_use):
        gone = find()
        for item in gone:
            # Renamed first, so that a half-deleted artifact is never visible as one.
            doomed = item.path
            if item.path.parent == store.layout.artifacts:
                store.layout.drafts.mkdir(exist_ok=True)
                doomed = item.path.rename(store.layout.drafts / f"swept-{item.path.name}")
            shutil.rmtree(doomed)
        return gone


def folder_bytes(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
