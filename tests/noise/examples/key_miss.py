"""A rate a keystroke: capitals take two strokes, so they are missed twice as often."""

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.syllables import LETTER

CAPITALS = [ord(letter) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]


def supports(language: str) -> Support:
    """Languages in Latin script."""
    if script_of(language) == "Latn":
        return FULL
    return Support(level="unsupported", reason="only Latin capitals are known here")


def _strokes(points: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.where(np.isin(points, CAPITALS), 2, 1)


def count(columns: Columns, language: str) -> int:
    """Keystrokes of the letters of the texts."""
    return int((_strokes(columns.points) * (columns.kinds == LETTER)).sum())


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Leave out a letter, with `strength` for each of its keystrokes."""
    at = np.flatnonzero(columns.kinds == LETTER)
    # A letter that carries a mark stays: the mark would move to another letter.
    at = at[columns.kind_at(at + 1, at) <= LETTER]
    draws = columns.weighed(at, _strokes(columns.points[at]))
    return replace(columns, at, "", strength=strength, draws=draws)


PERTURBATION = Perturbation(
    name="key_miss",
    family="keyboard",
    version=1,
    summary="keys that were not pressed",
    mechanism="A letter is left out with a probability for each keystroke that it takes.",
    unit="keystroke error rate",
    ladder=(0.0025, 0.01, 0.02, 0.04, 0.08),
    nested=True,
    evidence="declared",
    source="The ladder is that of typing errors; the mechanism is made up.",
    keeps="The label.",
    example=("en", "Anna and Peter met in Rome."),
    supports=supports,
    propose=propose,
    count=count,
)
