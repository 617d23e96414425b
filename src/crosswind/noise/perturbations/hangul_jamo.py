"""Typing errors of Korean: a wrong key within a syllable, composed anew by the input method."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.events import firing_rate
from crosswind.noise.hangul import FIRST, LAST, composed, keys_of, mistyped
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold
from crosswind.noise.stretches import Positions, Stretches

# Keys of a syllable on average, and how many errors compete for one: syllables that were composed
# anew together.
_KEYS, _CROWDING = 2.5, 1.3


def supports(language: str) -> Support:
    """Korean in Hangul."""
    if script_of(language) == "Kore":
        return Support(level="full", reason="keys and input method of the 2-beolsik layout")
    return Support(level="unsupported", reason="the script is not composed from Hangul keys")


@lru_cache(maxsize=1)
def _counts() -> NDArray[np.int64]:
    """Number of keys of each syllable, from the first to the last."""
    return np.array([len(keys_of(chr(point))) for point in range(FIRST, LAST + 1)])


def _syllables(columns: Columns) -> Positions:
    return np.flatnonzero((columns.points >= FIRST) & (columns.points <= LAST))


def count(columns: Columns, language: str) -> int:
    """Keystrokes of the syllables of the texts."""
    return int(_counts()[columns.points[_syllables(columns)] - FIRST].sum())


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """One wrong key for each event, with `strength` for each key of a syllable."""
    at = _syllables(columns)
    keys = _counts()[columns.points[at] - FIRST]
    rate = firing_rate(strength * _KEYS, _CROWDING) / _KEYS
    draws = columns.weighed(at, keys)
    fired = np.flatnonzero(draws < threshold(rate))
    if len(fired) == 0:
        return nothing()
    stretches, texts = _written(columns, at[fired])
    return replace(columns, stretches, texts, strength=rate, draws=draws[fired])


def _written(columns: Columns, at: Positions) -> tuple[Stretches, list[str]]:
    """What is replaced for each event, and by what."""
    drawn = (columns.stream(at, 2) >> np.uint64(1)).tolist()
    low, high = (bounds.tolist() for bounds in columns.cell_bounds(at))
    starts, ends, texts = [], [], []
    for place, draw, first, last in zip(at.tolist(), drawn, low, high, strict=True):
        start, end = max(place - 1, first), min(place + 2, last)
        before, here, after = (
            _hangul(columns.text[a:b])
            for a, b in ((start, place), (place, place + 1), (place + 1, end))
        )
        new = _retyped(before, here, after, draw)
        old = before + here + after
        head = _shared(old, new)
        # What is only added is written with the syllable before it, to whose word it belongs.
        head -= head == len(old) or (head > 0 and new.endswith(old[head:]))
        tail = _shared(old[head + 1 :][::-1], new[head:][::-1])
        begin = place - len(before)
        starts.append(begin + head)
        ends.append(begin + len(old) - tail)
        texts.append(new[head : len(new) - tail])
    return Stretches(np.array(starts), np.array(ends)), texts


def _shared(one: str, other: str) -> int:
    """Length of what two texts begin with alike."""
    length = min(len(one), len(other))
    return next((place for place in range(length) if one[place] != other[place]), length)


def _hangul(text: str) -> str:
    """The text if it is a syllable, else nothing: what is typed otherwise is not composed anew."""
    return text if text and FIRST <= ord(text) <= LAST else ""


def _retyped(before: str, here: str, after: str, draw: int) -> str:
    """A syllable and its neighbors as they come out with one wrong key in it."""
    head, keys, tail = ("".join(map(keys_of, part)) for part in (before, here, after))
    place = len(head) + draw % len(keys)
    return composed(mistyped(head + keys + tail, place, draw >> 10))


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
