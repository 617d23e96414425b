"""Alignment of a right and a wrong word: which letter operations lie between them.

Optimal string alignment: the fewest substitutions, deletions, insertions and swaps of neighbors,
where no letter takes part in two operations.
"""

from typing import Literal, NamedTuple

Kind = Literal["substitute", "delete", "insert", "transpose"]
KINDS: tuple[Kind, ...] = ("substitute", "delete", "insert", "transpose")


class Operation(NamedTuple):
    """One operation on the right word.

    Attributes:
        kind: what happened.
        at: index in the right word; of an insertion, the index it stands before.
        right: letters of the right word; empty for an insertion.
        wrong: what was written instead; empty for a deletion.
        beside: letters of the wrong word before and after an insertion, of the right word before
            and after a deletion; an empty text at the edge of the word.
    """

    kind: Kind
    at: int
    right: str
    wrong: str
    beside: tuple[str, str] = ("", "")


def operations(right: str, wrong: str, *, at_most: int = 10**6) -> list[Operation] | None:
    """The operations from `right` to `wrong` in order; None if there are more than `at_most`.

    Of several shortest alignments one is taken by a fixed rule: common beginnings and ends are
    matched first, then, from the end, a swap, a match or substitution, a deletion, an insertion.
    """
    low, high = _common_edges(right, wrong)
    left, other = right[low : len(right) - high], wrong[low : len(wrong) - high]
    if abs(len(left) - len(other)) > at_most:
        return None
    table = _distances(left, other)
    if table[-1][-1] > at_most:
        return None
    found = []
    i, j = len(left), len(other)
    while i or j:
        kind, di, dj = _last_move(table, left, other, i, j)
        i, j = i - di, j - dj
        if kind is not None:
            found.append(_operation(kind, (right, wrong), (low + i, low + j), (di, dj)))
    return found[::-1]


def _common_edges(right: str, wrong: str) -> tuple[int, int]:
    """Lengths of the common beginning, and of the common end behind it."""
    shorter = min(len(right), len(wrong))
    low = 0
    while low < shorter and right[low] == wrong[low]:
        low += 1
    high = 0
    while high < shorter - low and right[-1 - high] == wrong[-1 - high]:
        high += 1
    return low, high


def _distances(left: str, other: str) -> list[list[int]]:
    """Distance of each beginning of one text from each of the other."""
    table = [list(range(len(other) + 1))]
    for i, one in enumerate(left, start=1):
        row, above = [i], table[-1]
        for j, two in enumerate(other, start=1):
            best = min(above[j - 1] + (one != two), above[j] + 1, row[j - 1] + 1)
            if _is_swap(left, other, i, j):
                best = min(best, table[i - 2][j - 2] + 1)
            row.append(best)
        table.append(row)
    return table


def _is_swap(left: str, other: str, i: int, j: int) -> bool:
    return (
        i > 1
        and j > 1
        and left[i - 1] == other[j - 2]
        and left[i - 2] == other[j - 1]
        and left[i - 1] != left[i - 2]
    )


def _last_move(
    table: list[list[int]], left: str, other: str, i: int, j: int
) -> tuple[Kind | None, int, int]:
    """The last move to a cell, and how many letters of each text it takes; None is a match."""
    here = table[i][j]
    if _is_swap(left, other, i, j) and here == table[i - 2][j - 2] + 1:
        return "transpose", 2, 2
    if i and j and here == table[i - 1][j - 1] + (left[i - 1] != other[j - 1]):
        return (None if left[i - 1] == other[j - 1] else "substitute"), 1, 1
    if i and here == table[i - 1][j] + 1:
        return "delete", 1, 0
    return "insert", 0, 1


def _operation(
    kind: Kind, words: tuple[str, str], at: tuple[int, int], taken: tuple[int, int]
) -> Operation:
    (right, wrong), (i, j), (di, dj) = words, at, taken
    text, place, length = (wrong, j, dj) if kind == "insert" else (right, i, di)
    beside = (text[place - 1 : place] if place else "", text[place + length : place + length + 1])
    return Operation(
        kind=kind,
        at=i,
        right=right[i : i + di],
        wrong=wrong[j : j + dj],
        beside=beside if kind in {"insert", "delete"} else ("", ""),
    )
