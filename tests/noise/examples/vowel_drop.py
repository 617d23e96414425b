"""Vowels left out inside words, as in hurried messages: message -> mssge."""

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.syllables import LETTER

VOWELS = [ord(letter) for letter in "aeiou"]


def supports(language: str) -> Support:
    """Languages in Latin script."""
    if script_of(language) == "Latn":
        return FULL
    return Support(level="unsupported", reason="only Latin vowels are known here")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Leave out a vowel between two letters with probability `strength`."""
    vowel = np.isin(columns.points, VOWELS)
    # The neighbors are asked of the columns, which know where a text ends and the next begins. A
    # vowel before a combining mark stays: the mark would move to another letter.
    inside = (columns.kinds_beside(-1) == LETTER) & (columns.kinds_beside(1) == LETTER)
    return replace(columns, np.flatnonzero(vowel & inside), "", strength=strength)


PERTURBATION = Perturbation(
    name="vowel_drop",
    family="chat",
    version=1,
    summary="vowels inside words are left out",
    mechanism="A vowel between two letters is left out, each by itself.",
    unit="probability a site",
    ladder=(0.02, 0.05, 0.1, 0.2, 0.4),
    nested=True,
    evidence="declared",
    source="The ladder is ours; no rate was measured.",
    keeps="The label; words keep their first and last letter.",
    example=("en", "Please send the message to the manager."),
    supports=supports,
    propose=propose,
)
