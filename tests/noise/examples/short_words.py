"""Whole words replaced by a list: you -> u, before -> b4. What is not on the list stays."""

import numpy as np

from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import FULL, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace

SHORT = {"en": {"you": "u", "are": "r", "before": "b4", "please": "pls", "because": "bc"}}


def supports(language: str) -> Support:
    """Languages with a list."""
    if language in SHORT:
        return FULL
    return Support(level="unsupported", reason="there is no list of short forms")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Replace a listed word with probability `strength`."""
    words = columns.words
    short = [SHORT[language].get(word.lower(), "") for word in words.texts(columns.text)]
    listed = np.flatnonzero([bool(text) for text in short])
    texts = [short[index] for index in listed.tolist()]
    return replace(columns, words.only(listed), texts, strength=strength)


PERTURBATION = Perturbation(
    name="short_words",
    family="chat",
    version=1,
    summary="listed words are written in their short form",
    mechanism="A word that is on the list of the language is replaced as a whole.",
    unit="probability a word",
    ladder=(0.05, 0.15, 0.35, 0.65, 1.0),
    nested=True,
    evidence="declared",
    source="The ladder is ours; no rate was measured.",
    keeps="The label; words keep their count.",
    example=("en", "Please call before you are there."),
    supports=supports,
    propose=propose,
)
