"""Hangul on the 2-beolsik keyboard: keys of a syllable, and what an input method makes of keys."""

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# Letters that take two keys.
_TWO_KEYS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_JOINED = {keys: letter for letter, keys in _TWO_KEYS.items()}
# With and without shift.
SHIFTED = dict(zip("ㄱㄷㅂㅅㅈㅐㅔㄲㄸㅃㅆㅉㅒㅖ", "ㄲㄸㅃㅆㅉㅒㅖㄱㄷㅂㅅㅈㅐㅔ", strict=True))
# Keys of the three rows, each with the place of its first key in key widths.
_ROWS = ((0.5, "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ"), (0.75, "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"), (1.25, "ㅋㅌㅊㅍㅠㅜㅡ"))
_REACH = 1.3
FIRST, LAST = 0xAC00, 0xD7A3


@lru_cache(maxsize=1 << 14)
def keys_of(syllable: str) -> str:
    """The keys of a syllable, as the letters on them: 값 -> ㄱㅏㅂㅅ."""
    number = ord(syllable) - FIRST
    initial, rest = divmod(number, len(VOWELS) * len(FINALS))
    vowel, final = divmod(rest, len(FINALS))
    letters = (INITIALS[initial], VOWELS[vowel], FINALS[final].strip())
    return "".join(_TWO_KEYS.get(letter, letter) for letter in letters)


@lru_cache(maxsize=1)
def neighbors() -> dict[str, str]:
    """Key -> keys beside it that are of the same kind, consonants or vowels; nearest first."""
    places = [
        (key, begin + column, row)
        for row, (begin, keys) in enumerate(_ROWS)
        for column, key in enumerate(keys)
    ]
    found = {}
    for key, x, y in places:
        near = [
            (math.hypot(x - other_x, y - other_y), other)
            for other, other_x, other_y in places
            if other != key and (other in VOWELS) == (key in VOWELS)
        ]
        found[key] = "".join(other for distance, other in sorted(near) if distance <= _REACH)
    for key, plain in SHIFTED.items():
        if key not in found:
            found[key] = "".join(SHIFTED.get(other, other) for other in found[plain])
    return found


