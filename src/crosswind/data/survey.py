"""What of a task is below a data root: files, examples and left-out rows, language by language."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path

from crosswind.core.errors import CrosswindError
from crosswind.core.languages import pair_label
from crosswind.data.describe import Description, describe
from crosswind.data.hub import HubDoor
from crosswind.data.sources import Found, find_sources
from crosswind.data.task import Task
from crosswind.data.translated import is_translation, translated_languages
from crosswind.records.example import Example

# `load.read_examples`, handed in: it needs pyarrow, and files can be found without.
Counting = Callable[[Task, Found, str, str], tuple[list[Example], Mapping[str, int]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitSurvey:
    """One split in one language.

    Attributes:
        language, split: which; the language may be a pair (`de+en`).
        files: names relative to the data root, or "package:name", or "hub:repository@commit/name";
            empty if one is missing.
        n_examples: examples that the reader gives; None if they were not read.
        description: counts, lengths and labels of the examples; None unless asked for.
        left_out: reason -> how many the reader left out.
        missing: the first file that was looked for in vain, or the package that is not installed.
        problem: what is wrong with a file that is there.
    """

    language: str
    split: str
    files: tuple[str, ...] = ()
    n_examples: int | None = None
    description: Description | None = None
    left_out: Mapping[str, int] = field(default_factory=dict)
    missing: str = ""
    problem: str = ""


def survey(
    task: Task, data_root: Path, read: Counting | None, *, is_described: bool = False
) -> Iterator[SplitSurvey]:
    """Every split of the task, in the order of the card.

    Languages beyond the card's list, pairs of languages with files of their own, and languages that
    the user translated the task to, come last and only where they have files.

    Args:
        task: from the catalogue.
        data_root: folder of official files.
        read: gives the checked examples; None: files are found and not read.
        is_described: whether the examples are described too.
    """
    listed = task.card.languages
    pairs = permutations(listed, 2) if task.has_pair_files else ()
    more = (*task.more_languages, *(pair_label(first, second) for first, second in pairs))
    translated = dict(translated_languages(task, data_root))
    ours = [tag for folder, tag in translated.items() if tag == folder]
    yield from (_misnamed(folder, tag) for folder, tag in translated.items() if tag != folder)
    for language in dict.fromkeys((*listed, *more, *ours)):
        for split in task.card.splits:
            is_ours = language in ours and is_translation(task, language, split)
            if not (is_ours or task.files(language, split)):
                continue
            found = _split(task, language, split, data_root)
            if isinstance(found, SplitSurvey):
                if language in listed:
                    yield found
            elif read is None:
                yield SplitSurvey(language=language, split=split, files=tuple(found.digests))
            else:
                yield _read(task, found, (language, split), read, is_described=is_described)


def _misnamed(folder: str, tag: str) -> SplitSurvey:
    """A folder of translations that no language is read from."""
    problem = f"the folder of translations '{folder}' is not named by a language tag"
    return SplitSurvey(
        language=folder, split="", problem=f"{problem}: rename it to '{tag}'." if tag else problem
    )


def _split(task: Task, language: str, split: str, data_root: Path) -> Found | SplitSurvey:
    """The files of a split, those of the hub where its local cache has them, or what is missing."""
    try:
        return find_sources(task, language, split, data_root, hub=HubDoor())
    except CrosswindError as error:
        missing = str(error.value or error.problem)
        return SplitSurvey(language=language, split=split, missing=missing)


def _read(
    task: Task, found: Found, which: tuple[str, str], read: Counting, *, is_described: bool
) -> SplitSurvey:
    language, split = which
    files = tuple(found.digests)
    try:
        examples, left_out = read(task, found, language, split)
    except CrosswindError as error:
        return SplitSurvey(language=language, split=split, files=files, problem=error.sentence())
    return SplitSurvey(
        language=language,
        split=split,
        files=files,
        n_examples=len(examples),
        description=describe(examples) if is_described else None,
        left_out=left_out,
    )
