"""A word or a run of text in informal Latin spelling: which part becomes what."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise import pinyin
from crosswind.noise.proposals import StringPool
from crosswind.noise.romanization import abjads, alphabets, brahmic, japanese, thai
from crosswind.noise.romanization.habits import WRITERS, Habit

ALPHABETIC = (alphabets, abjads, brahmic)
UNSPACED = {"zh", "ja", "th"}
# Marks of punctuation that writers in Latin letters do not use.
MARKS = {
    "।": ".", "॥": ".", "۔": ".", "،": ",", "؛": ";", "؟": "?", "。": ".", "、": ",", "，": ",",
    "！": "!", "？": "?", "：": ":", "；": ";", "\u037e": "?", "\u0387": ";",
}  # fmt: skip
_UMLAUTS = ("v", "u")
_HAN = {"Hans": "simplified", "Hant": "traditional"}


class Piece(NamedTuple):
    """A part of a word that is replaced: begin and end in it, and what is written."""

    start: int
    end: int
    text: str


def engine_of(language: str) -> str:
    """How words of a language are spelled: "word", "run", or nothing where we have no table."""
    base = language.split("-")[0]
    if any(one.is_known(base) for one in ALPHABETIC):
        return "word" if script_of(language) != "Latn" else ""
    return "run" if base in UNSPACED and script_of(language) != "Latn" else ""


@lru_cache(maxsize=1 << 16)
def written(word: str, language: str, writer: int) -> tuple[Piece, ...]:
    """What a writer makes of a word (or, in scripts without spaces, of a run of letters).

    Args:
        word: letters and marks, in the script of the language or another one.
        language: canonical tag; not Chinese, see `chinese_syllables`.
        writer: number of the writer, below `habits.WRITERS`.
    """
    base = language.split("-")[0]
    habit = Habit(base, writer)
    if base in UNSPACED:
        return _of_run(word, language, habit)
    if word.isascii() or not any(map(_is_foreign, word)):
        return ()
    text = next(one for one in ALPHABETIC if one.is_known(base)).written(word, habit)
    return (Piece(0, len(word), text),) if text else ()


def _of_run(run: str, language: str, habit: Habit) -> tuple[Piece, ...]:
    """Syllables of Thai, words of Japanese; some writers space them."""
    found = (thai.syllables if habit.language == "th" else japanese.pieces)(run, habit)
    # Some write Thai in one piece, as it is written in its own letters.
    is_joined = habit.language == "th" and habit.takes("gaps", ("joined", "spaced")) == "joined"
    gap = "" if is_joined else " "
    pieces = []
    for start, end, text in found:
        pieces.append(Piece(start, end, (gap if start > 0 else "") + text))
    return tuple(pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChineseSyllables:
    """The toneless syllables of Chinese characters.

    Attributes:
        row: code point -> number of its syllable, -1 for what has none.
        plain: writer -> whether he writes u for ü, and not v.
        pool: four strings a syllable: with v, the same after a space, with u, the same after one.
    """

    row: NDArray[np.int64]
    plain: NDArray[np.bool_]
    pool: StringPool


@lru_cache(maxsize=2)
def chinese_syllables(script: str) -> ChineseSyllables:
    """The table of a script, simplified or traditional."""
    syllable_of = pinyin.syllable_of(_HAN.get(script, "simplified"))
    number = {one: place for place, one in enumerate(sorted(set(syllable_of.values())))}
    row = np.full(max(map(ord, syllable_of)) + 2, -1, dtype=np.int64)
    row[list(map(ord, syllable_of))] = [number[one] for one in syllable_of.values()]
    habits = [Habit("zh", writer) for writer in range(WRITERS)]
    spelled = [
        gap + one.replace("ü", umlaut).replace("v", umlaut)
        for one in number
        for umlaut in _UMLAUTS
        for gap in ("", " ")
    ]
    return ChineseSyllables(
        row=row,
        plain=np.array([habit.takes("umlaut", _UMLAUTS) == "u" for habit in habits]),
        pool=StringPool.of(spelled),
    )


@lru_cache(maxsize=1 << 12)
def _is_foreign(letter: str) -> bool:
    """Whether a letter or mark is of another script than Latin."""
    return letter.isalpha() and not unicodedata.name(letter, "LATIN").startswith("LATIN")
