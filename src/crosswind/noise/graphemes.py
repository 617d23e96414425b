"""Grapheme boundaries of many texts at once, by table logic in numpy (UAX 29, GB3 to GB13)."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Classes of the table `grapheme` in characters.json.
CR, LF, CONTROL, EXTEND, ZWJ, REGIONAL, PREPEND, SPACING = 1, 2, 3, 4, 5, 6, 7, 8
JAMO_L, JAMO_V, JAMO_T, JAMO_LV, JAMO_LVT = 9, 10, 11, 12, 13
PICTOGRAPH, CONSONANT, LINKER, EXTEND_BREAKING = 14, 15, 16, 17

_LAST = 0x110000


def _among(*classes: int) -> NDArray[np.bool_]:
    """A table of the classes that are among some: faster than asking numpy each time."""
    table = np.zeros(18, dtype=np.bool_)
    table[list(classes)] = True
    return table


_BREAKS = _among(CR, LF, CONTROL)
_EXTENDS = _among(EXTEND, EXTEND_BREAKING, LINKER, ZWJ, SPACING)
_AFTER_L = _among(JAMO_L, JAMO_V, JAMO_LV, JAMO_LVT)
_WITH_V, _AFTER_V = _among(JAMO_LV, JAMO_V), _among(JAMO_V, JAMO_T)
_WITH_T = _among(JAMO_LVT, JAMO_T)
_BRIDGES_CONJUNCT, _BRIDGES_EMOJI = (
    _among(EXTEND, LINKER, ZWJ),
    _among(EXTEND, EXTEND_BREAKING, LINKER),
)


@lru_cache(maxsize=2)
def character_table(name: str) -> NDArray[np.uint8]:
    """A property of every code point: `grapheme` or `kind` (see `syllables`)."""
    content = json.loads(files("crosswind.noise").joinpath("characters.json").read_bytes())
    runs = np.array(content[name], dtype=np.int64).reshape(-1, 2)
    lengths = np.diff(np.append(runs[:, 0], _LAST))
    table = np.repeat(runs[:, 1].astype(np.uint8), lengths)
    table.flags.writeable = False
    return table


def grapheme_starts(points: NDArray[np.uint32], starts: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether a grapheme begins at each position.

    Args:
        points: code points of all texts, one after the other.
        starts: first position of each text; a grapheme always begins there.
    """
    n = len(points)
    begins = np.ones(n, dtype=np.bool_)
    if n == 0 or (int(points.max()) < 0x300 and not (points == 13).any()):
        return begins
    classes = character_table("grapheme")[points]
    if not classes.any():
        return begins
    before, after = classes[:-1], classes[1:]
    joined = (before == CR) & (after == LF)
    breaks = _BREAKS[classes]
    joined |= (_EXTENDS[after] | (before == PREPEND)) & ~breaks[:-1] & ~breaks[1:]
    joined |= _hangul(before, after)
    begins[1:] = ~joined
    if (classes == LINKER).any():
        begins[_conjunct(classes, starts)] = False
    if (classes == ZWJ).any():
        begins &= ~_emoji_sequence(classes, starts)
    if (classes == REGIONAL).any():
        begins &= ~_flag_pair(classes, starts)
    begins[np.asarray(starts)[np.asarray(starts) < n]] = True
    return begins


def _hangul(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.bool_]:
    joined: NDArray[np.bool_] = (before == JAMO_L) & _AFTER_L[after]
    joined |= _WITH_V[before] & _AFTER_V[after]
    joined |= _WITH_T[before] & (after == JAMO_T)
    return joined


def _last_before(found: NDArray[np.bool_], starts: NDArray[Any]) -> NDArray[np.int64]:
    """Position of the last `True` strictly before each position within its text, or -1."""
    n = len(found)
    marks = np.where(found, np.arange(n), -1)
    last = np.maximum.accumulate(marks)
    previous = np.concatenate([[-1], last[:-1]])
    inside = np.asarray(starts)
    floor = np.repeat(inside, np.diff(np.append(inside, n)))
    return np.where(previous >= floor, previous, -1)


def _conjunct(classes: NDArray[np.uint8], starts: NDArray[Any]) -> NDArray[np.int64]:
    """GB9c: where a consonant after consonant, linker, with marks in between, does not begin."""
    bridging = _BRIDGES_CONJUNCT[classes]
    at = (bridging[:-1] & (classes[1:] == CONSONANT)).nonzero()[0] + 1
    floor = np.asarray(starts)[np.searchsorted(starts, at, side="right") - 1]
    bases, linkers = (~bridging).nonzero()[0], (classes == LINKER).nonzero()[0]
    base = np.append(bases, -1)[np.searchsorted(bases, at) - 1]
    linker = np.append(linkers, -1)[np.searchsorted(linkers, at) - 1]
    follows = (base >= floor) & (classes[base] == CONSONANT) & (linker > base)
    found: NDArray[np.int64] = at[follows]
    return found


def _emoji_sequence(classes: NDArray[np.uint8], starts: NDArray[Any]) -> NDArray[np.bool_]:
    """GB11: a pictograph after pictograph, marks, joiner does not begin."""
    bridging = _BRIDGES_EMOJI[classes]
    index = np.arange(len(classes))
    joiner = index - 1
    base_of_joiner = _last_before(~bridging, starts)
    after_joiner = (joiner >= 0) & (classes[joiner] == ZWJ)
    base = base_of_joiner[joiner]
    linked: NDArray[np.bool_] = after_joiner & (base >= 0) & (classes[base] == PICTOGRAPH)
    linked &= classes == PICTOGRAPH
    return linked


def _flag_pair(classes: NDArray[np.uint8], starts: NDArray[Any]) -> NDArray[np.bool_]:
    """GB12, GB13: regional indicators pair up from the start of their run."""
    regional: NDArray[np.bool_] = classes == REGIONAL
    other = _last_before(~regional, starts)
    inside = np.asarray(starts)
    floor = np.repeat(inside, np.diff(np.append(inside, len(classes))))
    place = np.arange(len(classes)) - np.maximum(other + 1, floor)
    regional &= place % 2 == 1
    return regional
