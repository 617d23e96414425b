"""Everyday words in the short forms of chats: please -> pls, también -> tb, không -> ko."""

from functools import lru_cache

import numpy as np

from crosswind.noise.abbreviations import LISTS
from crosswind.noise.columns import Columns
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold


def supports(language: str) -> Support:
    """Languages with a list."""
    listed = LISTS.get(language.split("-")[0], "").split()
    if listed:
        return Support(level="full", reason=f"a list of {len(listed)} words")
    return Support(level="unsupported", reason="we know no list of short forms of the language")


@lru_cache(maxsize=64)
def _short_forms(language: str) -> dict[str, tuple[str, ...]]:
    """Word in small letters -> its short forms."""
    pairs = [entry.split("=") for entry in LISTS[language.split("-")[0]].split()]
    return {word: tuple(short.split(",")) for word, short in pairs}


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Replace a listed word with probability `strength`; which form is drawn for each word."""
    draws = columns.draws[columns.words.start]
    fired = columns.words.only(np.flatnonzero(draws < threshold(strength)))
    if len(fired.start) == 0:
        return nothing()
    forms, found = _short_forms(language), fired.texts(columns.text)
    drawn = (columns.stream(fired.start, 2) >> np.uint64(1)).tolist()
    texts = []
    for word, draw in zip(found, drawn, strict=True):
        # Straight and curly apostrophes are one; capitals are shouted, or begin a sentence.
        short = forms.get(word.lower().replace("\u2019", "'"), (word,))
        chosen = short[draw % len(short)]
        loud = word.isupper() and len(word) > 1
        texts.append(chosen.upper() if loud else _like(word, chosen))
    return replace(columns, fired, texts, strength=strength)


def _like(word: str, short: str) -> str:
    """The short form, with a capital if the word has one."""
    return short[:1].upper() + short[1:] if word[:1].isupper() else short


PERTURBATION = Perturbation(
    name="abbrev",
    family="chat",
    version=1,
    summary="everyday words in the short forms of chats",
    mechanism=(
        "A word that is on the list of the language is written in one of its short forms, with a "
        "capital where it had one."
    ),
    unit="probability a word",
    ladder=(0.05, 0.15, 0.35, 0.65, 1.0),
    nested=True,
    evidence="declared",
    source="Lists and ladder are ours; no rate was measured.",
    keeps=(
        "The label, where the meaning guard keeps negators, of which some have short forms. Words "
        "keep their count."
    ),
    example=("en", "Please see what people write before they have to go tomorrow, thanks."),
    supports=supports,
    propose=propose,
    tables=("abbreviations.py",),
)
