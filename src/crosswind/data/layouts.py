"""Readers of the common file layouts. Each gives rows with their place, and never drops one."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json_lines, read_lines

_NO_TAGS = (
    "Test files of the benchmark may come without tags: evaluate on the validation split, or get "
    "a test file that has them."
)
_NO_LABELS = (
    "Test files may come without labels: take the file of another split, or get its labels."
)


def read_columns(
    path: Path, columns: Sequence[str], *, has_header: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, column -> text) of each line of a tab-separated file. No quoting: a quote is text.

    Args:
        path: the file.
        columns: names of the columns, in the file's order.
        has_header: the first line names the columns; it must name these.

    Raises:
        DataError: if a line has another number of columns, or the header other names.
    """
    for number, line in enumerate(read_lines(path), start=1):
        place, cells = f"{path}:{number}", line.split("\t")
        if has_header and number == 1:
            if cells != list(columns):
                raise DataError("wrong header", place=place, value=cells, allowed=columns)
            continue
        if len(cells) != len(columns):
            raise _wrong_number(place, line, cells, columns)
        yield place, dict(zip(columns, cells, strict=True))


def read_headed(
    path: Path, wanted: Sequence[str], *, keep_short: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, wanted column -> text) of each line of a tab-separated file whose header names more.

    No quoting: a quote is text. A byte order mark before the header is no part of it.

    Args:
        path: the file.
        wanted: names of the columns that are read; the header may name others, in any order.
        keep_short: a line with too few columns gives no columns at all, for releases whose lines
            are broken in places; else it is refused.

    Raises:
        DataError: if the header lacks a column, or a line has another number of columns than it.
    """
    lines = read_lines(path)
    header = lines[0].removeprefix("\ufeff").split("\t") if lines else []
    if not set(wanted) <= set(header):
        raise DataError(
            "wrong header",
            place=f"{path}:1",
            value=header,
            allowed=f"a header that names {', '.join(wanted)}",
            action=_NO_LABELS,
        )
    for number, line in enumerate(lines[1:], start=2):
        place, cells = f"{path}:{number}", line.split("\t")
        if keep_short and len(cells) < len(header):
            yield place, {}
            continue
        if len(cells) != len(header):
            raise _wrong_number(place, line, cells, header)
        row = dict(zip(header, cells, strict=True))
        yield place, {name: row[name] for name in wanted}


def read_fields(
    path: Path, fields: Sequence[str], *, only: bool = False
) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, field -> text) of each line of a JSON-lines file.

    Args:
        path: the file.
        fields: keys that every object must have, with texts as values.
        only: refuse further keys.

    Raises:
        DataError: if a line is no such object.
    """
    for place, value in read_objects(path):
        extra = sorted(set(value) - set(fields)) if only else []
        wrong = [name for name in fields if not isinstance(value.get(name), str)]
        if wrong or extra:
            raise DataError(
                "a key is missing, unknown or no text",
                place=place,
                value=(wrong or extra)[0],
                allowed=fields,
            )
        yield place, {name: value[name] for name in fields}


def read_objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, object) of each line of a JSON-lines file; empty lines are passed over.

    Raises:
        DataError: if a line is no JSON object.
    """
    for number, value in read_json_lines(path):
        place = f"{path}:{number}"
        if not isinstance(value, dict):
            raise DataError("not a JSON object", place=place, value=value, allowed="an object")
        yield place, value


def read_tagged(path: Path) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """(place, words, tags) of each sentence of a `word<TAB>tag` file with blank lines between.

    Raises:
        DataError: if a line is neither empty nor two columns.
    """
    words: list[str] = []
    tags: list[str] = []
    first = 1
    lines = read_lines(path)
    for number, line in enumerate([*lines, ""], start=1):
        if line == "":
            if words:
                yield f"{path}:{first}", tuple(words), tuple(tags)
            words, tags = [], []
            continue
        cells = line.split("\t")
        if len(cells) != 2 or not cells[0] or not cells[1]:
            raise DataError(
                f"{len(cells)} columns instead of 2" if len(cells) != 2 else "an empty column",
                place=f"{path}:{number}",
                value=line[:120],
                allowed="word, a tab, tag; a blank line between sentences",
                action=_NO_TAGS if len(cells) == 1 else "",
            )
        if not words:
            first = number
        words.append(cells[0])
        tags.append(cells[1])


def read_parallel(first: Path, second: Path) -> Iterator[tuple[str, str, str]]:
    """(place in the first file, its line, the same line of the second file).

    Raises:
        DataError: if one file has more lines than the other.
    """
    left, right = read_lines(first), read_lines(second)
    if len(left) != len(right):
        shorter, longer = (first, second) if len(left) < len(right) else (second, first)
        raise DataError(
            f"the file ends before its partner {longer.name}",
            place=f"{shorter}:{min(len(left), len(right))}",
            value=f"{min(len(left), len(right))} lines",
            allowed=f"{max(len(left), len(right))} lines, one for each line of {longer}",
            action="Download both files again.",
        )
    for number, (one, other) in enumerate(zip(left, right, strict=True), start=1):
        yield f"{first}:{number}", one, other


def _wrong_number(place: str, line: str, cells: Sequence[str], columns: Sequence[str]) -> DataError:
    return DataError(
        f"{len(cells)} columns instead of {len(columns)}",
        place=place,
        value=line[:120],
        allowed=f"{len(columns)} columns with tabs between: {', '.join(columns)}",
        action="Repair the line or download the file again.",
    )
