"""Punctuation marks that may be left out or written otherwise."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.stretches import Positions
from crosswind.noise.syllables import DIGIT, is_word_kind

# What is written instead of each mark, one of several words: its ASCII form first, where it has
# one, then the marks that writers confuse with it. A question stays a question.
SWAPS = {
    ".": ", .. ... !", ",": ". ; ,,", ";": ", :", ":": ". ;", "!": ". !!", "?": "?? ?! ???",
    '"': "' ''", "'": "` \u00b4", "\u2019": "' ` \u00b4", "\u2018": "' `", "\u201c": '"',
    "\u201d": '"',
    "\u201e": '" ,,', "\u201a": ",", "«": '" <<', "»": '" >>', "‹": "' <", "›": "' >",
    "(": "[ /", ")": "] /", "\u2026": "... ..", "\u2013": "-", "\u2014": "- --", "¿": "?", "¡": "!",
    "؟": "? ؟؟ ?؟", "،": ", ؛", "؛": "; ،", "٬": ",", "۔": ". -",
    "।": ". |", "॥": ". ।", "။": ". ၊", "၊": ", ။",
    "。": ". ， 、", "、": ", ，", "，": ", 、 。", "；": "; ，", "：": ": ；", "！": "! 。 ！！",
    "？": "? ？？ ？！", "「": '" “', "」": '" ”', "『": '" 「', "』": '" 」', "（": "(", "）": ")",
    "·": ". -", "\u05f3": "'", "\u05f4": '"', "\u05be": "-",
}  # fmt: skip
# The Greek question mark looks like a semicolon, and its semicolon is a point in mid-height.
GREEK_SWAPS = {
    **SWAPS,
    ",": ". ,,",
    ";": "? ;; ;;;",
    "\u037e": "; ?",
    "\u0387": "; . ,",
    "·": "; . ,",
}
MARKS = "".join(GREEK_SWAPS)
# Of these one may go that stands between two letters; others hold an address or a number together.
_BETWEEN_LETTERS = "'\u2019\u05f3\u05f4\u05be。、，；：！？「」『』（）။၊·"


@lru_cache(maxsize=2)
def _flags(chosen: str) -> NDArray[np.bool_]:
    flags = np.zeros(0x110000, dtype=np.bool_)
    flags[list(map(ord, chosen))] = True
    return flags


def marks(columns: Columns) -> Positions:
    """Positions of marks that are no part of a number, an abbreviation or an address.

    Marks between digits, and those between letters other than apostrophes and the marks of scripts
    that set no space beside them, belong to what they stand in.
    """
    at = _flags(MARKS)[columns.points].nonzero()[0]
    before, after = columns.kind_at(at - 1, at), columns.kind_at(at + 1, at)
    word_before, word_after = is_word_kind(before), is_word_kind(after)
    bound = (before == DIGIT) & ((after == DIGIT) | word_after) | (word_before & (after == DIGIT))
    free = _flags(_BETWEEN_LETTERS)[columns.points[at]]
    bound |= word_before & word_after & ~free
    kept: Positions = at[~bound]
    return kept
