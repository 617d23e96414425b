"""Label files in the benchmarks' official layouts."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.files import read_text
from crosswind.evaluate.json_files import read_strict_json_lines

# Rows are counted with fewer digits than this.
_LONGEST_NUMBER = 9


def read_official_lines(path: Path) -> list[str]:
    """Lines as the official scripts see them: ended by LF, CRLF or a lone CR, blanks stripped."""
    lines = read_text(path).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[-1] == "":
        lines.pop()
    return [line.strip() for line in lines]


def read_row_numbers(path: Path) -> list[str]:
    """One row number a line, as text without leading zeros: the official script compares texts.

    Raises:
        DataError: for anything else, such as the official retrieval script's `[12]`.
    """
    numbers = read_official_lines(path)
    for number, line in enumerate(numbers, start=1):
        if not (line.isascii() and line.isdigit()) or _row_number(line) != line:
            bare = line.strip("[]()+ ")
            raise DataError(
                "not a row number",
                place=f"{path}:{number}",
                value=line,
                allowed="whole numbers from 0, one a line",
                nearest=_row_number(bare) if bare.isascii() and bare.isdigit() else "",
                action="Write the bare row number of the nearest neighbor.",
            )
    return numbers


def read_json_labels(path: Path) -> list[Hashable]:
    """The label of each JSON line, as a JSON value; blank lines are no rows.

    It stands in the field `label` (COPA and XCOPA), or as a letter in the field `correct` (SIQA),
    where A is 0.

    Raises:
        DataError: for a line without it.
    """
    labels: list[Hashable] = []
    for number, row in read_strict_json_lines(path):
        label = _label_of(row) if isinstance(row, dict) else None
        if not isinstance(label, str | int | float):
            raise DataError(
                "a line without a label",
                place=f"{path}:{number}",
                value=row,
                allowed='one JSON object a line with a field "label"',
                nearest="label" if isinstance(row, dict) and nearest_match("label", row) else "",
                action='Write lines such as {"label": 0}.',
            )
        labels.append(label)
    return labels


def _label_of(row: dict[str, Any]) -> Any:
    if "label" in row:
        return row["label"]
    letter = row.get("correct")
    return "ABC".index(letter) if letter in ("A", "B", "C") else None


# Tags of each sentence with the line on which it starts.
TaggedSentences = list[tuple[int, list[str]]]


def read_tags(path: Path) -> TaggedSentences:
    """One tag a line, with the line on which each sentence starts.

    Every empty line ends a sentence, so two in a row make an empty one, as officially.
    """
    sentences: TaggedSentences = []
    tags: list[str] = []
    first = 1
    for number, line in enumerate(read_official_lines(path), start=1):
        if line:
            tags.append(line)
            continue
        sentences.append((first, tags))
        tags, first = [], number + 1
    return [*sentences, (first, tags)] if tags else sentences


def _row_number(digits: str) -> str:
    """Digits without leading zeros; empty if there are too many of them for a row."""
    bare = digits.lstrip("0") or "0"
    return bare if len(bare) <= _LONGEST_NUMBER else ""
