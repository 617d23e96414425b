"""Capitals and small letters of the scripts that have both, one code point each."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import is_word_kind

Letters = NDArray[np.uint32]
_BLOCKS = (range(0x41, 0x250), range(0x370, 0x590), range(0x1E00, 0x2000), range(0xA640, 0xA7FF))
_SIGMA, _FINAL_SIGMA = 0x3A3, 0x3C2


def small_and_capital(language: str) -> tuple[Letters, Letters]:
    """For each code point its small letter and its capital; itself where it has none."""
    return _pairs(dotted=language.split("-")[0] in {"tr", "az"})


@lru_cache(maxsize=2)
def _pairs(*, dotted: bool) -> tuple[Letters, Letters]:
    """The two tables; if `dotted`, i and ı are two letters."""
    lower, upper = (np.arange(0x110000, dtype=np.uint32) for _ in range(2))
    for point in (one for block in _BLOCKS for one in block):
        letter = chr(point)
        if len(letter.lower()) == 1:
            lower[point] = ord(letter.lower())
        # Not long s, micro sign and the like, which are capitals of another letter.
        if len(letter.upper()) == 1 and letter.upper().lower() == letter:
            upper[point] = ord(letter.upper())
    upper[_FINAL_SIGMA] = _SIGMA
    lower[ord("İ")] = ord("i")
    if dotted:
        lower[ord("I")], upper[ord("i")], upper[ord("ı")] = ord("ı"), ord("İ"), ord("I")
    return lower, upper


def lowered(columns: Columns, at: Positions, language: str) -> Letters:
    """Small letters of some sites; a Greek sigma that ends a word takes its final form."""
    lower: Letters = small_and_capital(language)[0][columns.points[at]]
    before = is_word_kind(columns.kind_at(at - 1, at))
    after = is_word_kind(columns.kind_at(at + 1, at))
    is_final = (columns.points[at] == _SIGMA) & before & ~after
    return np.where(is_final, np.uint32(_FINAL_SIGMA), lower)
