"""Layout: how the page sets a table, so that nothing is said twice beside itself.

Leading columns become headings over their rows, equal names below one another become one cell, and
a mark that all numbers of a row (or of all rows of a name) carry stands once, beside the name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from crosswind.report.table import Table, TableCell

Row = tuple[TableCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidWord:
    """A cell of words with the number of rows it stands for.

    is_name: whether it is in the first column, which stays in view on a small screen.
    """

    text: str
    marks: tuple[str, ...]
    span: int
    is_name: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidNumber:
    """A cell of numbers with the marks that are its own."""

    text: str
    detail: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidRow:
    """One row: the words that begin in it, and its numbers.

    is_first: whether a new name begins, so that a rule is drawn above.
    """

    words: tuple[LaidWord, ...]
    numbers: tuple[LaidNumber, ...]
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Rows under one heading; the heading is empty in a table without."""

    heading: str
    rows: tuple[LaidRow, ...]


def blocks(table: Table) -> tuple[Block, ...]:
    """The table as the page sets it."""

    def heading(row: Row) -> str:
        return " · ".join(filter(None, (cell.text for cell in row[: table.n_heads])))

    return tuple(
        Block(heading=name, rows=tuple(_laid(table, list(rows))))
        for name, rows in groupby(table.rows, key=heading)
    )


def _laid(table: Table, rows: Sequence[Row]) -> Iterator[LaidRow]:
    """Rows of one block, run by run of equal first names."""
    has_names = table.n_words - table.n_heads > 1
    runs = (
        [list(run) for _, run in groupby(rows, key=lambda row: row[table.n_heads].text)]
        if has_names
        else [[row] for row in rows]
    )
    for number, run in enumerate(runs):
        common = [_common(row[table.n_words :]) for row in run]
        shared = _shared([marks for marks in common if marks is not None])
        words = [row[table.n_heads : table.n_words] for row in run]
        for at, row in enumerate(run):
            own = tuple(mark for mark in common[at] or () if mark not in shared)
            yield LaidRow(
                words=tuple(_words(words, at, shared, own)),
                numbers=tuple(_number(cell, common[at] or ()) for cell in row[table.n_words :]),
                is_first=has_names and number > 0 and at == 0,
            )


def _words(
    words: Sequence[Row], at: int, shared: tuple[str, ...], own: tuple[str, ...]
) -> Iterator[LaidWord]:
    """The words that begin in a row of a run; the last column never stands for several rows."""
    last = len(words[at]) - 1
    for column, cell in enumerate(words[at]):
        beginning = [[item.text for item in row[: column + 1]] for row in words]
        if column < last and at and beginning[at] == beginning[at - 1]:
            continue
        span = 1
        while column < last and at + span < len(words) and beginning[at + span] == beginning[at]:
            span += 1
        more = (*(shared if column == 0 else ()), *(own if column == last else ()))
        marks = tuple(dict.fromkeys((*cell.marks, *more)))
        yield LaidWord(text=cell.text, marks=marks, span=span, is_name=column == 0)


def _number(cell: TableCell, said: Sequence[str]) -> LaidNumber:
    marks = tuple(mark for mark in cell.marks if mark not in said)
    return LaidNumber(text=cell.text, detail=cell.detail, marks=marks)


def _common(numbers: Row) -> tuple[str, ...] | None:
    """Marks that every estimate of a row carries; None for a row without estimates."""
    found = [cell.marks for cell in numbers if cell.is_estimate]
    return _shared(found) if found else None


def _shared(found: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What all of them hold, in the order of the first."""
    if not found:
        return ()
    return tuple(mark for mark in found[0] if all(mark in marks for marks in found))
