"""Where the files of a task are: below the data root, in an installed package, or on the hub."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from crosswind.core.errors import CrosswindError, DataError, MissingDependencyError
from crosswind.core.files import nearest_file
from crosswind.core.hashing import remembered_file_digest
from crosswind.core.languages import languages_of
from crosswind.data.hub import HUB_ROWS, HubDoor, HubSource, hub_files
from crosswind.data.hub_sources import HUB_SOURCES
from crosswind.data.pool import pool_languages
from crosswind.data.task import ALL, Part, Source, SourceFile, Task, check_language_and_split
from crosswind.data.translated import (
    is_translation,
    moved_names,
    no_translation,
    translated_source,
)

_ROOM = "crosswind"
# "" -> files of a split, language -> files of the candidates of its pool.
Wanted = Mapping[str, Sequence[SourceFile]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The files of one task x language x split.

    Attributes:
        digests: name -> SHA-256. A name is relative to the data root, or "package:name", or
            "hub:repository@commit/name"; never a place on this machine.
        paths: name -> path on this machine.
        sources: split -> located files; one entry, unless the split "all" was asked for.
    """

    digests: dict[str, str]
    paths: dict[str, Path]
    sources: dict[str, Source]


def find_sources(
    task: Task,
    language: str,
    split: str,
    data_root: Path,
    *,
    part: Part = "examples",
    pool: Sequence[str] = (),
    hub: HubDoor | None = None,
) -> Found:
    """Locate and digest the files of a split: below the data root, else on the hub.

    In a language that the release does not have: the user's translations, and what they translate.

    Args:
        task: from the catalogue.
        language: canonical tag, or a pair of them (`de+en`).
        split: a split of the card, or "all": every split that the language has files for.
        data_root: folder of official files.
        part: the examples, or the candidates that they are searched in.
        pool: languages of a shared pool; empty: the examples' own language.
        hub: how the hub is asked; None: not at all.

    Raises:
        DataError: if a file is missing (says which names were looked for, where, and how to get
            them), or if the task does not serve the language or the split.
        MissingDependencyError: if an embedded package is not installed.
    """
    if part == "examples" and is_translation(task, language, split):
        return _translated(task, language, split, data_root)
    check_language_and_split(task, language, split, part=part)
    splits = _wanted_by_split(task, language, split, part, pool)
    if hub is not None and hub.is_only_door:
        return _from_hub(task, language, tuple(splits), hub, None)
    # Candidates are never on the hub.
    return _released(task, language, splits, data_root, hub if part == "examples" else None)


def _translated(task: Task, language: str, split: str, data_root: Path) -> Found:
    """The user's translation of the files that are there in the task's own language."""
    wanted = _wanted_by_split(task, task.card.source_language, split, "examples", ())
    originals = _from_files(task, wanted, data_root)
    paths: dict[str, Path] = {}
    sources: dict[str, Source] = {}
    looked_for: dict[str, str] = {}
    for part, original in originals.sources.items():
        moved = moved_names(task, language, part, original, originals.paths)
        if all((data_root / name).is_file() for name in moved):
            sources[part], used = translated_source(original, moved, originals.paths, data_root)
            paths |= used
        else:
            looked_for |= moved
    if not sources:
        raise no_translation(task, language, data_root, looked_for)
    return _found(paths, sources)


def _released(
    task: Task, language: str, splits: Mapping[str, Wanted], data_root: Path, hub: HubDoor | None
) -> Found:
    """The files of a release: below the data root, else on the hub if it is asked."""
    try:
        return _from_files(task, splits, data_root)
    except DataError as error:
        if hub is None:
            raise
        return _from_hub(task, language, tuple(splits), hub, error)


def _wanted_by_split(
    task: Task, language: str, split: str, part: Part, pool: Sequence[str]
) -> dict[str, Wanted]:
    """Split -> "" -> its files, and language -> files of the candidates of its pool."""
    searched = pool_languages(task, language, pool) if part == "examples" else ()
    found: dict[str, Wanted] = {}
    for name in task.card.splits if split == ALL else (split,):
        files = _wanted(task, language, name, part)
        if files:
            pools = {tag: _wanted(task, tag, name, "candidates") for tag in searched}
            found[name] = {"": files, **pools}
    if not found:
        raise _no_such_split(task, language, split)
    return found


def _from_files(task: Task, splits: Mapping[str, Wanted], data_root: Path) -> Found:
    """The splits whose files are all there; if there is none, the error of the first."""
    names: dict[str, Path] = {}
    sources: dict[str, Source] = {}
    errors: list[DataError] = []
    for split, wanted in splits.items():
        try:
            sources[split], paths = _located(wanted, task, data_root)
            names.update(paths)
        except DataError as error:
            errors.append(error)
    if not sources:
        raise errors[0]
    return _found(names, sources)


def _found(names: dict[str, Path], sources: dict[str, Source]) -> Found:
    return Found(
        digests={name: remembered_file_digest(path) for name, path in sorted(names.items())},
        paths=dict(sorted(names.items())),
        sources=sources,
    )