class Method(NamedTuple):
    """The input method as a table: what each key does to what has been typed so far.

    A state is a syllable or letter that more keys may change: 0 nothing, then initials, vowels, all
    syllables. Keys are numbered; the last number stands for no key, which does nothing.

    Attributes:
        keys: number of each key.
        near, n_near: `[key, place]`: the keys beside each, and how many; `shifted`: -1 if none.
        strokes, n_strokes: `[syllable, place]`: keys of each syllable, no key behind them.
        following: `[state, key]`: the next state.
        written: `[state, key]`: code point that is finished, 0 if none.
        points: code point of each state, 0 for nothing.
    """

    keys: dict[str, int]
    near: NDArray[np.int64]
    n_near: NDArray[np.int64]
    shifted: NDArray[np.int64]
    strokes: NDArray[np.int64]
    n_strokes: NDArray[np.int64]
    following: NDArray[np.uint16]
    written: NDArray[np.uint16]
    points: NDArray[np.uint16]

    def states_of(self, points: NDArray[np.uint32]) -> NDArray[np.int64]:
        """The state in which each syllable has just been typed; nothing for what is none."""
        syllable = points.astype(np.int64) - FIRST
        there = (syllable >= 0) & (syllable <= LAST - FIRST)
        return np.where(there, syllable + 1 + len(INITIALS) + len(VOWELS), 0)

    def strokes_of(self, points: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """`[site, place]`: keys of each syllable, and how many; no keys for what is none."""
        syllable = points.astype(np.int64) - FIRST
        there = (syllable >= 0) & (syllable <= LAST - FIRST)
        syllable = np.where(there, syllable, -1)
        return self.strokes[syllable], self.n_strokes[syllable]

    def composed(self, states: NDArray[np.int64], keys: NDArray[np.int64]) -> NDArray[np.uint32]:
        """`[site, place]`: what stands there after some keys, from the left; zeros behind it.

        Args:
            states: what has been typed.
            keys: `[site, place]`: the keys that follow.
        """
        result = np.zeros((len(states), keys.shape[1] + 1), dtype=np.uint32)
        for place in range(keys.shape[1]):
            key = keys[:, place]
            result[:, place] = self.written[states, key]
            states = self.following[states, key].astype(np.int64)
        result[:, -1] = self.points[states]
        order = np.argsort(result == 0, axis=1, kind="stable")
        return np.take_along_axis(result, order, axis=1)

    def mistyped(
        self,
        keys: NDArray[np.int64],
        place: NDArray[np.int64],
        draws: NDArray[np.int64],
    ) -> NDArray[np.int64]:
        """`[site, place]`: keys with an error at one of them, one column more.

        The operation is drawn from the shares of typing errors (40, 31, 24, 5): another key for it
        (four of five times beside it, else shift pressed or not, where that makes a difference),
        left out, another key after it (itself, or one beside it), or changed with the next.
        """
        rows, none = np.arange(len(keys)), len(self.keys)
        key, after = keys[rows, place], keys[rows, np.minimum(place + 1, keys.shape[1] - 1)]
        after = np.where(place + 1 < keys.shape[1], after, none)
        operation, chance, number = draws % 100, (draws >> 8) % 100, draws >> 16
        beside = self.near[key, number % self.n_near[key]]
        swaps = (operation >= 95) & (after != none) & (after != key)
        adds, drops = (operation >= 71) & (operation < 95), (operation >= 40) & (operation < 71)
        shifts = (chance < 20) & (self.shifted[key] >= 0)
        other = np.where(shifts, self.shifted[key], beside)
        other = np.where(swaps, after, np.where(drops, after, np.where(adds, key, other)))
        columns = np.arange(keys.shape[1] + 1)
        behind = columns > place[:, None]
        source = columns + (behind & drops[:, None]) - (behind & adds[:, None])
        padded = np.concatenate([keys, np.full((len(keys), 2), none)], axis=1)
        wrong = np.take_along_axis(padded, source, axis=1)
        wrong[rows, place] = other
        next_key = np.where(adds, np.where(chance < 50, key, beside), wrong[rows, place + 1])
        wrong[rows, place + 1] = np.where(swaps, key, next_key)
        return wrong


@lru_cache(maxsize=1)
def method() -> Method:
    """The tables of the 2-beolsik layout."""
    near, plain = neighbors(), [keys_of(chr(point)) for point in range(FIRST, LAST + 1)]
    keys = {key: number for number, key in enumerate(near)}
    following, written, points = _automaton(tuple(keys))
    return Method(
        keys=keys,
        near=_padded([[keys[other] for other in row] for row in near.values()], 0),
        n_near=np.array([*map(len, near.values()), 1]),
        shifted=np.array([*(keys[SHIFTED[key]] if key in SHIFTED else -1 for key in keys), -1]),
        strokes=_padded([[keys[key] for key in row] for row in plain], len(keys)),
        n_strokes=np.array([*map(len, plain), 0]),
        following=following,
        written=written,
        points=points,
    )


def _padded(rows: list[list[int]], filler: int) -> NDArray[np.int64]:
    """Rows of one length, and a last one of nothing else."""
    width = max(map(len, rows))
    return np.array([row + [filler] * (width - len(row)) for row in [*rows, []]], dtype=np.int64)


def _automaton(
    keys: tuple[str, ...],
) -> tuple[NDArray[np.uint16], NDArray[np.uint16], NDArray[np.uint16]]:
    """`following`, `written` and `points` of the method, all states at once for each key."""
    n_initial, n_vowel, n_final = len(INITIALS), len(VOWELS), len(FINALS)
    syllable = np.arange(n_initial * n_vowel * n_final)
    # Of each state its initial and vowel, 0 if it has none, and its final, 0 if it has none.
    alone = np.zeros(n_initial, np.int64), np.zeros(n_vowel, np.int64)
    initials, vowels = np.arange(1, n_initial + 1), np.arange(1, n_vowel + 1)
    initial = np.concatenate([[0], initials, alone[1], syllable // (n_vowel * n_final) + 1])
    vowel = np.concatenate([[0], alone[0], vowels, syllable // n_final % n_vowel + 1])
    final = np.concatenate([[0], *alone, syllable % n_final])
    points = np.array([0, *map(ord, INITIALS + VOWELS), *range(FIRST, LAST + 1)], dtype=np.uint16)
    letters = Parts(initial, vowel, final)
    following = np.empty((len(points), len(keys) + 1), dtype=np.uint16)
    written = np.zeros_like(following)
    following[:, -1] = np.arange(len(points))
    for number, key in enumerate(keys):
        act = _after_vowel if key in VOWELS else _after_consonant
        kept, then = act(letters, key)
        following[:, number] = then
        written[:, number] = points[kept]
    return following, written, points


class Parts(NamedTuple):
    """Initial, vowel and final of each state, numbered from 1; 0 if there is none."""

    initial: NDArray[np.int64]
    vowel: NDArray[np.int64]
    final: NDArray[np.int64]

    def states(self) -> NDArray[np.int64]:
        """The numbers of the states."""
        whole = ((self.initial - 1) * len(VOWELS) + self.vowel - 1) * len(FINALS) + self.final
        whole += 1 + len(INITIALS) + len(VOWELS)
        lone = np.where(self.vowel > 0, len(INITIALS) + self.vowel, self.initial)
        return np.where((self.initial > 0) & (self.vowel > 0), whole, lone)


def _after_vowel(parts: Parts, key: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """States that are finished by a vowel key (0 for none), and the states after it."""
    initial, vowel, final = parts
    one, none = VOWELS.index(key) + 1, np.zeros_like(vowel)
    pairs = [VOWELS.find(_JOINED.get(other + key, "-")) + 1 for other in VOWELS]
    both = np.array([0, *pairs])[vowel]
    joins = (final == 0) & (both > 0)
    opens = ~joins & (initial > 0) & (vowel == 0)
    moves = ~joins & ~opens & (final > 0)
    divided = [_divided(other) for other in FINALS]
    stays = np.array([FINALS.index(kept or " ") for kept, _ in divided])[final]
    moved = np.array([INITIALS.find(last) + 1 for _, last in divided])[final]
    finished = Parts(initial, vowel, np.where(moves, stays, final)).states()
    then = Parts(
        np.where(moves, moved, np.where(joins | opens, initial, 0)),
        np.where(joins, both, one),
        none,
    ).states()
    return np.where(joins | opens, 0, finished), then


def _after_consonant(parts: Parts, key: str) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """States that are finished by a consonant key (0 for none), and the states after it."""
    initial, vowel, final = parts
    pairs = [FINALS.find(_JOINED.get(other + key, "-")) for other in FINALS]
    both = np.maximum(np.array(pairs), 0)[final]
    closes = (initial > 0) & (vowel > 0) & (final == 0) & (key in FINALS)
    joins = (final > 0) & (both > 0)
    stays = closes | joins
    last = np.where(closes, max(FINALS.find(key), 0), both)
    then = Parts(
        np.where(stays, initial, INITIALS.index(key) + 1),
        np.where(stays, vowel, 0),
        np.where(stays, last, 0),
    ).states()
    return np.where(stays, 0, parts.states()), then


def _divided(final: str) -> tuple[str, str]:
    """What of a final stays before a vowel, and what moves."""
    keys = _TWO_KEYS.get(final, final)
    return keys[:-1], keys[-1]
