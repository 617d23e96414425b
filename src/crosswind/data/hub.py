"""The hub: parquet files of one commit of a data set's repository. No code of it is ever run.

Files are fetched by `huggingface_hub` and read by pyarrow, not by `datasets`: that would write a
second copy under a name of its own, and the digests in a plan must be of the files that were read.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, MissingDependencyError
from crosswind.core.languages import languages_of
from crosswind.core.registry import load_attribute
from crosswind.data.task import Reading

# In front of the name of a file of the hub, among the names of a task's files.
PREFIX = "hub:"
# Role of the parquet files of a task: a source that has it is read by the hub's reader.
HUB_ROWS = "rows of the hub"
# (place, column -> value) of each row, integers of a label column written as names.
Rows = Iterable[tuple[str, Mapping[str, Any]]]
RowReader = Callable[[Rows, str, str], Reading]

_COMMIT = re.compile(r"[0-9a-f]{40}")
_NAME = re.compile(rf"{PREFIX}(?P<repository>[^@]+)@(?P<commit>[^/]+)/(?P<path>.+)")
_PART = re.compile(r"-\d{5}-of-(?P<total>\d{5})")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubSource:
    """Where a task stands on the hub, and how its rows are read.

    Attributes:
        hub_id: repository of the data set.
        config: folder of a language; may hold `{language}`, or `{first}` and `{second}` of a pair.
        splits: split of the card -> split of the repository; others are not taken from there.
        columns: that are read.
        read: (rows, language, split) -> reading.
        branch: whose newest commit is meant unless one is pinned. "refs/convert/parquet" is where
            the hub puts the parquet form of a repository that has none of its own.
        languages: language -> how the folder is named; empty: by the tag itself.
        label_names: column -> names of its integers, for files that do not say them themselves.
        differs: in what the rows differ from the official files.
    """

    hub_id: str
    config: str
    splits: Mapping[str, str]
    columns: tuple[str, ...]
    read: RowReader
    branch: str = "main"
    languages: Mapping[str, str] = field(default_factory=dict)
    label_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    differs: str = ""

    def patterns(self, language: str, split: str) -> tuple[str, ...]:
        """Names that the files of a split may have, best first; empty if it is not there."""
        names = [self.languages.get(tag, "") for tag in languages_of(language)]
        if not self.languages:
            names = list(languages_of(language))
        if split not in self.splits or not all(names):
            return ()
        folder = self.config.format(language=names[0], first=names[0], second=names[1])
        split_name = self.splits[split]
        return (f"{folder}/{split_name}-*.parquet", f"{folder}/{split_name}/*.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class HubDoor:
    """How the hub is asked for one task.

    Attributes:
        offline: only the local cache is looked into.
        revision: commit, branch or tag; empty for the newest commit of the source's branch.
        is_only_door: files below the data root are passed over, as a plan said.
    """

    offline: bool = True
    revision: str = ""
    is_only_door: bool = False


def is_from_hub(names: Iterable[str]) -> bool:
    """Whether the files of a task, by their names, came from the hub."""
    return any(name.startswith(PREFIX) for name in names)


def planned_door(names: Iterable[str], *, offline: bool) -> HubDoor | None:
    """The door through which a plan found these files; None if it was not the hub's."""
    for name in names:
        found = _NAME.fullmatch(name)
        if found:
            return HubDoor(offline=offline, revision=found["commit"], is_only_door=True)
    return None


def hub_files(source: HubSource, language: str, split: str, door: HubDoor) -> dict[str, Path]:
    """Name -> path of the parquet files of a split, all of one commit.

    A name is `hub:<repository>@<commit>/<path>`, wherever the cache is.

    Raises:
        DataError: if the hub, or the cache, does not have all of them.
        MissingDependencyError: if the package that fetches them is not installed.
    """
    patterns = source.patterns(language, split)
    if not patterns:
        return {}
    revision = door.revision or source.branch
    if _COMMIT.fullmatch(revision) and not door.offline:
        # A commit never changes: what the cache has of it need not be asked for.
        with suppress(DataError):
            return _files(source.hub_id, revision, patterns, offline=True)
    return _files(source.hub_id, revision, patterns, offline=door.offline)


def _files(
    hub_id: str, revision: str, patterns: tuple[str, ...], *, offline: bool
) -> dict[str, Path]:
    folder = _snapshot(hub_id, revision, patterns, offline=offline)
    for pattern in patterns:
        paths = sorted(folder.glob(pattern))
        if paths:
            _check_whole(paths, folder)
            start = f"{PREFIX}{hub_id}@{folder.name}"
            return {f"{start}/{path.relative_to(folder).as_posix()}": path for path in paths}
    raise DataError(
        "the local cache of the hub does not hold the file"
        if offline
        else "the repository on the hub has no such file",
        place=f"{hub_id}@{folder.name}",
        value=patterns[0],
        allowed=patterns,
        action=_how_to_get(hub_id) if offline else "Pin a revision that has it.",
    )


def _snapshot(hub_id: str, revision: str, patterns: tuple[str, ...], *, offline: bool) -> Path:
    """The local folder of a commit, whose name is the commit."""
    try:
        snapshot_download = load_attribute("huggingface_hub:snapshot_download")  # type: ignore[var-annotated]
    except ImportError:
        raise MissingDependencyError.of("huggingface_hub", "hub") from None
    try:
        folder = snapshot_download(
            hub_id,
            repo_type="dataset",
            revision=revision,
            allow_patterns=list(patterns),
            local_files_only=offline,
        )
    except (OSError, ValueError) as error:  # what huggingface_hub derives its errors from
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise DataError(
            "the data set is not in the local cache of the hub"
            if offline
            else f"the hub did not give the data set ({reason})",
            value=f"{hub_id}@{revision}",
            action=_how_to_get(hub_id)
            if offline
            else "Check the connection and the revision that is pinned in data.revisions.",
        ) from error
    return Path(folder)


def _how_to_get(hub_id: str) -> str:
    return f"Plan once with data.offline = false to fetch it from the hub ({hub_id})."


def _check_whole(paths: list[Path], folder: Path) -> None:
    """Refuse a split of which a part is absent, and a link that leaves the repository."""
    # A snapshot is a folder of links into the folder of its repository.
    inside = folder.parents[1].resolve()
    for path in paths:
        if not path.resolve().is_relative_to(inside):
            raise DataError("the file leads out of its folder", place=str(path))
        part = _PART.search(path.name)
        if part and int(part["total"]) != len(paths):
            raise DataError(
                f"{len(paths)} parts of the split instead of {int(part['total'])}",
                place=str(path),
                action="Plan once with data.offline = false to fetch the others.",
            )
