"""Slips: edits of single letters that happen at a rate a character, one mechanism at a time.

The four mechanisms of `typo`, each by itself. Where a mechanism cannot act, the event moves to a
letter close by, so that each has the rate that it is asked for.
"""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.events import CROWDING, events, firing_rate
from crosswind.noise.keyboards.layouts import hands, layout_of
from crosswind.noise.letter_edits import Sites, sites_at, transposable
from crosswind.noise.letters import LetterTable, letter_table
from crosswind.noise.proposals import Proposals
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import NUKTA, is_word_kind, kinds_of, may_meet

Test = Callable[[Sites], NDArray[np.bool_]]
# Where a letter may be swapped with the one after it: itself first, then close by.
_SHIFTS = np.array([0, -1, 1, -2, 2, -3], dtype=np.int64)
# Share of the swaps that look for two keys of different hands first (declared).
_ALTERNATING = round(0.7 * 65536)


def slips(
    columns: Columns, language: str, strength: float, test: Test, *, crowding: float = CROWDING
) -> tuple[Sites, NDArray[np.uint32]]:
    """Letters that are hit, all of which pass a test, and the ranks of the events.

    Args:
        columns: the texts.
        language: canonical tag.
        strength: edits a character.
        test: whether the mechanism can act at each of some letters.
        crowding: see `firing_rate`.
    """
    table = letter_table(language)

    def can_hit(at: Positions) -> NDArray[np.bool_]:
        flags = table.index(columns.points[at]) >= 0
        flags[flags] = test(sites_at(columns, table, at[flags]))
        return flags

    at, rank = events(columns, firing_rate(strength, crowding), can_hit)
    return sites_at(columns, table, at), rank


def written(
    sites: Sites,
    rank: NDArray[np.uint32],
    start: Positions,
    end: Positions,
    points: NDArray[np.uint32],
) -> Proposals:
    """Proposals to write some code points over a stretch beside each site.

    Args:
        sites: what the edits are about.
        rank: of each.
        start: first position that is replaced.
        end: position after the last; the start, to insert.
        points: `[site, letter]`; zeros are not written.
    """
    width = points.shape[1]
    return Proposals(
        start=start,
        end=end,
        pool=points.ravel(),
        offset=np.arange(0, points.size, width, dtype=np.int64),
        length=(points > 0).sum(axis=1),
        rank=rank,
        low=np.where(start == end, sites.at, start),
        high=np.where(start == end, np.maximum(sites.at, start - 1), end - 1),
        window=1,
        op=np.zeros(len(start), dtype=np.uint8),
    )


def near_keys(sites: Sites) -> tuple[NDArray[np.uint32], NDArray[np.int64]]:
    """`[site, key]`: code points of the keys beside each letter, and weights (0: does not fit)."""
    table = sites.table
    letter = sites.letter[1]
    rows = table.near.rows[table.row[letter]]
    points = table.written(rows, table.upper[letter][:, None])
    kinds = kinds_of(points)
    edges = table.near.edges[table.row[letter]]
    # A nukta would turn the new letter into one that the script does not have.
    bare = sites.kinds[2] != NUKTA
    weights = np.diff(edges, axis=1, prepend=0) * ((points > 0) & bare[:, None])
    weights *= may_meet(sites.kinds[0][:, None], kinds) & may_meet(kinds, sites.kinds[2][:, None])
    return points, weights


def swaps(sites: Sites) -> Positions:
    """Where each letter, or one close by, is swapped with the next one; -1 where nowhere."""
    place = sites.at + _SHIFTS[:, None]
    inside = (place >= sites.low) & (place + 1 < sites.high)
    flat = np.where(inside, place, sites.at).ravel()
    there = sites_at(sites.columns, sites.table, flat)
    possible = inside & (transposable(there) & (flat >= 0)).reshape(place.shape)
    hand = _hands(sites.columns.language)
    one, two = (hand[there.letter[shift]].reshape(place.shape) for shift in (1, 2))
    alternating = possible & (one + two == 1) & (one * two == 0)
    prefers = (sites.draws(30) & np.uint64(0xFFFF)).astype(np.int64) < _ALTERNATING
    wanted = np.where(prefers & alternating.any(axis=0), alternating, possible)
    first, column = wanted.argmax(axis=0), np.arange(len(sites.at))
    return np.where(wanted.any(axis=0), place[first, column], -1)


@lru_cache(maxsize=128)
def _hands(language: str) -> NDArray[np.int64]:
    """Hand of each code point of the letter table (0 left, 1 right, 2 unknown); the last: none."""
    table: LetterTable = letter_table(language)
    known = hands(layout_of(language, script_of(language)) or "us")
    found = [known.get(chr(point), 2) for point in table.lower.tolist()]
    return np.append(np.array(found, dtype=np.int64)[table.row], 2)


def syllable_swaps(sites: Sites) -> Positions:
    """`[start, middle, end; site]`: two neighboring graphemes of a word to swap; -1 where none."""
    columns = sites.columns
    begin, stop = columns.graphemes
    index = begin.searchsorted(sites.at, "right") - 1 + _SHIFTS[:4, None]
    index = np.clip(index, 0, max(len(begin) - 2, 0))
    following = np.minimum(index + 1, len(begin) - 1)
    start, middle, end = begin[index], stop[index], stop[following]
    inside = (start >= sites.low) & (end <= sites.high) & (following > index)
    left = columns.kind_at(start - 1, sites.at)
    right = columns.kind_at(end, sites.at)
    one, two = columns.kinds[start], columns.kinds[begin[following]]
    fits = inside & is_word_kind(one) & is_word_kind(two)
    fits &= may_meet(left, two) & may_meet(columns.kinds[end - 1], one)
    fits &= may_meet(columns.kinds[middle - 1], right)
    first, column = fits.argmax(axis=0), np.arange(len(sites.at))
    found = np.stack([start, middle, end])[:, first, column]
    return np.where(fits.any(axis=0), found, -1)


def rotated(columns: Columns, bounds: Positions) -> NDArray[np.uint32]:
    """`[site, letter]`: the code points of two stretches in the other order, zeros behind."""
    start, middle, end = bounds[:, :, None]
    width = int((end - start).max(initial=1))
    place = np.arange(width)
    source = np.where(place < end - middle, middle + place, start + place - (end - middle))
    points = columns.points[np.minimum(source, columns.n - 1)]
    return np.where(place < end - start, points, 0).astype(np.uint32)