def _located(wanted: Wanted, task: Task, data_root: Path) -> tuple[Source, dict[str, Path]]:
    """The files of a split by role, with those of its pool, and all of them by name."""
    names: dict[str, Path] = {}
    sources: dict[str, Source] = {}
    for language, items in wanted.items():
        located = {item.role: _locate(item, task, data_root) for item in items}
        names.update(pair for pairs in located.values() for pair in pairs)
        sources[language] = Source(
            files={
                role: tuple(path for _, path in pairs) for role, pairs in located.items() if pairs
            }
        )
    return replace(sources.pop(""), pool=sources), names


def _from_hub(
    task: Task, language: str, splits: Sequence[str], hub: HubDoor, missing: DataError | None
) -> Found:
    source = HUB_SOURCES.get(task.card.name)
    names: dict[str, Path] = {}
    sources: dict[str, Source] = {}
    try:
        for split in splits:
            files = _hub_roles(task, source, language, split, hub) if source else {}
            if files:
                names.update(pair for found in files.values() for pair in found.items())
                roles = {role: tuple(found.values()) for role, found in files.items()}
                sources[split] = Source(files=roles)
    except (DataError, MissingDependencyError) as error:
        raise (_nowhere(missing, error) if missing else error) from error
    if not names:
        raise missing or _no_such_split(task, language, splits[0])
    return _found(names, sources)


def _hub_roles(
    task: Task, source: HubSource, language: str, split: str, hub: HubDoor
) -> dict[str, dict[str, Path]]:
    """Role -> files of the hub; empty unless every language has some."""
    first, second = languages_of(language)
    if first == second or task.has_pair_files:
        wanted = {HUB_ROWS: language}
    else:
        wanted = {HUB_ROWS: first, second_role(HUB_ROWS): second}
    found = {role: hub_files(source, tag, split, hub) for role, tag in wanted.items()}
    return found if all(found.values()) else {}


def _wanted(task: Task, language: str, split: str, part: Part) -> tuple[SourceFile, ...]:
    """Files of one language, or of both languages of a pair that is joined from them."""
    if part == "candidates":
        check_language_and_split(task, language, split, part=part)
        assert task.candidates is not None, f"{task.card.name} has no candidates"
        return task.candidates.files(language, split)
    first, second = languages_of(language)
    if first == second or task.has_pair_files:
        return task.files(language, split)
    one, other = task.files(first, split), task.files(second, split)
    return (*one, *(replace(item, role=second_role(item.role)) for item in other))


def second_role(role: str) -> str:
    """Role of a file of the second language of a pair."""
    return f"second {role}"


def _locate(item: SourceFile, task: Task, data_root: Path) -> list[tuple[str, Path]]:
    """(name, path) of each match of the first pattern that matches anything."""
    root, prefix = _root(item, data_root)
    for pattern in item.patterns:
        matches = sorted(_matches(root, pattern))
        if matches:
            return [(f"{prefix}{name}", path) for name, path in matches]
    if item.is_optional:
        return []
    raise _not_found(item, task, root)


def _root(item: SourceFile, data_root: Path) -> tuple[Path, str]:
    if not item.package:
        return data_root, ""
    if item.package == _ROOM:
        return Path(__file__).parent, f"{_ROOM}:"
    return Path(str(_package(item.package).locate_file(""))), f"{item.package}:"


@lru_cache(maxsize=16)
def _package(name: str) -> Distribution:
    # `Distribution.files` would parse the whole list of a package's files; its root suffices.
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise MissingDependencyError.of(name, "embedded") from error


def _matches(root: Path, pattern: str) -> Iterator[tuple[str, Path]]:
    if "*" not in pattern:
        path = root / pattern
        if path.is_file():
            yield pattern, path
        return
    folder, _, name = pattern.rpartition("/")
    for path in (root / folder).glob(name):
        if path.is_file():
            yield f"{folder}/{path.name}" if folder else path.name, path


def _not_found(item: SourceFile, task: Task, root: Path) -> DataError:
    folder = (root / item.patterns[0]).parent
    present = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    wanted = Path(item.patterns[0]).name
    if item.package:
        how = f"Install the package '{item.package}' again: its file is missing."
    else:
        origin = item.get_it or task.card.source or "See the task's card."
        how = f"Get it: {origin} Then set data.root to the folder that holds it."
    return DataError(
        f"a file of the task '{task.card.name}' is missing",
        place=str(root),
        value=item.patterns[0],
        allowed=[str(root / pattern) for pattern in item.patterns],
        nearest=nearest_file(wanted, present),
        action=how,
    )


def _nowhere(missing: DataError, hub: CrosswindError) -> DataError:
    """A file that is neither below the data root nor on the hub: both doors in one error."""
    return DataError(
        f"{missing.problem}, and {hub.problem}",
        place=missing.place,
        value=missing.value,
        allowed=", or ".join(filter(None, (missing.allowed, str(hub.value or hub.place)))),
        nearest=missing.nearest,
        action=f"{missing.action} {hub.action}".strip(),
    )


def _no_such_split(task: Task, language: str, split: str) -> DataError:
    card = task.card
    served = [part for part in card.splits if task.files(language, part)]
    return DataError(
        f"the task '{card.name}' has no split '{split}' in the language '{language}'",
        value=split,
        allowed=(*served, ALL),
        action=f"Its labelled training text is in '{card.source_language}'.",
    )
