"""Spoiled task files: a reader answers with one clear error, or reads all that is there."""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.core.errors import CrosswindError
from crosswind.core.seeds import generator
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.sources import find_sources
from crosswind.data.tagged_files import OF_WORDS
from crosswind.testing.mutations import MUTATIONS


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What was read of a split.

    Attributes:
        n_examples: examples.
        n_left_out: rows that the reader says it left out.
        n_words: words of pre-split sentences.
    """

    n_examples: int
    n_left_out: int
    n_words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One task, language and split whose files are to be spoiled.

    Attributes:
        task, language, split: which.
        files: name relative to the data root -> bytes.
        contents: what is read of the files as they are.
        is_by_line: every file has a line an example, but for a header.
    """

    task: str
    language: str
    split: str
    files: Mapping[str, bytes]
    contents: Contents
    is_by_line: bool

    @property
    def name(self) -> str:
        """Task, language and split in one word."""
        return f"{self.task}/{self.language}/{self.split}"


@dataclass(slots=True)
class Tally:
    """What came of the spoiled files of one case.

    Attributes:
        n_read: files that could be read all the same.
        n_refused: files that met a clear error.
        faults: what must not happen, each with the way to it.
    """

    n_read: int = 0
    n_refused: int = 0
    faults: list[str] = field(default_factory=list)


def cases(root: Path, tasks: Sequence[str] = ()) -> Iterator[Case]:
    """Every split of the benchmark tasks that is below a folder of small files.

    Args:
        root: files of all tasks in the official layouts; a task may have a folder of its own name
            in it that is a root for that task alone.
        tasks: names; empty for all.
    """
    for name in tasks or TASKS.names():
        task = TASKS.get(name)
        if task.card.world != "benchmark":
            continue
        for language in (*task.card.languages, *task.more_languages):
            for split in task.card.splits:
                for folder in (root, root / name):
                    case = _case(name, language, split, folder)
                    if case:
                        yield case
                        break


def fuzz(case: Case, n_files: int, scratch: Path, *, seed: int = 0) -> Tally:
    """Spoil the files of a case again and again, one at a time.

    Args:
        case: what is spoiled.
        n_files: how many spoiled files are read.
        scratch: an empty folder.
        seed: root of the random choices; one number of a file gives one spoiled file.
    """
    for name, payload in case.files.items():
        path = scratch / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(payload)
    tally = Tally()
    names, ways = sorted(case.files), sorted(MUTATIONS)
    for number in range(n_files):
        rng = generator(seed, "fuzz", case.name, number)
        name, way = names[rng.integers(len(names))], ways[rng.integers(len(ways))]
        path = scratch / name
        path.write_bytes(MUTATIONS[way](case.files[name], rng))
        fault = _outcome(case, way, scratch, tally)
        path.write_bytes(case.files[name])
        if fault:
            tally.faults.append(f"{case.name} {name} {way} seed {seed} file {number}: {fault}")
    return tally


def _case(name: str, language: str, split: str, root: Path) -> Case | None:
    task = TASKS.get(name)
    if not task.files(language, split):
        return None
    try:
        found = find_sources(task, language, split, root)
    except CrosswindError:
        return None
    files = {key: path.read_bytes() for key, path in found.paths.items()}
    contents = _contents(name, language, split, root)
    total = contents.n_examples + contents.n_left_out
    counts = {payload.count(b"\n") for payload in files.values()}
    return Case(
        task=name,
        language=language,
        split=split,
        files=files,
        contents=contents,
        is_by_line=counts == {total} and b"\n\n" not in b"".join(files.values()),
    )


def _contents(name: str, language: str, split: str, root: Path) -> Contents:
    task = TASKS.get(name)
    found = find_sources(task, language, split, root)
    examples, left_out = read_examples(task, found, language, split)
    return Contents(
        n_examples=len(examples),
        n_left_out=sum(n for why, n in left_out.items() if not why.startswith(OF_WORDS)),
        n_words=sum(len(example.words) for example in examples),
    )


def _outcome(case: Case, way: str, root: Path, tally: Tally) -> str:
    """What must not have happened; empty if nothing."""
    try:
        after = _contents(case.task, case.language, case.split, root)
    except CrosswindError as error:
        tally.n_refused += 1
        named = any(f"{root / name}:" in error.place for name in case.files)
        return "" if named else f"an error without file and line: {error}"
    except Exception:  # noqa: BLE001  any other exception is what is looked for
        return traceback.format_exc(limit=-2)
    tally.n_read += 1
    return _count_fault(case, way, after)


def _count_fault(case: Case, way: str, after: Contents) -> str:
    """Counts that cannot be, after a change that brings or takes a known number of rows.

    Other letters in the same places take no row away but into `left_out`. A blank line moves no
    word out of a file. Where a line is an example, one line less or more is one example less or
    more. Nothing can be said of the other ways to spoil a file: they may leave another good file.
    """
    before = case.contents
    lost = before.n_examples - after.n_examples
    if way == "letters" and (lost < 0 or lost > after.n_left_out - before.n_left_out):
        return f"{before} became {after} by other letters"
    words_moved = after.n_words != before.n_words
    if way == "blank_line" and words_moved and after.n_left_out == before.n_left_out:
        return f"{before} became {after} by a blank line"
    change = {"line_deleted": -1, "line_doubled": 1}.get(way)
    total = after.n_examples + after.n_left_out
    if change and case.is_by_line and total != before.n_examples + before.n_left_out + change:
        return f"{before} became {after} by {way}"
    return ""
