"""Slips of a finger: a key beside the one that was meant."""

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import Sites
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import Proposals
from crosswind.noise.slips import near_keys, slips, written


def _has_neighbor(sites: Sites) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = near_keys(sites)[1].max(axis=1, initial=0) > 0
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """A neighboring key of the same shift level, the nearer the likelier, if the result fits."""
    sites, rank = slips(columns, language, strength, _has_neighbor)
    points, weights = near_keys(sites)
    passed = np.cumsum(weights, axis=1)
    drawn = (sites.draws(10) >> np.uint64(32)).astype(np.int64) * passed[:, -1:].ravel() >> 32
    chosen = (passed <= drawn[:, None]).sum(axis=1)
    picked = points[np.arange(len(points)), chosen]
    return written(sites, rank, sites.at, sites.at + 1, picked[:, None])


PERTURBATION = Perturbation(
    name="key_adjacent",
    family="keyboard",
    version=1,
    summary="letters replaced by the key beside theirs",
    mechanism=(
        "A letter is replaced by one whose key lies within 1.3 key widths of its own on the "
        "keyboard of the language, on the same shift level; at distance d with weight "
        "exp(-(d/0.6)^2). Letters that are typed with a dead key slip from their base letter's "
        "key. First letters of words are spared. No result breaks a syllable."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is that of typing errors. As the only mechanism it overstates: in eight lists "
        "of real errors 14 to 34% of substitutions are of adjacent keys where 14 to 21% would be "
        "by chance, an excess of 0 to 19%."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits. Words keep their count and "
        "answers their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=keyboard_support,
    propose=propose,
    tables=("keyboards/layouts.json", "confusions.py"),
)
