"""Letters left out."""

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import Sites, deletable, sites_at
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import Proposals
from crosswind.noise.slips import slips, written

# Share of the omissions that prefer a doubled letter close by, where there is one.
_UNDOUBLING = round(0.12 * 65536)


def _doubled(sites: Sites) -> NDArray[np.bool_]:
    """Whether each letter is written twice and can be left out once."""
    found: NDArray[np.bool_] = (sites.letter[1] == sites.letter[2]) & deletable(sites)
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Leave out a letter; some events look for a doubled letter up to three places on first."""
    sites, rank = slips(columns, language, strength, deletable)
    at = sites.at.copy()
    wants = sites.shares(30) < _UNDOUBLING
    for shift in (3, -3, 2, -2, 1, -1):
        there = sites.at + shift
        inside = wants & (there >= sites.low) & (there < sites.high)
        index = inside.nonzero()[0]
        known = sites.table.index(columns.points[there[index]]) >= 0
        index = index[known]
        index = index[_doubled(sites_at(columns, sites.table, there[index]))]
        at[index] = there[index]
    none = np.zeros((len(at), 1), dtype=np.uint32)
    return written(sites, rank, at, at + 1, none)


PERTURBATION = Perturbation(
    name="delete_char",
    family="keyboard",
    version=1,
    summary="letters left out",
    mechanism=(
        "A letter or mark is left out, first letters of words less often; one of eight omissions "
        "prefers a doubled letter close by. Nothing that leaves marks without their letter, or a "
        "word without letters, is left out."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="anchored",
    source=(
        "Rates of all errors together are those of typing errors. Omissions are 11 to 48% of the "
        "letter edits of 16 lists of real errors (median 31), and 1 to 23% of them undouble."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits. Words keep their count and "
        "answers their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=keyboard_support,
    propose=propose,
    tables=("keyboards/layouts.json", "confusions.py"),
    operations=("delete",),
)
