"""Finished artifacts between stores: each is checked on arrival, and visible only when whole."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from crosswind.core.errors import StoreError
from crosswind.store.archive import (
    FolderSource,
    Source,
    add_artifact,
    is_archive,
    new_archive,
    opened_source,
    refused,
)
from crosswind.store.layout import MANIFEST, PROVENANCE
from crosswind.store.manifest import Manifest, damaged_files, read_manifest
from crosswind.store.store import Store, explained

# A manifest is read before anything else is believed of an artifact: it has a largest size.
_LONGEST_MANIFEST = 256 * 1024 * 1024
# Files of these names may hold code that runs when they are loaded. No artifact has any.
_PICKLED_SUFFIXES = frozenset((".ckpt", ".dill", ".joblib", ".pickle", ".pkl", ".pt", ".pth"))
# How pickles of protocols 2 to 5 begin, and the zip archives in which torch and numpy keep them.
_PICKLED_STARTS = (*(bytes((0x80, protocol)) for protocol in range(2, 6)), b"PK\x03\x04")


@dataclass(slots=True)
class Transfer:
    """What came of it.

    Attributes:
        arrived: ids of artifacts that are new in the target.
        kept: ids of those that were there already; they were not touched.
        foreign: ids of those of other versions of their steps, which no plan here would read.
        refused: an error for each artifact that was not taken.
        n_bytes: of what arrived.
    """

    arrived: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    refused: list[StoreError] = field(default_factory=list)
    n_bytes: int = 0


# "own", "foreign" for another version of a step, or "wrong" where the id is not of the recipe.
Judge = Callable[[Manifest], str]


def import_artifacts(place: Path, store: Store, judge: Judge) -> Transfer:
    """Take in every artifact of a folder or an archive.

    Raises:
        StoreError: it is neither, or holds links, devices, or paths that leave their folder; then
            nothing was taken in. What is wrong with single artifacts stands in `refused`.
    """
    with opened_source(place) as source, store.in_use():
        return _take_in(source, source.files(), store, judge)


def export_folder(store: Store, step_ids: Collection[str], target: Path) -> Transfer:
    """Copy artifacts into another folder, which becomes a store or is one.

    Raises:
        StoreError: the folder cannot be written, or holds something else.
    """
    source = FolderSource(store.layout.root, frozenset(step_ids))
    other = Store(target)
    with store.in_use(), other.in_use():
        return _take_in(source, source.files(), other, lambda _: "own")


def export_archive(store: Store, step_ids: Sequence[str], target: Path) -> Transfer:
    """Write artifacts into a new tar archive, whose bytes depend on theirs alone.

    Raises:
        StoreError: one of them is damaged, or there is something of the name; nothing is written.
    """
    outcome = Transfer()
    with store.in_use(), explained(target.parent), new_archive(target) as stream:
        for step_id in sorted(step_ids):
            folder = store.open(step_id)
            add_artifact(stream, folder)
            outcome.arrived.append(step_id)
            outcome.n_bytes += sum(
                path.stat().st_size for path in folder.rglob("*") if path.is_file()
            )
    return outcome


def export_artifacts(store: Store, step_ids: Sequence[str], target: Path) -> Transfer:
    """Artifacts into an archive, if the name is one of an archive, else into a folder."""
    if is_archive(target):
        return export_archive(store, step_ids, target)
    return export_folder(store, step_ids, target)


def _take_in(
    source: Source, files: Mapping[str, Mapping[str, int]], store: Store, judge: Judge
) -> Transfer:
    outcome = Transfer()
    for step_id, sizes in files.items():
        if store.has(step_id):
            outcome.kept.append(step_id)
            continue
        try:
            if _arrives(source, step_id, sizes, store, judge):
                outcome.arrived.append(step_id)
                outcome.n_bytes += sum(sizes.values())
            else:
                outcome.foreign.append(step_id)
        except StoreError as error:
            if error.__cause__ is not None:  # the disk, or the archive as a whole
                raise
            outcome.refused.append(error)
    return outcome


def _arrives(
    source: Source, step_id: str, sizes: Mapping[str, int], store: Store, judge: Judge
) -> bool:
    """Fetch, check and commit one artifact; False if it is of another version.

    Raises:
        StoreError: it is not what its manifest says, or holds what could be executed.
    """
    place = f"{source.place}: {step_id}"
    with store.draft() as draft, explained(store.layout.root):
        manifest = _fetched_manifest(source, step_id, sizes, draft)
        verdict = judge(manifest)
        if verdict == "foreign":
            return False
        if verdict == "wrong":
            raise refused("the id is not that of the recipe", place, manifest.step.get("kind"))
        for name in sizes:
            if name != MANIFEST:
                source.fetch(step_id, name, draft / name)
        wrong = damaged_files(draft, manifest)
        if wrong:
            raise refused("bytes that are not those of the manifest", place, ", ".join(wrong[:3]))
        _refuse_pickles(draft, sizes, place)
        store.receive(draft, step_id)
    return True


def _fetched_manifest(
    source: Source, step_id: str, sizes: Mapping[str, int], draft: Path
) -> Manifest:
    """The manifest, fetched first: only files that it names, of the sizes it says, are fetched."""
    place = f"{source.place}: {step_id}"
    if not 0 < sizes.get(MANIFEST, 0) <= _LONGEST_MANIFEST:
        raise refused("no manifest", place)
    source.fetch(step_id, MANIFEST, draft / MANIFEST)
    manifest = read_manifest(draft / MANIFEST)
    if manifest is None or manifest.step_id != step_id:
        raise refused("the manifest is damaged, or is that of another step", place)
    wanted = {name: facts.n_bytes for name, facts in manifest.files.items()}
    unhashed = {name: sizes[name] for name in (MANIFEST, PROVENANCE) if name in sizes}
    if {**wanted, **unhashed} != dict(sizes):
        odd = sorted({*wanted.items()} ^ {*sizes.items()} - {*unhashed.items()})
        raise refused("files that the manifest does not name, or other sizes", place, odd[:3])
    return manifest


def _refuse_pickles(folder: Path, names: Collection[str], place: str) -> None:
    for name in names:
        with (folder / name).open("rb") as stream:
            start = stream.read(4)
        if PurePosixPath(name).suffix in _PICKLED_SUFFIXES or start.startswith(_PICKLED_STARTS):
            raise refused("a pickled file, which is never read", place, name)
