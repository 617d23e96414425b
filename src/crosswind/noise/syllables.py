"""Which kinds of characters may stand beside each other: the well-formedness automaton.

An edit is accepted if every pair of neighbors that it creates is allowed. Since the grammar looks
at pairs only, a well-formed text stays well-formed. The grammar is the syllable structure of the
Brahmic scripts (a vowel sign or virama follows a consonant or its nukta, a sign of nasality follows
a syllable), the visual order of Thai, and elsewhere "a mark follows a letter".
"""

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.graphemes import character_table

# Classes of the table `kind` in characters.json.
OTHER, SPACE, DIGIT, LETTER, MARK = 0, 1, 2, 3, 4
CONSONANT, VOWEL, VOWEL_SIGN, VIRAMA, NUKTA, SIGN = 5, 6, 7, 8, 9, 10
JOINER, LEADING, TONE, FOLLOWING = 11, 12, 13, 14

WORD_KINDS = (LETTER, MARK, CONSONANT, VOWEL, VOWEL_SIGN, VIRAMA, NUKTA, SIGN, LEADING, TONE,
              FOLLOWING)  # fmt: skip

_N_KINDS = 15
_IS_WORD = np.isin(np.arange(16), WORD_KINDS)
# Whether each kind of character stands on the one before it.
IS_ATTACHED = np.isin(np.arange(16), (MARK, VOWEL_SIGN, VIRAMA, NUKTA, SIGN, JOINER, TONE))

# Kind -> the kinds it may newly follow. Kinds that are not named may follow all but `LEADING`.
_MAY_FOLLOW = {
    CONSONANT: tuple(range(15)),
    MARK: (LETTER, MARK),
    VOWEL_SIGN: (CONSONANT, NUKTA),
    VIRAMA: (CONSONANT, NUKTA),
    NUKTA: (CONSONANT,),
    SIGN: (CONSONANT, NUKTA, VOWEL, VOWEL_SIGN),
    JOINER: (LETTER, CONSONANT, VOWEL, VOWEL_SIGN, VIRAMA, NUKTA, SIGN),
    TONE: (CONSONANT, VOWEL_SIGN),
    FOLLOWING: (CONSONANT, TONE),
    VOWEL: (OTHER, SPACE, DIGIT, LETTER, MARK, CONSONANT, VOWEL, VOWEL_SIGN, NUKTA, SIGN, JOINER),
}


@lru_cache(maxsize=1)
def allowed_pairs() -> NDArray[np.bool_]:
    """`[first kind, second kind]`: whether an edit may bring the two together."""
    table = np.ones((_N_KINDS, _N_KINDS), dtype=np.bool_)
    table[LEADING, :] = False
    for kind, before in _MAY_FOLLOW.items():
        table[:, kind] = False
        table[list(before), kind] = True
    table.flags.writeable = False
    return table


def may_meet(first: NDArray[np.uint8] | int, second: NDArray[np.uint8] | int) -> NDArray[np.bool_]:
    """Whether an edit may bring two kinds of characters together, for many pairs at once."""
    # One look-up by one number: twice as fast as by two.
    return allowed_pairs().reshape(-1).take(first * _N_KINDS + second)


def kinds_of(points: NDArray[Any]) -> NDArray[np.uint8]:
    """The kind of each code point."""
    # `take` is twice as fast as an index.
    return character_table("kind").take(points)


def is_word_kind(kinds: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether each kind belongs to a word: letters and marks."""
    return _IS_WORD.take(kinds)


def is_well_formed(text: str) -> bool:
    """Whether every pair of neighbors in a text is allowed."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    kinds = np.concatenate([[OTHER], kinds_of(points), [OTHER]])
    return bool(may_meet(kinds[:-1], kinds[1:]).all())
