"""Stretches: where the words and the graphemes of many texts begin and end."""

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.syllables import JOINER, is_word_kind

Positions = NDArray[np.int64]
APOSTROPHES = "'\u2019\u02bc"
_ONE = np.int64(1)
_JOINTS = tuple(np.uint32(ord(mark)) for mark in APOSTROPHES)


class Stretches(NamedTuple):
    """Stretches of the joined texts, in order and apart.

    Attributes:
        start: first position of each.
        end: position after the last of each.
    """

    start: Positions
    end: Positions

    def holding(self, at: Positions) -> Positions:
        """Index of the stretch that holds each position, -1 where none does."""
        if len(self.start) == 0:
            return np.full(at.shape, -1, dtype=np.int64)
        index = np.searchsorted(self.start, at, side="right") - 1
        return np.where((index >= 0) & (at < self.end[index]), index, -1)

    def only(self, kept: NDArray[Any]) -> "Stretches":
        """The stretches that a mask or an index selects."""
        return Stretches(self.start[kept], self.end[kept])

    def texts(self, text: str) -> list[str]:
        """The string under each stretch."""
        pairs = zip(self.start.tolist(), self.end.tolist(), strict=True)
        return [text[start:end] for start, end in pairs]


def word_stretches(
    points: NDArray[np.uint32], kinds: NDArray[np.uint8], unit_starts: Positions
) -> Stretches:
    """Runs of letters and marks, with apostrophes and joiners between letters.

    Scripts without spaces have no such words: there a run is a phrase.

    Args:
        points: code points of all texts.
        kinds: their kinds (see `syllables`).
        unit_starts: where a text or a pre-split word begins; no run goes on there.
    """
    n = len(points)
    if n == 0:
        none = np.zeros(0, dtype=np.int64)
        return Stretches(none, none)
    flags = is_word_kind(kinds)
    begins_unit = np.zeros(n + 1, dtype=np.bool_)
    begins_unit[unit_starts[unit_starts < n]] = True
    begins_unit[n] = True
    joint = kinds == JOINER
    for mark in _JOINTS:
        joint |= points == mark
    inner = joint[1:-1] & flags[:-2] & flags[2:] & ~begins_unit[1:-2] & ~begins_unit[2:-1]
    flags[1:-1] |= inner
    before = np.concatenate([[False], flags[:-1]])
    after = np.concatenate([flags[1:], [False]])
    starts = (flags & (~before | begins_unit[:-1])).nonzero()[0]
    ends = (flags & (~after | begins_unit[1:])).nonzero()[0] + 1
    return Stretches(starts, ends)


def grapheme_stretches(begins: NDArray[np.bool_]) -> Stretches:
    """The graphemes, from the flags of where they begin."""
    starts = begins.nonzero()[0]
    return Stretches(starts, np.append(starts[1:], len(begins)))


def counted(n: int, step: Any = _ONE) -> NDArray[Any]:
    """The first `n` multiples of `step`, in its type; made once for most lengths: read only."""
    return _counter(1 << max(n - 1, 0).bit_length(), step)[:n]


@lru_cache(maxsize=8, typed=True)
def _counter(size: int, step: Any) -> NDArray[Any]:
    found: NDArray[Any] = np.arange(size, dtype=step.dtype) * step
    found.flags.writeable = False
    return found


def spread(lengths: Positions) -> tuple[Positions, Positions]:
    """Index of its stretch, and place in it, for each character of stretches of some lengths."""
    which = counted(len(lengths)).repeat(lengths)
    begin = np.cumsum(lengths) - lengths
    return which, counted(len(which)) - begin.take(which)
