"""Events: errors at a rate a character of any text, moved to the characters that they can hit.

A rate of 2% means 2 edits in 100 characters whatever the text is made of. So every character draws,
and an event at a space, a digit or a first letter moves to a character close by that can be hit.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.proposals import threshold
from crosswind.noise.stretches import Positions

# First letters of words take this share of the errors of other letters (noise.md 5.4).
_FIRST_LETTER = np.uint64(round(0.35 * 65536))
_SHARE, _16 = np.uint64(0xFFFF), np.uint64(16)
# Steps to the characters close by, nearest first; a column for each of eight turns to begin with.
_REACH = np.array([1, -1, 2, -2, 3, -3, 4, -4], dtype=np.int64)
_TURNED = np.stack([np.roll(_REACH, -turn) for turn in range(len(_REACH))], axis=1)
# How many of them are looked at before the others.
_CLOSE = 3
# Positions whose events compete for one: its own and two neighbors, crowded a little by those that
# moved. Measured on texts of 26 languages, where about four of five characters are letters.
CROWDING = 3.25

Hittable = Callable[[Positions], NDArray[np.bool_]]


def firing_rate(target: float, crowding: float = CROWDING) -> float:
    """The probability of firing that leaves `target` edits a character after competition.

    A site survives if it ranks before its rivals. Of k rivals with probability r each, itself among
    them, (1 - (1 - r)^k) / k of the sites do; the answer solves that for r.

    Args:
        target: edits a character.
        crowding: k. Larger where few characters can be hit, so that many events meet at one: take
            the value at which severity 5 gives its target on ordinary text.
    """
    left = max(1.0 - crowding * target, 0.0)
    # Rounded, so that the last digit of a power never moves a threshold between platforms.
    rate: float = 1.0 - left ** (1.0 / crowding)
    return round(rate, 9)


def events(
    columns: Columns, rate: float, can_hit: Hittable, *, spare_first: bool = True
) -> tuple[Positions, NDArray[np.uint32]]:
    """Positions that are hit, and the ranks of the events, in the order of the events.

    The draw of a position, and where its event moves, never depend on the rate.

    Args:
        columns: the texts.
        rate: probability of firing of each character, see `firing_rate`.
        can_hit: whether the mechanism could act at each of some positions.
        spare_first: whether first letters of words are hit less often.
    """
    limit = min(threshold(rate), 0xFFFFFFFF)
    fired = (columns.draws < np.uint32(limit)).nonzero()[0]
    if len(fired) == 0:
        return fired, fired.astype(np.uint32)
    target = _targets(columns, fired, can_hit, spare_first=spare_first)
    hit = (target >= 0).nonzero()[0]
    return target[hit], columns.draws[fired[hit]]


def _targets(
    columns: Columns, fired: Positions, can_hit: Hittable, *, spare_first: bool
) -> Positions:
    """What each event hits: its own position, or one close by in its cell, or -1."""
    draws = columns.stream(fired, 1)
    eligible = can_hit(fired)
    stays = eligible
    if spare_first:
        lucky = (draws & _SHARE) < _FIRST_LETTER
        stays = eligible & (lucky | columns.follows_letter[fired])
    target = np.where(stays, fired, -1)
    moves = (~stays).nonzero()[0]
    if len(moves):
        turned = _TURNED.take((draws[moves] >> _16).astype(np.int64) & 7, axis=1)
        from_ = fired[moves]
        close = turned[:_CLOSE]
        near, good, best = _close_by(columns, from_, close, can_hit, spare_first=spare_first)
        found = _first(best, near)
        stuck = (found < 0).nonzero()[0]
        if len(stuck):
            # Not so close: most events need not look that far.
            from_ = from_[stuck]
            far = turned.take(stuck, axis=1)
            near, good, best = _close_by(columns, from_, far, can_hit, spare_first=spare_first)
            # Or nowhere else to go: a word of one letter, or the first letter of a short one.
            here = np.where(eligible[moves[stuck]], from_, _first(good, near))
            found[stuck] = np.where(best.any(axis=0), _first(best, near), here)
        target[moves] = found
    if len(columns.protected):
        target[columns.is_protected(fired)] = -1
    return target


def _close_by(
    columns: Columns,
    from_: Positions,
    steps: Positions,
    can_hit: Hittable,
    *,
    spare_first: bool,
) -> tuple[Positions, NDArray[np.bool_], NDArray[np.bool_]]:
    """`[step, event]`: positions of the same cell, whether each can be hit, and is no first letter.

    Where first letters are not spared, the last two are the same.
    """
    low, high = columns.cell_bounds(from_)
    near = from_ + steps
    within = (near >= low) & (near < high)
    near = np.where(within, near, from_)
    good = within & can_hit(near)
    if len(columns.protected):
        good &= ~columns.is_protected(near)
    return near, good, good & columns.follows_letter.take(near) if spare_first else good


def _first(fits: NDArray[np.bool_], values: Positions) -> Positions:
    """In each column the first value that fits, or -1."""
    row, column = fits.argmax(axis=0), np.arange(fits.shape[1])
    return np.where(fits[row, column], values[row, column], -1)
