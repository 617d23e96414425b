"""Text as speech is written down: no capitals, no punctuation, small numbers as words."""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.capitals import lowered, small_and_capital
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, joined, replace
from crosswind.noise.speech import NUMBERS
from crosswind.noise.stretches import Positions, Stretches, grapheme_stretches
from crosswind.noise.syllables import DIGIT, OTHER, SPACE, is_word_kind, may_meet

_DASHES = np.array([ord(dash) for dash in "-\u2010\u2011\u2012\u2013\u2014/"])
# Marks that are spoken, or belong to a word.
_KEPT = "%&#@*'\u2019\u02bc\u00a7\u05f3\u05f4"


def supports(language: str) -> Support:
    """All languages; what they lack is not there to be left out."""
    if script_of(language) == "Thai":
        return Support(level="conditional", reason="Thai is written without punctuation")
    missing = [] if language.split("-")[0] in NUMBERS else ["no list of number words"]
    if script_of(language) not in {"Latn", "Cyrl", "Grek", "Armn"}:
        missing.append("no capitals")
    if missing:
        return Support(level="generic", reason=f"punctuation is left out; {', '.join(missing)}")
    return Support(level="full", reason="capitals, punctuation, and a list of number words")


@lru_cache(maxsize=1)
def _is_mark() -> NDArray[np.bool_]:
    """Whether each code point below 65,536 is punctuation that nobody speaks."""
    flags = [
        unicodedata.category(chr(point))[0] == "P" and chr(point) not in _KEPT
        for point in range(1 << 16)
    ]
    return np.array(flags)


@lru_cache(maxsize=64)
def number_words(language: str) -> dict[int, str]:
    """Number -> its word, where the list of the language has one."""
    words = NUMBERS.get(language.split("-")[0], "").split()
    return dict(zip([*range(21), *range(30, 101, 10)], words, strict=False))


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """All of it in an example, or none."""
    capitals = np.flatnonzero(small_and_capital(language)[0][columns.points] != columns.points)
    letters = list(map(chr, lowered(columns, capitals, language).tolist()))
    marks, gaps = _marks(columns)
    numbers, words = _numbers(columns, language)

    def all_of(sites: Positions | Stretches, texts: list[str], op: int) -> Proposals:
        at = sites.start if isinstance(sites, Stretches) else sites
        return replace(
            columns, sites, texts, strength=strength, draws=columns.traits(at, 31), op=op
        )

    return joined(all_of(capitals, letters, 0), all_of(marks, gaps, 1), all_of(numbers, words, 2))


def _marks(columns: Columns) -> tuple[Stretches, list[str]]:
    """Marks to leave out, each with what stands there instead.

    One between spaces takes one of them along. A dash between words leaves a space, and so does any
    mark between words that may not be written together.
    """
    points = np.minimum(columns.points, (1 << 16) - 1)
    at = np.flatnonzero(_is_mark()[points])
    before, after = columns.kind_at(at - 1, at), columns.kind_at(at + 1, at)
    # A mark in a number is part of it, and a mark that carries another stays with it.
    inside = (before == DIGIT) & (after == DIGIT)
    graphemes = grapheme_stretches(columns.grapheme_starts)
    alone = graphemes.end[graphemes.holding(at)] == at + 1 if len(at) else inside
    kept = ~inside & alone
    at, before, after = at[kept], before[kept], after[kept]
    loose = (before == SPACE) & (after == SPACE)
    parts = is_word_kind(before) & is_word_kind(after)
    parts &= np.isin(columns.points[at], _DASHES) | ~may_meet(before, after)
    gaps = [" " if part else "" for part in parts.tolist()]
    return Stretches(at, at + 1 + loose), gaps


def _numbers(columns: Columns, language: str) -> tuple[Stretches, list[str]]:
    """Numbers that stand alone and have a word."""
    words = number_words(language)
    digits = np.concatenate([[False], columns.kinds == DIGIT, [False]])
    begins = np.zeros(columns.n + 1, dtype=np.bool_)
    begins[columns.unit_starts] = True
    start = np.flatnonzero(digits[1:] & (~digits[:-1] | begins))[: columns.n]
    start = start[start < columns.n]
    end = np.flatnonzero(digits[1:-1] & (~digits[2:] | begins[1:])) + 1
    free = np.isin(columns.kind_at(start - 1, start), (OTHER, SPACE)) & np.isin(
        columns.kind_at(end, start), (OTHER, SPACE)
    )
    for near, far in ((start - 1, start - 2), (end, end + 1)):
        # Not a part of 3.5, 10:30 or 1,000.
        free &= ~((columns.kind_at(near, start) == OTHER) & (columns.kind_at(far, start) == DIGIT))
    found = Stretches(start[free], end[free])
    texts = [
        words.get(int(text), "") if len(text) < 4 else "" for text in found.texts(columns.text)
    ]
    some = np.flatnonzero([bool(text) for text in texts])
    return found.only(some), [texts[index] for index in some.tolist()]


PERTURBATION = Perturbation(
    name="spoken_form",
    family="speech",
    version=2,
    summary="no capitals, no punctuation, small numbers as words, as speech is written down",
    mechanism=(
        "All of an example, or nothing: capitals become small letters, punctuation is left out "
        "(hyphens between letters become spaces; apostrophes, and marks in numbers, stay), and "
        " numbers up to a hundred that the list of the language has become words."
    ),
    unit="probability an example",
    ladder=(0.05, 0.15, 0.35, 0.70, 1.0),
    nested=True,
    evidence="declared",
    source="The shares of examples are ours; as a stage of `asr` it acts on all.",
    keeps="The label; a question no longer ends with its mark. With the guard on, digits stay.",
    example=("en", "Dr. Weber's 12 neighbors - all of them - met at 10:30, in Rome!"),
    supports=supports,
    propose=propose,
    operations=("lower", "drop", "number"),
    policy={"tagging": "refused"},
    tables=("speech.py",),
)
