"""Profile: what real errors, or generated ones, are made of. Counts only, no text."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from crosswind.core.languages import script_of
from crosswind.noise import confusions
from crosswind.noise.calibrate_align import KINDS, Operation, operations
from crosswind.noise.calibrate_read import Pair
from crosswind.noise.keyboards.layouts import key_neighbors, layout_of
from crosswind.noise.letters import base_letter

# Of a longer word with more operations than this share of its letters, another word was meant.
_MOST = 3
_LETTERS_AN_OPERATION = 3
# Words of at least this many letters tell whether first letters are spared.
_LONG = 4
PLACES = ("first", "inner", "last")
# Position, operation, class: what two lists of errors are compared by.
Cell = tuple[str, str, str]
Key = TypeVar("Key")


@dataclass(slots=True)
class Profile:
    """Counts over pairs of words.

    Attributes:
        language: canonical tag.
        skipped: why a pair was left out -> how many.
        n_wrong: pairs that count.
        n_single: of these, pairs with one operation.
        shares: operation -> count.
        facts: diacritic, vowel, adjacent, plain (substitutions without diacritic ones), duplicate,
            beside (insertions next to a neighboring key), undouble, long, long_first.
        chance: sum over plain substitutions of the share of neighboring keys among all letters.
        first_by_chance: sum over long words with one operation of a letter's share of the word.
        confused: (right letter, written letter) -> count.
        cells: (position, operation, class) -> count.
        inserted: (letter before it, inserted letter) -> count; of the first letter, the one behind.
        hits: (place, letter, operation) -> count, of the letters that are hit.
        seen: (place, letter) -> count, of all letters of the right words.
    """

    language: str
    skipped: Counter[str] = field(default_factory=Counter)
    n_wrong: int = 0
    n_single: int = 0
    shares: Counter[str] = field(default_factory=Counter)
    facts: Counter[str] = field(default_factory=Counter)
    chance: float = 0.0
    first_by_chance: float = 0.0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    cells: Counter[Cell] = field(default_factory=Counter)
    inserted: Counter[tuple[str, str]] = field(default_factory=Counter)
    hits: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def n_operations(self) -> int:
        """Letter operations in all."""
        return self.shares.total()

    def mix(self) -> dict[str, float]:
        """Share of each operation, from 0 to 1."""
        return {kind: self.shares[kind] / max(self.n_operations, 1) for kind in KINDS}

    def share(self, fact: str, of: str) -> float:
        """A fact as a share of an operation, or of another fact."""
        whole = self.shares[of] if of in KINDS else self.facts[of]
        return self.facts[fact] / whole if whole else 0.0

    @property
    def motor_share(self) -> float:
        """Plain substitutions that must be slips to a neighboring key if the rest is chance."""
        plain = self.facts["plain"]
        if not plain or self.chance >= plain:
            return 0.0
        return max(0.0, (self.facts["adjacent"] - self.chance) / (plain - self.chance))

    @property
    def first_letter_factor(self) -> float:
        """How often first letters of long words are hit, against letters on the average."""
        return self.facts["long_first"] / self.first_by_chance if self.first_by_chance else 1.0


@dataclass(frozen=True, slots=True)
class _Keys:
    """What is known of the letters of a language."""

    near: Mapping[str, frozenset[str]]
    vowels: frozenset[str]

    def is_vowel(self, letter: str) -> bool:
        return letter in self.vowels or base_letter(letter) in self.vowels

    def are_near(self, one: str, other: str) -> bool:
        keys = self.near.get(one) or self.near.get(base_letter(one), frozenset())
        return other in keys


def profile_of(pairs: Iterable[Pair], language: str) -> Profile:
    """Count what the pairs are made of.

    Letters are compared in lower case. Pairs that differ in case, in other characters than letters
    and marks, or by so much that another word was meant, are counted apart.

    Args:
        pairs: wrong and right words.
        language: canonical tag.
    """
    found = Profile(language=language)
    keys = _keys(language)
    kept: list[tuple[str, str, list[Operation]]] = []
    for wrong, right in pairs:
        meant, written = _lower(right, language), _lower(wrong, language)
        reason, steps = _judged(meant, written)
        if reason:
            is_case = meant == written and wrong != right
            found.skipped["only case differs" if is_case else reason] += 1
            continue
        kept.append((meant, written, steps))
    usual = Counter(letter for meant, _, _ in kept for letter in meant)
    chance = _chances(usual, keys)
    for meant, _, steps in kept:
        found.seen.update((place(at, len(meant)), letter) for at, letter in enumerate(meant))
        found.n_wrong += 1
        found.n_single += len(steps) == 1
        for step in steps:
            _count(found, step, meant, keys, chance)
        if len(steps) == 1 and len(meant) >= _LONG:
            found.facts["long"] += 1
            found.facts["long_first"] += steps[0].at == 0
            found.first_by_chance += 1 / len(meant)
    return found


def total_variation(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """Half the sum of the differences of two distributions, from 0 (equal) to 1 (disjoint).

    Counts are taken as shares of their sum.
    """
    first, second = sum(one.values()), sum(other.values())
    if not first or not second:
        return 0.0 if first == second else 1.0
    names = sorted({*one, *other}, key=repr)
    return sum(abs(one.get(key, 0) / first - other.get(key, 0) / second) for key in names) / 2


def place(at: int, length: int) -> str:
    """Where a letter stands in a word."""
    return PLACES[0] if at == 0 else PLACES[2] if at >= length - 1 else PLACES[1]


def _lower(word: str, language: str) -> str:
    text = unicodedata.normalize("NFC", word)
    if language.split("-")[0] in {"tr", "az"}:
        text = text.replace("I", "ı").replace("İ", "i")
    return text.lower()


def _judged(meant: str, written: str) -> tuple[str, list[Operation]]:
    """Why a pair does not count, or an empty text; and its operations."""
    if meant == written:
        return "nothing differs", []
    if not (_is_letters(meant) and _is_letters(written)):
        return "other characters than letters", []
    most = min(_MOST, max(1, len(meant) // _LETTERS_AN_OPERATION))
    steps = operations(meant, written, at_most=most)
    return ("another word was meant", []) if steps is None else ("", steps)


def _is_letters(word: str) -> bool:
    return bool(word) and all(unicodedata.category(letter)[0] in "LM" for letter in word)


def _keys(language: str) -> _Keys:
    script = script_of(language)
    layout = layout_of(language, script)
    near = key_neighbors(layout) if layout else {}
    return _Keys(
        near={key: frozenset(other for other, _ in beside) for key, beside in near.items()},
        vowels=frozenset(confusions.VOWELS.get(script, "")),
    )


def _chances(usual: Counter[str], keys: _Keys) -> dict[str, float]:
    """Letter -> share of its neighboring keys among all other letters of the right words."""
    total = usual.total()
    return {
        letter: sum(count for other, count in usual.items() if keys.are_near(letter, other))
        / max(total - count_of_it, 1)
        for letter, count_of_it in usual.items()
    }


def _count(
    found: Profile, step: Operation, meant: str, keys: _Keys, chance: Mapping[str, float]
) -> None:
    found.shares[step.kind] += 1
    kind = _CLASS_OF[step.kind](found, step, keys)
    if step.kind == "substitute" and kind != "diacritic":
        found.facts["plain"] += 1
        found.facts["adjacent"] += kind == "adjacent"
        found.chance += chance.get(step.right, 0.0)
    end = step.at + max(len(step.right), 1) - 1
    found.cells[(place(0 if step.at == 0 else end, len(meant)), step.kind, kind)] += 1
    at = max(step.at - 1, 0) if step.kind == "insert" else step.at
    found.hits[(place(at, len(meant)), meant[at], step.kind)] += 1
    if step.kind == "insert":
        found.inserted[(meant[at], step.wrong)] += 1


def _substitution(found: Profile, step: Operation, keys: _Keys) -> str:
    found.confused[(step.right, step.wrong)] += 1
    vowels = keys.is_vowel(step.right) and keys.is_vowel(step.wrong)
    found.facts["vowel"] += vowels
    if base_letter(step.right) == base_letter(step.wrong):
        found.facts["diacritic"] += 1
        return "diacritic"
    if keys.are_near(step.right, step.wrong):
        return "adjacent"
    return "vowel" if vowels else "other"


def _insertion(found: Profile, step: Operation, keys: _Keys) -> str:
    if step.wrong in step.beside:
        found.facts["duplicate"] += 1
        return "duplicate"
    if any(keys.are_near(letter, step.wrong) for letter in step.beside if letter):
        found.facts["beside"] += 1
        return "beside"
    return "vowel" if keys.is_vowel(step.wrong) else "other"


def _deletion(found: Profile, step: Operation, keys: _Keys) -> str:
    if step.right in step.beside:
        found.facts["undouble"] += 1
        return "undouble"
    return "vowel" if keys.is_vowel(step.right) else "other"


def _swap(_: Profile, step: Operation, keys: _Keys) -> str:
    vowels = sum(keys.is_vowel(letter) for letter in step.right)
    return ("two consonants", "vowel and consonant", "two vowels")[vowels]


_CLASS_OF = {
    "substitute": _substitution,
    "insert": _insertion,
    "delete": _deletion,
    "transpose": _swap,
}
