"""Typing errors of Korean: a wrong key within a syllable, composed anew by the input method."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.events import firing_rate
from crosswind.noise.hangul import FIRST, LAST, method
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import (
    Proposals,
    StringPool,
    Written,
    nothing,
    replace,
    threshold,
)
from crosswind.noise.stretches import Positions, Stretches

# Keys of a syllable on average, and how many errors compete for one: syllables that were composed
# anew together.
_KEYS, _CROWDING = 2.5, 1.3


def supports(language: str) -> Support:
    """Korean in Hangul."""
    if script_of(language) == "Kore":
        return Support(level="full", reason="keys and input method of the 2-beolsik layout")
    return Support(level="unsupported", reason="the script is not composed from Hangul keys")


def _syllables(columns: Columns) -> Positions:
    return np.flatnonzero((columns.points >= FIRST) & (columns.points <= LAST))


def count(columns: Columns, language: str) -> int:
    """Keystrokes of the syllables of the texts."""
    return int(method().n_strokes[columns.points[_syllables(columns)] - FIRST].sum())


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One wrong key for each event, with `strength` for each key of a syllable."""
    at = _syllables(columns)
    keys = method().n_strokes[columns.points[at] - FIRST]
    rate = firing_rate(strength * _KEYS, _CROWDING) / _KEYS
    draws = columns.weighed(at, keys)
    fired = np.flatnonzero(draws < threshold(rate))
    if len(fired) == 0:
        return nothing()
    stretches, texts = _written(columns, at[fired])
    return replace(columns, stretches, texts, strength=rate, draws=draws[fired])


def _written(columns: Columns, at: Positions) -> tuple[Stretches, Written]:
    """What is replaced for each event, and by what."""
    low, high = columns.cell_bounds(at)
    old = np.stack([_beside(columns, at, shift, low, high) for shift in (-1, 0, 1)], axis=1)
    new = _retyped(old, (columns.stream(at, 2) >> np.uint64(1)).astype(np.int64))
    # The syllables side by side, without the places of those that are none.
    begin = at - (old[:, 0] > 0)
    old = np.take_along_axis(old, np.argsort(old == 0, axis=1, kind="stable"), axis=1)
    n_old, n_new = (old > 0).sum(axis=1), (new > 0).sum(axis=1)
    head = _shared(old, new)
    end = _shared(_reversed(old, n_old), _reversed(new, n_new))
    # What is only added is written with the syllable before it, to whose word it belongs.
    head -= (head == n_old) | ((head > 0) & (end >= n_old - head))
    tail = np.maximum(np.minimum(end, np.minimum(n_old - head - 1, n_new - head)), 0)
    offset = np.arange(len(at)) * new.shape[1] + head
    pool = StringPool(new.ravel(), offset, n_new - tail - head)
    return Stretches(begin + head, begin + n_old - tail), pool.rows(np.arange(len(at)))


def _beside(
    columns: Columns, at: Positions, shift: int, low: Positions, high: Positions
) -> NDArray[np.uint32]:
    """The syllable some places on, 0 for what is none: that is not composed anew."""
    there = at + shift
    points = columns.points[np.minimum(np.maximum(there, 0), columns.n - 1)]
    fits = (there >= low) & (there < high) & (points >= FIRST) & (points <= LAST)
    return np.where(fits, points, 0).astype(np.uint32)


def _shared(one: NDArray[np.uint32], other: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Length of what the rows of two arrays of texts begin with alike."""
    width = one.shape[1]
    same = (one == other[:, :width]) & (one > 0)
    length: NDArray[np.int64] = np.where(same.all(axis=1), width, same.argmin(axis=1))
    return length


def _reversed(points: NDArray[np.uint32], lengths: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The rows of an array of texts in the other direction."""
    source = lengths[:, None] - 1 - np.arange(points.shape[1])
    turned = np.take_along_axis(points, np.maximum(source, 0), axis=1)
    return np.where(source >= 0, turned, 0).astype(np.uint32)


def _retyped(old: NDArray[np.uint32], draws: NDArray[np.int64]) -> NDArray[np.uint32]:
    """A syllable and its neighbors as they come out with one wrong key in it, zeros behind."""
    table = method()
    here, count = table.strokes_of(old[:, 1])
    after, _ = table.strokes_of(old[:, 2])
    width, rows = here.shape[1], np.arange(len(old))
    keys = np.concatenate([here, np.full_like(here, len(table.keys))], axis=1)
    for place in range(width):
        keys[rows, count + place] = after[:, place]
    wrong = table.mistyped(keys, draws % count, draws >> 10)
    return table.composed(table.states_of(old[:, 0]), wrong)


PERTURBATION = Perturbation(
    name="hangul_jamo",
    family="input method",
    version=1,
    summary="wrong keys within Korean syllables",
    mechanism=(
        "A syllable is taken apart into the keys of the 2-beolsik layout. One key becomes a "
        "neighboring one or the same with shift (40%), is left out (31%), is followed by itself or "
        "a neighbor (24%), or changes places with the next (5%); then the input method composes "
        "the syllable and its neighbors anew, so that finals move and single letters stay over."
    ),
    unit="keystroke error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "Ladder and shares are those of typing errors in other languages, counted by the key (a "
        "syllable takes about 2.5); no distribution of Korean errors was at hand."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits. Words keep their count, and "
        "answers their borders: nothing is composed across one."
    ),
    example=("ko", "안녕하세요, 오늘 저녁에 학교 앞에서 같이 밥을 먹어요."),
    supports=supports,
    propose=propose,
    count=count,
    tables=("hangul.py",),
)
