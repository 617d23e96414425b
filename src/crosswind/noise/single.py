"""One plain text with few edits: what the engine does, without arrays.

Numpy takes about a microsecond an operation however little there is to do, and the engine needs
some eighty of them. `tests/noise/test_single.py` holds both against each other over the catalogue.
"""

from typing import NamedTuple

from crosswind.noise.columns import Columns
from crosswind.noise.edits import Edit, EditList, unedited
from crosswind.noise.proposals import Proposals

# More proposals than this are faster as arrays.
FEW = 48

Flags = tuple[str, ...]


class _Row(NamedTuple):
    """One proposal; `place` is its number, so that equal positions keep their order."""

    low: int
    place: int
    high: int
    start: int
    end: int
    rank: int
    text: str


def is_single(columns: Columns, proposals: Proposals) -> bool:
    """Whether this is one text without spans, protection, words or guard, with few proposals."""
    return (
        len(proposals.low) <= FEW
        and len(columns.starts) == 1
        and columns.is_plain
        and not columns.guarded
        and len(columns.protected) == 0
    )


def settle_one(columns: Columns, proposals: Proposals) -> tuple[str, EditList, Flags]:
    """The new text, its edits, and why some were refused: those of `engine.settle`."""
    text, n = columns.text, columns.n
    rows = _rows(proposals)
    inside = [row for row in rows if row.start >= 0 and max(row.end, row.high + 1) <= n]
    flags: Flags = ("fence",) if len(inside) < len(rows) else ()
    kept = _winners(
        [row for row in inside if text[row.start : row.end] != row.text], proposals.window
    )
    if kept and kept[0].start == 0 and n + sum(map(_growth, kept)) <= 0:
        kept.remove(max(kept, key=_rank))
    if not kept:
        return text, unedited(n), flags
    pieces, position = [], 0
    for row in kept:
        pieces += [text[position : row.start], row.text]
        position = row.end
    pieces.append(text[position:])
    edits = tuple(Edit(row.start, row.end, row.text) for row in kept)
    return "".join(pieces), EditList.later(tuple, (edits,), n), flags


def _rows(proposals: Proposals) -> list[_Row]:
    """The proposals in order of their first positions."""
    pool = proposals.pool
    texts = [
        "".join(map(chr, pool[offset : offset + length].tolist())) if length else ""
        for offset, length in zip(proposals.offset.tolist(), proposals.length.tolist(), strict=True)
    ]
    columns = (proposals.high, proposals.start, proposals.end, proposals.rank)
    low = proposals.low.tolist()
    lists = [column.tolist() for column in columns]
    return sorted(map(_Row, low, range(len(low)), *lists, texts))


def _winners(rows: list[_Row], window: int) -> list[_Row]:
    """The rows that rank before all others in their conflict window."""
    if len(rows) == 1:
        return rows
    lost = set()
    for index, row in enumerate(rows):
        for other in rows[index + 1 :]:
            if other.low - window > row.high:
                break
            if row.rank >= other.rank:
                lost.add(row.place)
            if other.rank >= row.rank:
                lost.add(other.place)
    return [row for row in rows if row.place not in lost] if lost else rows


def _growth(row: _Row) -> int:
    return len(row.text) - (row.end - row.start)


def _rank(row: _Row) -> int:
    return row.rank
