"""The four letter operations on columns: what would be written at each site, if anything fits.

Each function looks at all sites at once and answers where its operation is possible there. A result
fits if no grapheme is split, the automaton of `syllables` accepts the new neighbors, and case and
script are kept. Draws come from numbered streams that never see the severity.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.choices import Choices
from crosswind.noise.columns import Columns
from crosswind.noise.keys import event_bases, event_draws
from crosswind.noise.letters import LetterTable
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import IS_ATTACHED, LETTER, NUKTA, kinds_of, may_meet

SUBSTITUTE, DELETE, INSERT, TRANSPOSE = 0, 1, 2, 3
# Where a letter is swapped with the next one: itself first, then close by; where letters carry
# marks, few neighbors can change places, so that it is looked a little further.
NEAR_SWAPS, FURTHER_SWAPS = (0, -1), (0, -1, 1, -2, 2, -3)
ATTEMPTS, TRIES, TURN = 3, 8, 5
_TURNS = (np.arange(TRIES, dtype=np.uint64) * np.uint64(TURN))[:, None]
_BESIDE = np.array([[-1], [0]])
_SHARE, _32 = np.uint64(0xFFFF), np.uint64(32)
# Characters around a site that are looked at, and their places in `Sites.kinds` and `letter`.
_AROUND = np.array([[-1], [0], [1], [2]])


class Sites(NamedTuple):
    """Positions of letters that something happens to, with what is known of them.

    Attributes:
        columns, table: the texts and the letters of their language.
        at: position of each site.
        keys, bases: what its draws come from (`keys`: one for all if there is one text).
        drawn: the draw that decides what happens, if it fits; further attempts draw again.
        bounds: four rows: first position of its text, length of the text, its cell.
        kinds: kind of the characters 1 before, at, 1 after and 2 after; 0 outside the text or word.
        letter: index into the letter table of the same characters; -1 if they have none.
    """

    columns: Columns
    table: LetterTable
    at: Positions
    keys: NDArray[np.uint64]
    bases: NDArray[np.uint64]
    drawn: NDArray[np.uint64]
    bounds: Positions
    kinds: NDArray[np.uint8]
    letter: NDArray[np.int64]

    @property
    def low(self) -> Positions:
        """First position of the cell of each site."""
        found: Positions = self.bounds[2]
        return found

    @property
    def high(self) -> Positions:
        """Position after the last of the cell of each site."""
        found: Positions = self.bounds[3]
        return found

    def where(self, chosen: Positions) -> "Sites":
        """The sites with some numbers."""
        return Sites(
            self.columns,
            self.table,
            self.at.take(chosen),
            self.keys if len(self.keys) == 1 else self.keys.take(chosen),
            self.bases.take(chosen),
            self.drawn.take(chosen),
            # Many times as fast as an index.
            self.bounds.take(chosen, axis=1),
            self.kinds.take(chosen, axis=1),
            self.letter.take(chosen, axis=1),
        )

    def draws(self, stream: int) -> NDArray[np.uint64]:
        """A 64-bit draw for each site."""
        return event_draws(self.keys, self.bases, stream)

    def shares(self, stream: int) -> NDArray[np.int64]:
        """A draw from 0 to 65,535 for each site."""
        return (self.draws(stream) & _SHARE).astype(np.int64)

    @property
    def chances(self) -> NDArray[np.int64]:
        """A draw from 0 to 65,535 for each site, for the choice of its operation."""
        return ((self.drawn >> _32) & _SHARE).astype(np.int64)

    def begins(self, shift: int) -> NDArray[np.bool_]:
        """Whether a grapheme begins `shift` places on; the end of the text counts as one."""
        if not self.columns.has_clusters:
            return np.ones(len(self.at), dtype=np.bool_)
        places = self.at + shift
        _, end = self.columns.unit_bounds(self.at)
        inside = np.minimum(np.maximum(places, 0), self.columns.n - 1)
        return (places >= end) | self.columns.grapheme_starts[inside]


def sites_at(columns: Columns, table: LetterTable, at: Positions) -> Sites:
    """Gather what the operations need to know about some positions."""
    keys, placed = columns.addresses(at)
    bounds = np.empty((4, len(at)), dtype=np.int64)
    unit_low, unit_high = columns.unit_bounds(at)
    if columns.is_plain:
        bounds[0] = bounds[2] = unit_low
        bounds[3] = unit_high
        np.subtract(unit_high, unit_low, out=bounds[1])
    else:
        text = columns.text_of(at)
        bounds[0] = columns.starts[text]
        bounds[1] = np.append(columns.starts, columns.n)[text + 1] - bounds[0]
        bounds[2], bounds[3] = columns.cell_bounds(at)
    places = at + _AROUND
    inside = (places >= unit_low) & (places < unit_high)
    points = columns.points[np.where(inside, places, at)] * inside
    bases = event_bases(keys, placed)
    return Sites(
        columns,
        table,
        at,
        keys,
        bases,
        event_draws(keys, bases, 10),
        bounds,
        kinds_of(points),
        table.index(points),
    )


def substitutes(sites: Sites, choices: Choices, *, or_peers: bool = True) -> NDArray[np.uint32]:
    """The code point to write instead of each letter; 0 where nothing fits.

    Args:
        sites: the letters.
        choices: what is written for each row of the table: `table.slips` for all that happens in
            typing, `table.near` for neighboring keys ...
        or_peers: take a letter of the same class where the choice is none, or does not fit.
    """
    found = _substitute(sites, sites.drawn, choices, or_peers=or_peers)
    for attempt in range(1, ATTEMPTS):
        missed = (found == 0).nonzero()[0]
        if len(missed) == 0:
            break
        again = sites.where(missed)
        found[missed] = _substitute(
            again, again.draws(10 + attempt), None if or_peers else choices, or_peers=or_peers
        )
    return found


def _substitute(
    sites: Sites, draws: NDArray[np.uint64], choices: Choices | None, *, or_peers: bool
) -> NDArray[np.uint32]:
    """One attempt."""
    table = sites.table
    row = table.row[sites.letter[1]]
    if choices is not None:
        picked = choices.pick(row, draws)
        open_ = (picked < 0).nonzero()[0]
        if or_peers and len(open_):
            picked[open_] = _same_class(sites, open_, row[open_], draws[open_])
    else:
        picked = _same_class(sites, slice(None), row, draws)
    points = table.written(picked, table.upper[sites.letter[1]])
    kinds = kinds_of(points)
    fits = (points > 0) & (picked != row)
    fits &= _fits_between(sites.kinds[0], kinds, sites.kinds[2]) & (sites.kinds[2] != NUKTA)
    result: NDArray[np.uint32] = points * fits
    return result


def insertions(sites: Sites) -> tuple[Positions, NDArray[np.uint32]]:
    """Where and what to insert beside each letter; 0 where nothing fits.

    After the letter, or before it where a fence or the rest of its grapheme follows: an insertion
    always lies strictly inside a cell, so that offsets at fences are never ambiguous.
    """
    where = _insertion_places(sites)
    result = np.zeros(len(where), dtype=np.uint32)
    pending = (where >= 0).nonzero()[0]
    for attempt in range(ATTEMPTS):
        if len(pending) == 0:
            break
        some = len(pending) < len(where)
        here, places = (sites.where(pending), where[pending]) if some else (sites, where)
        found = _inserted(here, places, attempt)
        result[pending] = found
        pending = pending[found == 0]
    return where, result


def _insertion_places(sites: Sites) -> Positions:
    """Right after each letter, else right before it, else after its grapheme; -1 if nowhere."""
    after = sites.at + 1 < sites.high
    before = sites.at > sites.low
    if not sites.columns.has_clusters:
        return np.where(after, sites.at + 1, np.where(before, sites.at, -1))
    after &= sites.begins(1)
    before &= sites.begins(0)
    where = np.where(after, sites.at + 1, np.where(before, sites.at, -1))
    for shift in (2, 3):
        fits = (where < 0) & (sites.at + shift < sites.high) & sites.begins(shift)
        where = np.where(fits, sites.at + shift, where)
    return where


def _inserted(sites: Sites, where: Positions, attempt: int) -> NDArray[np.uint32]:
    """One attempt: the letter doubled, a neighboring key, or another letter of the text."""
    table = sites.table
    row = table.row[sites.letter[1]]
    capital = table.upper[sites.letter[:3]]
    draws = sites.drawn if attempt == 0 else sites.draws(20 + attempt)
    if attempt == 0:
        picked = table.extras.pick(row, draws)
        open_ = (picked < 0).nonzero()[0]
        if len(open_):
            picked[open_] = _from_context(sites, open_, row[open_], draws[open_])
    else:
        picked = _from_context(sites, slice(None), row, draws)
    picked = np.where(picked < 0, row, picked)
    points = table.written(picked, capital[1] & (capital[0] | capital[2]))
    kinds = kinds_of(points)
    # The place lies strictly inside the text, so that both neighbors exist.
    left, right = kinds_of(sites.columns.points[where + _BESIDE])
    result: NDArray[np.uint32] = points * _fits_between(left, kinds, right)
    return result


def _fits_between(
    left: NDArray[np.uint8], kinds: NDArray[np.uint8], right: NDArray[np.uint8]
) -> NDArray[np.bool_]:
    return may_meet(left, kinds) & may_meet(kinds, right)


def deletable(sites: Sites) -> NDArray[np.bool_]:
    """Whether each letter can be left out: not alone in its cell, and its marks not orphaned."""
    before, kind, after, _ = sites.kinds
    carries = IS_ATTACHED[after]
    plain_base = ((kind == LETTER) | (sites.at == sites.low)) & carries | (after == NUKTA)
    answer: NDArray[np.bool_] = (sites.high - sites.low > 1) & ~plain_base & may_meet(before, after)
    return answer


def transposable(sites: Sites) -> NDArray[np.bool_]:
    """Whether each letter can change places with the next one, visibly and safely."""
    table = sites.table
    index, other = sites.letter[1], sites.letter[2]
    fits = (sites.at + 1 < sites.high) & (index >= 0) & (other >= 0) & (index != other)
    fits &= table.upper[index] == table.upper[other]
    fits &= sites.begins(0) & sites.begins(1) & sites.begins(2)
    if len(sites.columns.protected):
        fits &= ~sites.columns.is_protected(sites.at) & ~sites.columns.is_protected(sites.at + 1)
    before, one, two, after = sites.kinds
    answer: NDArray[np.bool_] = fits & _fits_between(before, two, one) & may_meet(one, after)
    return answer


def _rows_nearby(
    sites: Sites, chosen: NDArray[Any] | slice, draws: NDArray[np.uint64], count: int
) -> NDArray[np.int64]:
    """`[turn, site]`: rows of letters elsewhere in the text, as frequent as in the language."""
    at, (start, length) = sites.at[chosen], sites.bounds[:2, chosen]
    step = 1 + (draws >> _TURNS[:count]).astype(np.int64) % np.maximum(length - 1, 1)
    points = sites.columns.points[start + (at - start + step) % length]
    rows: NDArray[np.int64] = sites.table.row[sites.table.index(points)]
    return rows


def _from_context(
    sites: Sites,
    chosen: NDArray[Any] | slice,
    row: NDArray[np.int64],
    draws: NDArray[np.uint64],
) -> NDArray[np.int64]:
    """A letter of the text, of the same script as `row`; -1 if it has another."""
    found = _rows_nearby(sites, chosen, draws, 1)[0]
    origin = sites.table.origin
    fits = (found >= 0) & (origin[found] == np.maximum(origin[row], 0))
    return np.where(fits, found, -1)


def _same_class(
    sites: Sites, chosen: NDArray[Any] | slice, row: NDArray[np.int64], draws: NDArray[np.uint64]
) -> NDArray[np.int64]:
    """A letter of the text that is of the same class as `row`, or else any letter of the class."""
    found = _rows_nearby(sites, chosen, draws, TRIES)
    groups = sites.table.group
    fits = (found >= 0) & (groups[found] == groups[row]) & (found != row)
    first, columns = fits.argmax(axis=0), np.arange(len(row))
    return np.where(fits[first, columns], found[first, columns], sites.table.peer(row, draws))
