"""Words misheard: words that sound alike, near sounds, words not heard or run together."""

import unicodedata
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.columns import Columns
from crosswind.noise.letters import alphabet
from crosswind.noise.perturbation import Perturbation, Support
from crosswind.noise.proposals import Proposals, nothing, replace, threshold
from crosswind.noise.speech import FUNCTION_WORDS, HOMOPHONES, NEAR_SOUNDS, NEAR_SOUNDS_OF
from crosswind.noise.stretches import Stretches
from crosswind.noise.syllables import SPACE, is_word_kind, kinds_of, may_meet

# Shares of ours, in 256ths: listed short words that are not heard, other words that run together
# with the next.
_UNHEARD, _JOINED = 128, 38
# What follows a word.
_NO_WORD, _APART, _JOINABLE = 0, 1, 2
_NUKTAS = ("\u093c", "\u09bc", "\u0a3c", "\u0abc")


def supports(language: str) -> Support:
    """Languages with spaces and a table of near sounds of their script."""
    script, base = script_of(language), language.split("-")[0]
    if script not in NEAR_SOUNDS:
        reason = "we have no table of near sounds of the script, or it does not mark words"
        return Support(level="unsupported", reason=reason)
    if base in HOMOPHONES:
        reason = "lists of words that sound alike and of short words; near sounds of the script"
        return Support(level="full", reason=reason)
    listed = "a list of short words, and " if base in FUNCTION_WORDS else ""
    return Support(level="generic", reason=f"{listed}near sounds of the script")


@lru_cache(maxsize=32)
def _near(language: str) -> dict[str, str]:
    """Letter -> letters of the language whose sounds are near."""
    script = script_of(language)
    known = alphabet(language, script)
    found: dict[str, str] = {}
    own = NEAR_SOUNDS_OF.get(language.split("-")[0], "")
    for group in f"{NEAR_SOUNDS[script]} {own}".split():
        for letter in group:
            others = "".join(one for one in group if one != letter and one in known)
            found[letter] = found.get(letter, "") + others
    return found


@lru_cache(maxsize=64)
def _homophones(language: str) -> dict[str, tuple[str, ...]]:
    """Word -> words that sound like it."""
    groups = [group.split(",") for group in HOMOPHONES.get(language.split("-")[0], "").split()]
    return {
        word: tuple(other for other in group if other != word) for group in groups for word in group
    }


@lru_cache(maxsize=64)
def _short_words(language: str) -> frozenset[str]:
    return frozenset(FUNCTION_WORDS.get(language.split("-")[0], "").split())


def propose(columns: Columns, language: str, strength: float) -> Proposals:
    """Change each word with probability `strength`; how is drawn for each word."""
    words = columns.words
    draws = columns.draws[words.start]
    fires = np.flatnonzero(draws < threshold(strength))
    if len(fires) == 0:
        return nothing()
    words, draws = words.only(fires), draws[fires]
    drawn = columns.stream(words.start, 2)
    found = [
        _change(word, (draw >> 8, draw % 256), language, next_word)
        for word, draw, next_word in zip(
            words.texts(columns.text), drawn.tolist(), _next_words(columns, words), strict=True
        )
    ]
    kept = np.flatnonzero([one is not None for one in found])
    changes = [one for one in found if one is not None]
    if not changes:
        return nothing()
    low, high = (np.array([one[side] for one in changes], dtype=np.int64) for side in (0, 1))
    start = words.start[kept]
    sites = Stretches(start + low, start + high)
    return replace(
        columns, sites, [one[2] for one in changes], strength=strength, draws=draws[kept]
    )


def _next_words(columns: Columns, words: Stretches) -> list[int]:
    """Whether one space follows each word, and then another word of the same text.

    One of `_NO_WORD`, `_APART` (the two may not be written together) and `_JOINABLE`.
    """
    last, first = (columns.kind_at(at, words.start) for at in (words.end - 1, words.end + 1))
    follows = (columns.kind_at(words.end, words.start) == SPACE) & is_word_kind(first)
    joinable = follows & may_meet(last, first)
    found: list[int] = (follows.astype(np.int64) + joinable).tolist()
    return found


