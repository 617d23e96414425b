"""Label files in the benchmarks' official layouts."""

from collections.abc import Hashable
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.files import read_json_lines, read_lines


def read_labels(path: Path) -> list[str]:
    """One label a line, without blanks around it; an empty line is an empty label."""
    return [line.strip() for line in read_lines(path)]


def read_row_numbers(path: Path) -> list[int]:
    """One row number a line.

    Raises:
        DataError: for anything but a whole number, such as the official script's `[12]`.
    """
    numbers = []
    for number, line in enumerate(read_labels(path), start=1):
        if not (line.isascii() and line.isdigit()):
            raise DataError(
                "not a row number",
                place=f"{path}:{number}",
                value=line,
                allowed="whole numbers from 0, one a line",
                nearest=line.strip("[]() ") if line.strip("[]() ").isdigit() else "",
                action="Write the bare row number of the nearest neighbor.",
            )
        numbers.append(int(line))
    return numbers


def read_json_labels(path: Path) -> list[Hashable]:
    """The field `label` of each JSON line, as a JSON value.

    Raises:
        DataError: for a line without it.
    """
    labels: list[Hashable] = []
    for number, row in read_json_lines(path):
        if not isinstance(row, dict) or not isinstance(row.get("label"), str | int | float):
            raise DataError(
                "a line without a label",
                place=f"{path}:{number}",
                value=row,
                allowed='one JSON object a line with a field "label"',
                nearest="label" if isinstance(row, dict) and nearest_match("label", row) else "",
                action='Write lines such as {"label": 0}.',
            )
        labels.append(row["label"])
    return labels


# Tags of each sentence with the line on which it starts.
TaggedSentences = list[tuple[int, list[str]]]


def read_tags(path: Path) -> TaggedSentences:
    """One tag a line, with the line on which each sentence starts.

    Every empty line ends a sentence, so two in a row make an empty one, as officially.
    """
    sentences: TaggedSentences = []
    tags: list[str] = []
    first = 1
    for number, line in enumerate(read_labels(path), start=1):
        if line:
            tags.append(line)
            continue
        sentences.append((first, tags))
        tags, first = [], number + 1
    return [*sentences, (first, tags)] if tags else sentences
