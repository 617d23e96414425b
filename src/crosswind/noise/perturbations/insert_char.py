"""Letters too many."""

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import Sites, insertions
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import Proposals
from crosswind.noise.slips import slips, written


def _fits(sites: Sites) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = insertions(sites)[1] > 0
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """A letter is doubled, or a neighboring key or another letter of the text comes after it."""
    sites, rank = slips(columns, language, strength, _fits)
    where, points = insertions(sites)
    return written(sites, rank, where, where, points[:, None])


PERTURBATION = Perturbation(
    name="insert_char",
    family="keyboard",
    version=1,
    summary="letters too many",
    mechanism=(
        "A letter is written twice (25%), or followed by the letter of a neighboring key (20%) or "
        "by a letter as frequent as in the text (55%). Never inside a grapheme; no result breaks "
        "a syllable."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="anchored",
    source=(
        "Rates of all errors together are those of typing errors. Insertions are 12 to 28% of the "
        "letter edits of 16 lists of real errors (median 24); 1 to 49% of them double a letter, "
        "3 to 37% write a neighboring key."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits. Words keep their count and "
        "answers their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=keyboard_support,
    propose=propose,
    tables=("keyboards/layouts.json", "confusions.py"),
    operations=("insert",),
)
