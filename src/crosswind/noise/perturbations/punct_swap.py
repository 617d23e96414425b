"""Punctuation written otherwise: ؟ -> ?, « -> ", . -> .."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.marks import GREEK_SWAPS, SWAPS, marks
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, replace
from crosswind.noise.stretches import Positions


def supports(language: str) -> Support:
    """Every language; those that are hardly punctuated change only where they are."""
    if script_of(language) in {"Thai", "Laoo", "Khmr", "Tibt"}:
        reason = "spaces stand where others set marks: there are few to change"
        return Support(level="conditional", reason=reason)
    return FULL


@lru_cache(maxsize=2)
def _ways(script: str) -> tuple[StringPool, NDArray[np.uint32], Positions, Positions]:
    """All that may be written; the marks in order; the first of the ways of each, and how many."""
    swaps = GREEK_SWAPS if script == "Grek" else SWAPS
    rows = sorted((ord(mark), ways.split()) for mark, ways in swaps.items())
    count = np.array([len(ways) for _, ways in rows], dtype=np.int64)
    pool = StringPool.of([way for _, ways in rows for way in ways])
    return pool, np.array([mark for mark, _ in rows]), np.cumsum(count) - count, count


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Write each mark in one of the ways that are confused with it."""
    pool, known, first, count = _ways(script_of(language))
    at = marks(columns)
    at = at[np.isin(columns.points[at], known)]
    mark = known.searchsorted(columns.points[at])
    row = first[mark] + columns.picks(at, count[mark], 3)
    return replace(columns, at, pool.rows(row), strength=strength)


PERTURBATION = Perturbation(
    name="punct_swap",
    family="punctuation",
    version=1,
    summary="punctuation written otherwise",
    mechanism=(
        "Each mark becomes, by itself, its ASCII form (؟ to ?, « to a straight quotation mark, "
        "。 to a full stop, ’ to '), one that is confused with it (a comma for a full stop), or is "
        "repeated. A question mark stays one in some form. Marks within numbers, addresses and "
        "abbreviations stay, and so do hyphens."
    ),
    unit="probability a site",
    ladder=(0.05, 0.15, 0.35, 0.65, 1.0),
    nested=True,
    evidence="declared",
    source=(
        "Native Ukrainian has 42 errors of punctuation in 1,000 words, lost, wrong and needless "
        "ones together. The shares of marks, and what is written instead, are ours."
    ),
    keeps="The label: every word, and of pre-split words those that are marks, as marks.",
    example=("es", "¿Dónde está el otro perro? —preguntó ella—, y salió."),
    supports=supports,
    propose=propose,
    tables=("marks.py",),
)
