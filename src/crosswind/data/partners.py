"""Which clean row is a published noisy row the noisy copy of? By likeness, never by position."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Least likeness of a row to its partner, and least lead over the next best one.
LEAST_LIKENESS = 0.6
LEAST_LEAD = 0.05
# Rows that are compared in full, of those that share the most rare trigrams.
_SHORT_LIST = 8
# A trigram in more rows than this, or than this share of the rows, finds nobody.
_COMMON_ROWS = 25
_COMMON_SHARE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What is compared of a row.

    Attributes:
        key: equal for a row and its partner (label, tags).
        texts: its texts, in the order of the fields.
    """

    key: Hashable
    texts: tuple[str, ...]


def find_partners(noisy: Sequence[Row], clean: Sequence[Row]) -> list[int | None]:
    """Index of the clean row of each noisy row, each clean row taken once.

    The likeness of two rows is the mean over their texts of the Dice coefficient of letter
    trigrams, without case and blanks. A row has no partner (None) if no row of its key is like it
    by `LEAST_LIKENESS`, or if another text is nearly as like it. Rows of equal texts are the same
    to every score: they are taken in file order, by the nearest noisy rows first.

    Args:
        noisy: the noisy rows.
        clean: the rows among which their clean forms are.
    """
    return list(_partners(tuple(noisy), tuple(clean)))


# The two splits of a task ask for the same partners, one after the other.
@lru_cache(maxsize=2)
def _partners(noisy: tuple[Row, ...], clean: tuple[Row, ...]) -> tuple[int | None, ...]:
    copies: dict[Row, list[int]] = defaultdict(list)
    for index, row in enumerate(clean):
        copies[row].append(index)
    groups: dict[Hashable, list[Row]] = defaultdict(list)
    for row in copies:
        groups[row.key].append(row)
    indexes = {key: _TrigramIndex(rows) for key, rows in groups.items()}
    claims: dict[Row, list[tuple[float, int]]] = defaultdict(list)
    for number, row in enumerate(noisy):
        found = indexes[row.key].nearest(row) if row.key in indexes else None
        if found:
            claims[found[1]].append((-found[0], number))
    partners: list[int | None] = [None] * len(noisy)
    for row, wanted in claims.items():
        nearest = sorted(sorted(wanted)[: len(copies[row])], key=lambda claim: claim[1])
        for (_, number), index in zip(nearest, copies[row], strict=False):
            partners[number] = index
    return tuple(partners)


def likeness(one: Row, other: Row) -> float:
    """Mean Dice coefficient of the letter trigrams of their texts, from 0 to 1."""
    values = [
        _dice(_trigrams(a), _trigrams(b)) for a, b in zip(one.texts, other.texts, strict=True)
    ]
    return sum(values) / len(values)


class _TrigramIndex:
    """The distinct rows of one key, found by the rare trigrams that they hold."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows
        self._found: dict[tuple[int, str], list[int]] = defaultdict(list)
        for number, row in enumerate(rows):
            for name in _names(row):
                self._found[name].append(number)
        self._limit = max(_COMMON_ROWS, int(_COMMON_SHARE * len(rows)))

    def nearest(self, row: Row) -> tuple[float, Row] | None:
        """The likeness and the row that is most like `row`; None if there is no clear one."""
        shared: Counter[int] = Counter()
        for name in _names(row):
            found = self._found.get(name, ())
            if len(found) <= self._limit:
                shared.update(found)
        short_list = sorted(shared, key=lambda number: (-shared[number], number))[:_SHORT_LIST]
        ranked = sorted(
            ((likeness(row, self._rows[number]), -number) for number in short_list), reverse=True
        )
        if not ranked or ranked[0][0] < LEAST_LIKENESS:
            return None
        if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < LEAST_LEAD:
            return None
        return ranked[0][0], self._rows[-ranked[0][1]]


def _names(row: Row) -> set[tuple[int, str]]:
    """(field number, trigram) of every text."""
    return {(field, name) for field, text in enumerate(row.texts) for name in _trigrams(text)}


@lru_cache(maxsize=512)
def _trigrams(text: str) -> frozenset[str]:
    bare = f"\x02{''.join(text.casefold().split())}\x03"
    return frozenset(bare[start : start + 3] for start in range(max(1, len(bare) - 2)))


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    return 2.0 * len(one & other) / (len(one) + len(other))
