"""Spoiled task files: a reader answers with one clear error, or reads all that is there."""

import random
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from crosswind.core.errors import CrosswindError
from crosswind.core.seeds import derive_seed
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_examples
from crosswind.data.sources import find_sources
from crosswind.data.tagged_files import OF_WORDS
from crosswind.data.task import Part
from crosswind.data.translated import translated_languages
from crosswind.testing.counted_changes import CHANGES
from crosswind.testing.damage import damaged

# Roles of the files whose rows become examples; others hold labels, gold or a pool.
_ROWS = ("text", "source", "target")


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
    """One example set, or pool of candidates, whose files are to be spoiled.

    Attributes:
        task, language, split, part: which.
        files: name relative to the data root -> bytes.
        contents: what is read of the files as they are.
        by_line: names of the files that have a line an example.
    """

    task: str
    language: str
    split: str
    part: Part
    files: Mapping[str, bytes]
    contents: Contents
    by_line: frozenset[str]

    @property
    def name(self) -> str:
        """Task, language, split and part in one word."""
        return f"{self.task}/{self.language}/{self.split}/{self.part}"


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
    """Every split and pool of the benchmark tasks that is below a folder of small files.

    Translations of the user's own are among them.

    Args:
        root: files in the official layouts.
        tasks: names; empty for all.
    """
    for name in tasks or TASKS.names():
        task = TASKS.get(name)
        if task.card.world != "benchmark":
            continue
        translated = [tag for _, tag in translated_languages(task, root)]
        for split in task.card.splits:
            for language in (*task.card.languages, *task.more_languages, *translated):
                if task.files(language, split) or language in translated:
                    yield from _case(name, language, split, "examples", root)
            if task.candidates:
                tags = (
                    (task.candidates.language,)
                    if task.candidates.language
                    else (*task.card.languages, *task.more_languages)
                )
                for language in tags:
                    yield from _case(name, language, split, "candidates", root)


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
    ways = {"damaged": damaged, **CHANGES}
    for number in range(n_files):
        dice = random.Random(derive_seed(seed, "fuzz", case.name, number))
        name = dice.choice(sorted(case.files))
        # Half of the files are damaged in any way, half in one whose effect on the rows is known.
        way = "damaged" if dice.random() < 0.5 else dice.choice(sorted(CHANGES))
        path = scratch / name
        path.write_bytes(ways[way](case.files[name], dice))
        fault = _outcome(case, name, way, scratch, tally)
        path.write_bytes(case.files[name])
        if fault:
            tally.faults.append(f"{case.name} {name} {way} seed {seed} file {number}: {fault}")
    return tally


def _case(name: str, language: str, split: str, part: Part, root: Path) -> Iterator[Case]:
    """The case, if its files are there."""
    try:
        found = find_sources(TASKS.get(name), language, split, root, part=part)
    except CrosswindError:
        return
    files = {key: path.read_bytes() for key, path in found.paths.items()}
    contents = _contents((name, language, split, part), root)
    rows = {path for role in _ROWS for path in found.sources[split].files.get(role, ())}
    total = contents.n_examples + contents.n_left_out
    yield Case(
        task=name,
        language=language,
        split=split,
        part=part,
        files=files,
        contents=contents,
        by_line=frozenset(
            key
            for key, path in found.paths.items()
            if path in rows and files[key].count(b"\n") == total and b"\n\n" not in files[key]
        ),
    )


def _contents(which: tuple[str, str, str, Part], root: Path) -> Contents:
    name, language, split, part = which
    task = TASKS.get(name)
    found = find_sources(task, language, split, root, part=part)
    examples, left_out = read_examples(task, found, language, split, part=part)
    return Contents(
        n_examples=len(examples),
        n_left_out=sum(n for why, n in left_out.items() if not why.startswith(OF_WORDS)),
        n_words=sum(len(example.words) for example in examples),
    )


def _outcome(case: Case, name: str, way: str, root: Path, tally: Tally) -> str:
    """What must not have happened; empty if nothing."""
    try:
        after = _contents((case.task, case.language, case.split, case.part), root)
    except CrosswindError as error:
        tally.n_refused += 1
        named = any(f"{root / file}:" in error.place for file in case.files)
        return "" if named else f"an error without file and line: {error}"
    except Exception:  # noqa: BLE001  any other exception is what is looked for
        return traceback.format_exc(limit=-2)
    tally.n_read += 1
    return count_fault(case, name, way, after)


def count_fault(case: Case, name: str, way: str, after: Contents) -> str:
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
    if change and name in case.by_line and total != before.n_examples + before.n_left_out + change:
        return f"{before} became {after} by {way}"
    return ""
