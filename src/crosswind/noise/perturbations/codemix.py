"""Words of another language between one's own, out of a lexicon that the user brings."""

import unicodedata
from dataclasses import replace as changed
from functools import lru_cache

import numpy as np

from crosswind.core.languages import UNSPACED, script_of
from crosswind.noise.columns import Columns
from crosswind.noise.lexicon import Lexicon, read_lexicon
from crosswind.noise.perturbation import TASK_KINDS, Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold
from crosswind.noise.speech import FUNCTION_WORDS

_HOW = "`codemix:FILE.tsv` reads FILE.tsv: lines of language, word, translation between tabs"


def supports(language: str) -> Support:
    """No language: a lexicon is needed."""
    return Support(level="unsupported", reason=f"it needs a lexicon of yours: {_HOW}")


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Nothing: there is no lexicon."""
    return nothing()


def variant(path: str) -> Perturbation:
    """The perturbation with the lexicon of a file.

    The version, which is part of every key and of what a store knows the result by, is made of the
    content of the file: another lexicon gives other noise, wherever it lies.
    """
    return _with_lexicon(read_lexicon(path).digest, path)


@lru_cache(maxsize=8)
def _with_lexicon(digest: str, path: str) -> Perturbation:
    lexicon = read_lexicon(path)

    def knows(language: str) -> Support:
        words = _known(lexicon, language)
        if script_of(language) in UNSPACED:
            reason = "words are found by the spaces between them, and the script has none"
            return Support(level="unsupported", reason=reason)
        if not words:
            return Support(level="unsupported", reason="the lexicon has no word of the language")
        return Support(level="full", reason=f"{len(words)} words in the lexicon")

    def mix(columns: Columns, language: str, strength: float) -> Proposals:
        return _mixed(columns, _known(lexicon, language), strength)

    return changed(
        PERTURBATION,
        version=int(digest[:12], 16) + PERTURBATION.version,
        supports=knows,
        propose=mix,
        variant=None,
    )


def _known(lexicon: Lexicon, language: str) -> dict[str, tuple[str, ...]]:
    """The words of a language (or of its base), without those that hold a sentence together."""
    base = language.split("-")[0]
    found = lexicon.translations.get(language) or lexicon.translations.get(base, {})
    kept = set(FUNCTION_WORDS.get(base, "").split())
    return {word: ways for word, ways in found.items() if word not in kept}


def _mixed(columns: Columns, known: dict[str, tuple[str, ...]], strength: float) -> Proposals:
    """Replace a word of the lexicon with probability `strength`; which translation is drawn."""
    draws = columns.draws[columns.words.start]
    words = columns.words.only(np.flatnonzero(draws < threshold(strength)))
    found = words.texts(columns.text)
    ways = [known.get(unicodedata.normalize("NFC", word).lower(), ()) for word in found]
    listed = np.flatnonzero([bool(some) for some in ways])
    if len(listed) == 0:
        return nothing()
    drawn = (columns.stream(words.start, 2) >> np.uint64(1)).tolist()
    texts = []
    for index in listed.tolist():
        text = ways[index][drawn[index] % len(ways[index])]
        is_capital = found[index][0] != found[index][0].lower()
        texts.append(text[:1].upper() + text[1:] if is_capital else text)
    return replace(columns, words.only(listed), texts, strength=strength)


PERTURBATION = Perturbation(
    name="codemix",
    family="codemix",
    version=1,
    summary="words replaced by their translation from a lexicon of the user",
    mechanism=(
        "A word that the lexicon has for the language is replaced by its translation (by one of "
        "them), with a capital where it had one. Short words that hold a sentence together stay, "
        "even if the lexicon has them. No lexicon comes with the project."
    ),
    unit="probability a word",
    ladder=(0.05, 0.10, 0.20, 0.35, 0.50),
    nested=True,
    evidence="declared",
    source="The ladder is ours; how often writers mix was not measured.",
    keeps="Nothing for certain: a lexicon does not know the context. Never in a mean.",
    example=("en", "The old man sat beside the window and watched the boats."),
    supports=supports,
    propose=propose,
    liberties=("script", "format"),
    policy=dict.fromkeys(TASK_KINDS, "apart"),
    options=f"{_HOW} (UTF-8; a first line with these names is passed over).",
    variant=variant,
)
