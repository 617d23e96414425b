"""Variable-length replacements from a string pool: & -> and, % -> percent, or the other way."""

import numpy as np

from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, StringPool, replace

# The strings of all marks; a mark has as many ways of being written as `COUNT` says.
POOL = StringPool.of(["and", "n", "percent", "pc", "pct", "at"])
MARKS = np.array([ord(mark) for mark in "%&@"])
FIRST, COUNT = np.array([2, 0, 5]), np.array([3, 2, 1])


def supports(language: str) -> Support:
    """English."""
    return (
        FULL if language == "en" else Support(level="unsupported", reason="the words are English")
    )


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Write a mark as a word with probability `strength`; which word is drawn for each mark."""
    at = np.flatnonzero(np.isin(columns.points, MARKS))
    mark = np.searchsorted(MARKS, columns.points[at])
    row = FIRST[mark] + columns.picks(at, COUNT[mark], 3)
    return replace(columns, at, POOL.rows(row), strength=strength)


PERTURBATION = Perturbation(
    name="spelled_marks",
    family="chat",
    version=1,
    summary="marks are written as words",
    mechanism="The marks & % @ become one of several words, each mark by itself.",
    unit="probability a site",
    ladder=(0.1, 0.2, 0.4, 0.7, 1.0),
    nested=True,
    evidence="declared",
    source="The ladder is ours; no rate was measured.",
    keeps="The label.",
    example=("en", "Salt & pepper at 5% off @ the market."),
    supports=supports,
    propose=propose,
)