def _change(
    word: str, draws: tuple[int, int], language: str, next_word: int
) -> tuple[int, int, str] | None:
    """Begin and end of what changes, in the word, and what is written; the space after it counts.

    Args:
        word: the word.
        draws: which of several, and how.
        language: canonical tag.
        next_word: see `_next_words`.
    """
    which, how = draws
    small = word.lower()
    if next_word != _NO_WORD and small in _short_words(language) and how < _UNHEARD:
        return 0, len(word) + 1, ""
    alike = _homophones(language).get(small.replace("\u2019", "'"))
    if alike:
        other = alike[which % len(alike)]
        return 0, len(word), other.capitalize() if word[0] != small[0] else other
    if next_word == _JOINABLE and how >= 256 - _JOINED:
        return len(word), len(word) + 1, ""
    return _near_sound(word, which, language)


def _near_sound(word: str, which: int, language: str) -> tuple[int, int, str] | None:
    """One letter of the word becomes a near one, or loses its accent."""
    places = _options(word, language)
    if not places:
        return None
    place, options = places[which % len(places)]
    letter = options[(which >> 16) % len(options)]
    return place, place + 1, letter.upper() if word[place].isupper() else letter


@lru_cache(maxsize=1 << 14)
def _options(word: str, language: str) -> tuple[tuple[int, str], ...]:
    """Places of a word, and the letters that may be heard there, where there are any."""
    near, script = _near(language), script_of(language)
    found = []
    for place, letter in enumerate(word):
        # The letter of an accent or a nukta stays: with another it could not be read.
        after = word[place + 1 : place + 2]
        marked = unicodedata.category(after or "x")[0] == "M"
        small = letter.lower()
        options = near.get(small, "")
        base = unicodedata.normalize("NFD", small)[0]
        if not options and base != small and base in near:
            options = base
        if marked and (script in {"Latn", "Cyrl", "Grek"} or after in _NUKTAS):
            options = ""
        fitting = "".join(one for one in options if _fits(word, place, one))
        if fitting:
            found.append((place, fitting))
    return tuple(found)


def _fits(word: str, place: int, letter: str) -> bool:
    """Whether a letter may stand between its neighbors, and has a capital where it needs one."""
    if word[place].isupper() and len(letter.upper()) != 1:
        return False
    near = word[max(place - 1, 0) : place] + letter + word[place + 1 : place + 2]
    kinds: NDArray[np.uint8] = kinds_of(np.array([ord(one) for one in near]))
    return bool(may_meet(kinds[:-1], kinds[1:]).all())


PERTURBATION = Perturbation(
    name="misheard",
    family="speech",
    version=3,
    summary="words heard as other words or with other sounds, not heard, or run together",
    mechanism=(
        "A listed short word is not heard (half of the time); a word that is listed with others "
        "that sound alike becomes one of them; of the rest 15% run together with the next word, "
        "and the others get one letter of a near sound. Made-up words come out, which real "
        "recognizers write less often. Pre-split words are neither dropped nor joined."
    ),
    unit="word error rate",
    ladder=(0.05, 0.10, 0.20, 0.30, 0.45),
    nested=True,
    evidence="declared",
    source="Ladder, shares and lists are ours; word error rates of recognizers were not looked up.",
    keeps=(
        "The label at low severities. From severity 4 on it may not, so that classification is "
        "reported apart. The meaning guard keeps negators."
    ),
    example=("en", "the old man and their dog walk to the harbor to see the new boats"),
    supports=supports,
    propose=propose,
    policy=dict.fromkeys(("pair_classification", "classification", "multiple_choice"), "apart"),
    tables=("speech.py", "confusions.py", "keyboards/layouts.json"),
)
