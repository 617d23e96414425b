"""A whole-text operator that is not nested: the tail is cut off at a word."""

import numpy as np

from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace
from crosswind.noise.stretches import Stretches


def supports(language: str) -> Support:
    """Every language that has words."""
    return FULL


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Cut each text at the word end that leaves a share of about 1 - `strength` of it."""
    words = columns.words
    if len(words.end) == 0:
        return nothing()
    low, high = columns.starts, np.append(columns.starts[1:], columns.n)
    target = high - np.round(strength * (high - low)).astype(np.int64)
    index = np.searchsorted(words.end, target, side="right") - 1
    ends = words.end[np.maximum(index, 0)]
    # Where no word of the text fits, the last one found is that of another text.
    fits = (index >= 0) & (ends > low)
    # Cells that hold an answer are not cut: what is cut begins after the last fence of the text.
    last = columns.fences[np.searchsorted(columns.fences, high, side="left") - 1]
    cut = np.maximum(ends, last)
    some = np.flatnonzero(fits & (cut < high))
    tails = Stretches(cut[some], high[some])
    return replace(columns, tails, "", strength=1.0 if strength > 0 else 0.0)


PERTURBATION = Perturbation(
    name="cut_tail",
    family="channel",
    version=1,
    summary="the end of the text is cut off",
    mechanism="The text ends after the last word that fits into the share that is kept.",
    unit="share of the text",
    ladder=(0.05, 0.15, 0.3, 0.5, 0.7),
    nested=False,
    evidence="declared",
    source="The ladder is ours; no rate was measured.",
    keeps="What was cut may have decided the label: never in a mean.",
    example=("en", "The old man sat beside the window and watched the boats in the harbor."),
    supports=supports,
    propose=propose,
    policy={"pair_classification": "apart", "classification": "apart", "tagging": "refused"},
)
