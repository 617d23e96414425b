"""Task: a card, the files that serve it, and the function that reads them."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.languages import canonical_language, languages_of
from crosswind.core.registry import load_attribute
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

# Besides the splits of a card: everything that the files of a language hold.
ALL = "all"
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
# What of a split is read: its examples, or the candidates that they are searched in.
Part = Literal["examples", "candidates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFile:
    """One file that a task needs, by the names it may have.

    Attributes:
        role: what the reader calls it: "text", "labels", "source", "target" ...
        patterns: relative names, best first; a name may hold `*`. The first that matches is taken,
            with all its matches in sorted order (a file in parts).
        package: distribution whose installed files are meant; empty: the data root. The name
            "crosswind" means the tables shipped in this room.
        is_optional: may be absent.
        has_text: False for labels, and for a file of which only the presence matters: it serves the
            user's translations as it is.
        get_it: a sentence for the error: where the file comes from.
    """

    role: str
    patterns: tuple[str, ...]
    package: str = ""
    is_optional: bool = False
    has_text: bool = True
    get_it: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The located files of one split: role -> paths, never empty for a required role.

    Attributes:
        files: of the examples, or of the candidates.
        pool: language -> files of the candidates that the examples are searched in; empty for a
            task without candidates, and for candidates themselves.
        original: the files that these are the user's translations of; None for files of a release.
    """

    files: Mapping[str, tuple[Path, ...]]
    pool: Mapping[str, "Source"] = field(default_factory=dict)
    original: "Source | None" = None

    def one(self, role: str) -> Path:
        """The only (or first) file of a role."""
        return self.files[role][0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An example and the place it was read from (`file:line`), for errors."""

    place: str
    example: Example


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader returns: the rows in file order, how many it left out or repaired, and why."""

    rows: Sequence[Placed]
    left_out: Mapping[str, int] = field(default_factory=dict)
    repaired: Mapping[str, int] = field(default_factory=dict)


Reader = Callable[[Source, str, str], Reading]
IdReader = Callable[[Source, str, str], Iterable[str]]
FileTable = Callable[[str, str], tuple[SourceFile, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The pool of a task whose examples are searched in one.

    Attributes:
        files: (language, split) -> files, as of `Task`.
        read: gives examples with an id and texts, and no gold.
        fields: names of their text fields, in the order the encoder reads them.
        is_shared: one pool over all evaluated languages; else each language has its own.
        language: tag under which the one and only pool is loaded, whatever is evaluated; empty for
            a pool in the languages that are evaluated.
        read_ids: the ids alone, where the candidates are too many to be read for a check.
    """

    files: FileTable
    read: str | Reader
    fields: tuple[str, ...]
    is_shared: bool
    language: str = ""
    read_ids: IdReader | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """All that is needed to load a task.

    Attributes:
        card: the facts.
        files: (language, split) -> files; an empty tuple says that the split does not exist in
            this language. Called with the splits of the card only.
        read: (source, language, split) -> reading; "module:function" where the reader needs an
            optional package, so that the planner never imports it.
        more_languages: official languages beyond the card's list, loaded when named.
        candidates: the pool, for the kinds that have one.
        is_open: splits are folders that the user names, languages are files in them: any will do.
        has_pair_files: files and reader take a pair of languages (`de+en`) as they take one
            language; else a pair is joined from the files of both, text by text.
    """

    card: TaskCard
    files: FileTable
    read: str | Reader
    more_languages: tuple[str, ...] = ()
    candidates: Candidates | None = None
    has_pair_files: bool = False
    is_open: bool = False


def files_by_split(table: Mapping[str, Sequence[SourceFile]], *, train: str = "") -> FileTable:
    """A file table from split -> files, whose names may hold `{language}`.

    Args:
        table: split -> files.
        train: the only language that has a train split; empty: every language has it.
    """

    def files(language: str, split: str) -> tuple[SourceFile, ...]:
        if split == "train" and train and language != train:
            return ()
        return tuple(_in_language(item, language) for item in table.get(split, ()))

    return files


def _in_language(item: SourceFile, language: str) -> SourceFile:
    return replace(
        item, patterns=tuple(name.replace("{language}", language) for name in item.patterns)
    )


def reader_of(read: str | Reader) -> Reader:
    """The reader itself, imported if it is named."""
    return load_attribute(read) if isinstance(read, str) else read


def check_language_and_split(
    task: Task, language: str, split: str, *, part: Part = "examples"
) -> None:
    """Refuse a language, a pair of languages (`de+en`) or a split that is not the task's.

    Raises:
        DataError: naming what the card allows.
    """
    card = task.card
    first, second = languages_of(language)
    if task.is_open:
        _check_open(task, language, split)
        return
    if first != second and "generalised" not in card.pairings:
        raise _refused(task, "has texts in one language each", language, card.languages)
    served = (*card.languages, *task.more_languages)
    if part == "candidates" and task.candidates and task.candidates.language:
        served = (task.candidates.language,)
    if not {first, second} <= set(served):
        raise _refused(task, "does not serve this language", language, served)
    # A pool belongs to one split: examples of several could not be searched in any.
    splits = card.splits if task.candidates else (*card.splits, ALL)
    if split not in splits:
        raise _refused(task, "has no such split", split, splits)


def _check_open(task: Task, language: str, split: str) -> None:
    """Names of the user's own: a language tag, and a folder that leads nowhere else."""
    if canonical_language(language, place=task.card.name) != language:
        raise _refused(task, "needs tags as the benchmarks write them", language, ("en", "de"))
    if not _FOLDER.fullmatch(split):
        raise _refused(task, "needs a plain name of a folder", split, ("letters, digits, _ - .",))


def _refused(task: Task, problem: str, value: str, allowed: Sequence[str]) -> DataError:
    return DataError(
        f"the task '{task.card.name}' {problem}",
        value=value,
        allowed=allowed,
        nearest=nearest_match(value, allowed),
        action=f"See `crosswind tasks {task.card.name}`.",
    )
