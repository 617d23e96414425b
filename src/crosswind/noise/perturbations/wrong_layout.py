"""Words typed while the keyboard is set to another layout: привет -> ghbdtn."""

import unicodedata
from functools import lru_cache

import numpy as np

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.keyboards.layouts import LAYOUT_OF, key_pairs
from crosswind.noise.perturbation import TASK_KINDS, Perturbation, Support
from crosswind.noise.proposals import Proposals, replace
from crosswind.noise.stretches import APOSTROPHES

# Dead keys of the Greek layout, by the combining mark they write, as on the American keyboard.
_GREEK_DEAD_KEYS = {"\u0301": ";", "\u0308": ":"}
_KEPT = {**dict.fromkeys(APOSTROPHES), "\u200c": None, "\u200d": None}


def supports(language: str) -> Support:
    """Languages whose own layout writes another script than the American one beside it."""
    script, base = script_of(language), language.split("-")[0]
    if script == "Latn":
        reason = "the layouts of Latin script share most keys: a wrong one shows as a few letters"
        return Support(level="unsupported", reason=reason)
    if base not in LAYOUT_OF:
        reason = "the language is typed through an input method, or we have no table of its keys"
        return Support(level="unsupported", reason=reason)
    if script in {"Thai", "Mymr"}:
        return Support(
            level="full", reason="keyboard table; whole phrases, as words are not spaced"
        )
    return Support(level="full", reason="keyboard table of the language")


@lru_cache(maxsize=64)
def _keys(language: str) -> tuple[dict[str, str], dict[str, str]]:
    """Letter -> American key, and American letter -> letter on the same key."""
    pairs = key_pairs(LAYOUT_OF[language.split("-")[0]])
    back = {
        key: letter
        for letter, key in pairs.items()
        if key.isalpha() and not letter.isascii() and unicodedata.category(letter)[0] == "L"
    }
    there = {letter: key for letter, key in pairs.items() if not letter.isascii()}
    if script_of(language) == "Grek":
        for letter in map(chr, range(0x386, 0x3CF)):
            base, *marks = list(unicodedata.normalize("NFD", letter))
            if base in there and marks and set(marks) <= set(_GREEK_DEAD_KEYS):
                there[letter] = "".join(_GREEK_DEAD_KEYS[mark] for mark in marks) + there[base]
    return there, back


@lru_cache(maxsize=1 << 16)
def _typed(word: str, language: str) -> str:
    """The word on the other layout; empty if a letter of it has no key."""
    for keys in _keys(language):
        written = [keys.get(letter, letter if letter in _KEPT else "") for letter in word]
        if all(written):
            return "".join(written)
    return ""


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Type a word on the other layout with probability `strength`, if all its letters have keys."""
    typed = [_typed(word, language) for word in columns.words.texts(columns.text)]
    sites = np.flatnonzero([bool(text) for text in typed])
    texts = [typed[index] for index in sites.tolist()]
    return replace(columns, columns.words.only(sites), texts, strength=strength)


PERTURBATION = Perturbation(
    name="wrong_layout",
    family="keyboard",
    version=1,
    summary="words typed on the other layout",
    mechanism=(
        "A word is written as its keys would come out on the other layout of a keyboard with two: "
        "a word of the language as on the American layout, a Latin word as on that of the "
        "language. Letters behind dead keys or other levels are left alone, and so is the whole "
        "word."
    ),
    unit="probability a word",
    ladder=(0.005, 0.01, 0.03, 0.10, 1.0),
    nested=True,
    evidence="declared",
    source=(
        "The ladder is ours. The one published figure is a judgment of search queries: possibly "
        "more than 1% of those to Russian Wikipedia (Jones, 2016)."
    ),
    keeps=(
        "Every keystroke, so that a reader with the keyboard at hand can undo it; but the script "
        "changes, and at severity 5 all of the sentence: reported apart for every kind of task."
    ),
    example=("ru", "Наша соседка каждое утро гуляет со старой собакой по парку."),
    supports=supports,
    propose=propose,
    tables=("keyboards/layouts.json",),
    liberties=("script", "syllables"),
    policy=dict.fromkeys(TASK_KINDS, "apart"),
)
