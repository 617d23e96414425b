"""Files of bitext mining: sentences, candidate pairs with scores, and pairs of ids."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.files import read_text
from crosswind.evaluate.label_files import read_official_lines

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Pairs of ids, source first.

    Attributes:
        lines: pair -> line of its first occurrence, in the order of the file.
        n_doubled: lines that repeat an earlier pair; they count once, as officially.
    """

    lines: dict[Pair, int]
    n_doubled: int


def read_pairs(path: Path) -> Pairs:
    """One pair a line: source id, tab, target id.

    Raises:
        DataError: for a line that is no pair, also an empty one: the official script takes it for a
            pair that is wrong, or right if both files have one.
    """
    lines: dict[Pair, int] = {}
    n_doubled = 0
    for number, line in enumerate(read_official_lines(path), start=1):
        # Ids are compared as they are, as officially: blanks inside a line are part of them.
        source, *rest = line.split("\t")
        if len(rest) != 1 or not source.strip() or not rest[0].strip():
            raise _not_a_row("a pair of ids", "source id, tab, target id", f"{path}:{number}", line)
        pair = source, rest[0]
        n_doubled += pair in lines
        lines.setdefault(pair, number)
    return Pairs(lines=lines, n_doubled=n_doubled)


def read_sentence_ids(path: Path) -> dict[str, str]:
    """Sentence -> id; a sentence that stands under several ids belongs to none.

    Raises:
        DataError: for a line that is not an id, a tab and a sentence, or an id that occurs twice.
    """
    ids: dict[str, str] = {}
    lines: dict[str, int] = {}
    repeated = set()
    for number, line in _rows(path):
        name, _, sentence = (part.strip() for part in line.partition("\t"))
        if not name or not sentence:
            raise _not_a_row("a sentence", "id, tab, sentence", f"{path}:{number}", line)
        if name in lines:
            raise DataError(
                f"an id that already stands in line {lines[name]}",
                place=f"{path}:{number}",
                value=name,
                allowed="each id once",
                action="Check that the file is one part of one language.",
            )
        lines[name] = number
        if sentence in ids:
            repeated.add(sentence)
        ids.setdefault(sentence, name)
    return {text: name for text, name in ids.items() if text not in repeated}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A scored pair of sentences; `place` is where it was read."""

    score: float
    source: str
    target: str
    place: str


def read_candidates(path: Path) -> list[Candidate]:
    """One candidate a line: score, tab, source sentence, tab, target sentence.

    Raises:
        DataError: for another number of columns, or a score that is no finite number.
    """
    found = []
    for number, line in _rows(path):
        columns: Sequence[str] = line.split("\t")
        score = _finite(columns[0])
        if len(columns) != 3 or score is None:
            allowed = "score, tab, source sentence, tab, target sentence"
            raise _not_a_row("a candidate", allowed, f"{path}:{number}", line)
        source, target = columns[1].strip(), columns[2].strip()
        place = f"{path}:{number}"
        found.append(Candidate(score=score, source=source, target=target, place=place))
    return found


def _rows(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that end with LF or CRLF; blanks inside are kept, since columns may be empty."""
    lines = read_text(path).split("\n")
    if lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        yield number, line.removesuffix("\r")


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _not_a_row(noun: str, allowed: str, place: str, value: str) -> DataError:
    return DataError(
        f"not {noun}",
        place=place,
        value=value,
        allowed=f"{allowed}, one a line",
        action="Check that the file is of this task and in the official layout.",
    )
