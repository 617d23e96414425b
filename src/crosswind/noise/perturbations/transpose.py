"""Neighboring letters in the wrong order."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.letter_edits import Sites
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals
from crosswind.noise.slips import rotated, slips, swaps, syllable_swaps, written

# Here nearly every letter carries a mark, so that syllables are what can change places.
_OF_SYLLABLES = {"Deva", "Beng", "Guru", "Gujr", "Orya", "Taml", "Telu", "Knda", "Mlym"}
# A swap covers several characters, so that more events compete than elsewhere (see `events`).
_CROWDING = {**dict.fromkeys(_OF_SYLLABLES, 7.5), "Thai": 5.5}
_USUAL_CROWDING = 4.3


def supports(language: str) -> Support:
    """Languages with a keyboard table; in syllabic scripts whole syllables change places."""
    typed = keyboard_support(language)
    if typed.level == "full" and script_of(language) in _OF_SYLLABLES:
        return Support(
            level="generic", reason="whole syllables change places, not their keystrokes"
        )
    return typed


def _can_swap(sites: Sites) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = swaps(sites) >= 0
    return found


def _can_swap_syllables(sites: Sites) -> NDArray[np.bool_]:
    found: NDArray[np.bool_] = syllable_swaps(sites)[0] >= 0
    return found


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Swap two letters of one word and case, mostly two that different hands type."""
    script = script_of(language)
    whole = script in _OF_SYLLABLES
    test = _can_swap_syllables if whole else _can_swap
    crowding = _CROWDING.get(script, _USUAL_CROWDING)
    sites, rank = slips(columns, language, strength, test, crowding=crowding)
    if whole:
        bounds = syllable_swaps(sites)
        return written(sites, rank, bounds[0], bounds[2], rotated(columns, bounds))
    start = swaps(sites)
    points = columns.points[start[:, None] + np.array([1, 0])]
    return written(sites, rank, start, start + 2, points)


PERTURBATION = Perturbation(
    name="transpose",
    family="keyboard",
    version=1,
    summary="neighboring letters swapped",
    mechanism=(
        "Two different letters of one word and case that stand beside each other change places; "
        "seven of ten swaps prefer two keys that different hands press. A letter that carries "
        "marks stays with them; in the Brahmic scripts whole syllables change places. No grapheme "
        "and no syllable is broken."
    ),
    unit="character error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is that of typing errors; as the only mechanism it overstates: swaps are 0 to "
        "15% of the letter edits of 16 lists of real errors (median 4). The preference for "
        "different hands is ours."
    ),
    keeps=(
        "The label, where the meaning guard keeps negators and digits. Words keep their count and "
        "answers their borders."
    ),
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=supports,
    propose=propose,
    tables=("keyboards/layouts.json", "confusions.py"),
    operations=("transpose",),
)
