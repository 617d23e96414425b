"""Informal spelling in Latin letters: Arabizi, Finglish, Greeklish, translit, toneless pinyin."""

from itertools import chain
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import TASK_KINDS, Perturbation, Support
from crosswind.noise.proposals import (
    Proposals,
    Written,
    joined,
    nothing,
    replace,
    threshold,
)
from crosswind.noise.romanization.habits import WRITERS
from crosswind.noise.romanization.writing import MARKS, chinese_syllables, engine_of, written
from crosswind.noise.stretches import Positions, Stretches, spread
from crosswind.noise.syllables import LETTER

_GENERIC = {
    "ar": "vowels that are not written are guessed",
    "fa": "vowels that are not written are guessed",
    "ur": "vowels that are not written are guessed",
    "he": "vowels that are not written are guessed",
    "ja": "readings of kanji are guessed from what stands beside them",
    "th": "syllables are found by rules, without a list of words",
}
# Code point -> whether it is such a mark; the last entry stands for all above it.
_IS_MARK = np.isin(np.arange(max(map(ord, MARKS)) + 2), list(map(ord, MARKS)))


def supports(language: str) -> Support:
    """Languages in another script whose writers use Latin letters in messages."""
    base = language.split("-")[0]
    if not engine_of(language):
        reason = "the language is written in Latin letters, or we have no table of its spelling"
        return Support(level="unsupported", reason=reason)
    if base in _GENERIC:
        return Support(level="generic", reason=_GENERIC[base])
    return Support(level="full", reason="a table with several spellings for a letter")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Spell each word in Latin letters with probability `strength`, by the habits of a writer.

    What `strength` exceeds 1 by is the probability that a word is spelled as another writer would.
    """
    words, index = _within_cells(columns)
    draws = columns.draws[columns.words.start[index]]
    fires = np.flatnonzero(draws < threshold(strength))
    dots = _marks(columns, strength)
    if len(fires) == 0:
        return dots
    words, draws = words.only(fires), draws[fires]
    writers = _writers(columns, words.start, strength)
    if language.split("-")[0] == "zh":
        at, which, spelled = _syllables(columns, words, writers, language)
        pieces = replace(columns, at, spelled, strength=strength, draws=draws[which])
        return joined(pieces, dots, nothing())
    rows = [
        written(word, language, writer)
        for word, writer in zip(words.texts(columns.text), writers.tolist(), strict=True)
    ]
    found = list(chain.from_iterable(rows))
    if not found:
        return dots
    which = np.repeat(np.arange(len(rows)), list(map(len, rows)))
    low, high = (np.fromiter(map(itemgetter(side), found), np.int64) for side in (0, 1))
    sites = Stretches(words.start[which] + low, words.start[which] + high)
    spaced = [piece[2] for piece in found]
    if columns.is_words:
        spaced = [text.lstrip() for text in spaced]
    return joined(
        replace(columns, sites, spaced, strength=strength, draws=draws[which]), dots, nothing()
    )


def _syllables(
    columns: Columns, words: Stretches, writers: Positions, language: str
) -> tuple[Positions, Positions, Written]:
    """Chinese characters, the run of each, and their syllables after a space."""
    table = chinese_syllables(script_of(language))
    which, place = spread(words.end - words.start)
    at = words.start[which] + place
    row = table.row[np.minimum(columns.points[at], len(table.row) - 1)]
    known = (row >= 0).nonzero()[0]
    at, which, place, row = at[known], which[known], place[known], row[known]
    spaced = (place > 0) & (not columns.is_words)
    return at, which, table.pool.rows(4 * row + 2 * table.plain[writers[which]] + spaced)


def _marks(columns: Columns, strength: float) -> Proposals:
    """Punctuation in its Latin form; wide marks hold the space that now follows them."""
    at = np.flatnonzero(_IS_MARK.take(columns.points, mode="clip"))
    at = at[columns.draws[at] < threshold(strength)]
    goes_on = columns.kind_at(at + 1, at) == LETTER
    texts = [
        MARKS[columns.text[place]] + (" " if more and not columns.is_words else "")
        for place, more in zip(at.tolist(), goes_on.tolist(), strict=True)
    ]
    return replace(columns, at, texts, strength=strength)


def _within_cells(columns: Columns) -> tuple[Stretches, Positions]:
    """The words cut at the borders of spans, and the word that each part belongs to."""
    words = columns.words
    inner = columns.fences[words.holding(columns.fences) >= 0]
    inner = inner[words.start[words.holding(inner)] < inner]
    if len(inner) == 0:
        return words, np.arange(len(words.start))
    start = np.unique(np.concatenate([words.start, inner]))
    index = words.holding(start)
    end = np.minimum(np.append(start[1:], columns.n), words.end[index])
    return Stretches(start, end), index


def _writers(columns: Columns, at: Positions, strength: float) -> Positions:
    """The writer whose habits each word follows."""
    habits: NDArray[np.int64] = columns.traits(at, 21).astype(np.int64) * WRITERS >> 32
    strays = (columns.stream(at, 22) >> np.uint64(32)) < max(0, threshold(strength - 1))
    return np.where(strays, columns.picks(at, WRITERS, 23), habits)


PERTURBATION = Perturbation(
    name="romanise",
    family="romanisation",
    version=2,
    summary="words in informal Latin spelling, by the habits of a writer",
    mechanism=(
        "Words are spelled in Latin letters as in messages: Arabizi with its digits, Finglish, "
        "Roman Urdu and Hindi, Greeklish, translit, toneless pinyin, romaji. Each example has a "
        "writer, who spells a letter in one of several ways and keeps to it. Vowels that are not "
        "written are guessed, silent ones left out."
    ),
    unit="probability a word",
    ladder=(0.05, 0.20, 0.50, 1.0, 1.5),
    nested=False,
    evidence="declared",
    source=(
        "Tables and ladder are ours; how much is written in Latin letters was not measured. What "
        "severity 5 exceeds 1 by is the share of words that are spelled against the habit."
    ),
    keeps=(
        "The words, for those who read this way of writing; encoders may not have learned it. "
        "Never in a mean. Answers are mapped; a metric that compares strings sees the new one."
    ),
    example=("ru", "Наша соседка каждое утро гуляет со старой собакой по маленькому парку."),
    supports=supports,
    propose=propose,
    liberties=("script", "syllables"),
    tables=(
        *(f"romanization/{name}.py" for name in ("abjads", "alphabets", "brahmic", "everyday")),
        *("romanization/japanese.py", "romanization/thai.py"),
        *("homophones/japanese.json", "homophones/mandarin.json"),
    ),
    policy=dict.fromkeys(TASK_KINDS, "apart"),
)
