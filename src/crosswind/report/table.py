"""Table: rows of numbers and words, as the page shows them, as CSV and as LaTeX."""

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass, field

from crosswind.records.estimate import Estimate
from crosswind.report.rounding import ABSENT, bracket, points
from crosswind.report.study import interval_of

_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\N{MINUS SIGN}": "$-$",
    "\N{EN DASH}": "--",
    "\n": " ",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell.

    Attributes:
        text: as shown.
        value: the unrounded number of CSV, in the unit of the column; None for words.
        low, high: interval in the same unit, or None.
        detail: small text under the number (the interval as shown), a line a thing.
        marks: badges.
        is_estimate: whether marks could concern it; doses and counts are no estimates.
    """

    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    detail: str = ""
    marks: tuple[str, ...] = ()
    is_estimate: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A captioned table.

    Attributes:
        name: file name without ending; also the id in the page.
        caption: what the rows are, with unit.
        columns: titles; the first is the row's name.
        n_words: how many leading columns hold words; the others hold numbers.
        n_heads: how many of these the page shows as a heading over their rows.
        rows: cells, as many as columns.
        note: how to read it.
    """

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    n_words: int = 1
    n_heads: int = 0
    note: str = field(default="")

    @property
    def marks(self) -> tuple[str, ...]:
        """All marks that occur, sorted."""
        return tuple(sorted({mark for row in self.rows for cell in row for mark in cell.marks}))


def word(text: str, *, marks: tuple[str, ...] = ()) -> TableCell:
    """A cell of words."""
    return TableCell(text=text, marks=marks)


def number(value: float | None, text: str) -> TableCell:
    """A cell with a number that has no interval."""
    return TableCell(text=text, value=value if value is None else float(value))


def estimate_cell(estimate: Estimate | None, *, signed: bool = False) -> TableCell:
    """A cell in percentage points with the interval over items (or else over training again)."""
    if estimate is None:
        return TableCell(text=ABSENT)
    interval = interval_of(estimate, "items")
    seeds = interval_of(estimate, "seeds")
    details = [bracket(interval.low, interval.high)] if interval else []
    if seeds:
        details.append(f"again {bracket(seeds.low, seeds.high)}")
    shown = interval or seeds
    return TableCell(
        text=points(estimate.point, signed=signed),
        value=100 * estimate.point,
        low=100 * shown.low if shown else None,
        high=100 * shown.high if shown else None,
        detail="\n".join(details),
        marks=estimate.marks,
        is_estimate=True,
    )


def bare_cell(estimate: Estimate | None, said: Callable[[float], str]) -> TableCell:
    """An estimate that is no difference of scores (a ratio, a rate), without its interval."""
    if estimate is None:
        return TableCell(text=ABSENT)
    point = estimate.point
    return TableCell(text=said(point), value=point, marks=estimate.marks, is_estimate=True)


def csv_text(table: Table) -> str:
    """RFC 4180 text with unrounded numbers; intervals and marks in columns of their own."""
    ranged = [
        index
        for index in range(len(table.columns))
        if any(row[index].low is not None for row in table.rows)
    ]
    header: list[str] = []
    for index, title in enumerate(table.columns):
        header.append(title)
        header += [f"{title}: low", f"{title}: high"] if index in ranged else []
    lines = [[*map(_safe, header), "marks"]]
    for row in table.rows:
        line: list[str] = []
        for index, cell in enumerate(row):
            line.append(_safe(cell.text) if index < table.n_words else _plain(cell.value))
            line += [_plain(cell.low), _plain(cell.high)] if index in ranged else []
        marks = dict.fromkeys(mark for cell in row for mark in cell.marks)
        lines.append([*line, _safe(" ".join(marks))])
    return csv_lines(lines)


def csv_lines(lines: list[list[str]]) -> str:
    """Rows of text as CSV with LF line ends."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(lines)
    return stream.getvalue()


def tex_text(table: Table) -> str:
    """A `tabular` with the rounded numbers of the page; every special character escaped."""
    n_numbers = len(table.columns) - table.n_words
    layout = "l" * table.n_words + "r" * n_numbers
    head = " & ".join(_tex(title) for title in table.columns)
    body = []
    for row in table.rows:
        cells = (_tex(f"{cell.text} {cell.detail}".strip()) for cell in row)
        body.append(" & ".join(cells) + r" \\")
    comment = " ".join(table.caption.split())
    lines = [f"% {comment}", rf"\begin{{tabular}}{{{layout}}}", r"\hline", head + r" \\", r"\hline"]
    return "\n".join([*lines, *body, r"\hline", r"\end{tabular}", ""])


def _plain(value: float | None) -> str:
    return "" if value is None or not math.isfinite(value) else repr(float(value))


def _safe(text: str) -> str:
    # A spreadsheet takes a cell that begins so for a formula, and text may come from data.
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _tex(text: str) -> str:
    return "".join(_TEX.get(letter, letter) for letter in text)
