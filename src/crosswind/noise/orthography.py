"""Orthography: what writers of a language confuse, as rules "this is written instead of that".

The facts stand in `orthography.json`, stated by us, a line a language:

- `letters`: groups of single letters, each written for any other of its group; `a>b`: b for a;
- `doubled`: consonants that are written once for twice, and twice for once between vowels;
- `spellings`: `a>b`, b is written for a; `a<>b`, either way. `^` and `$` bind to the edges of a
  word;
- `wholes`: pairs of letters that are one sound, of which no rule takes a part;
- for Korean `vowels`, `finals`, `initials`: groups of the parts of a syllable.

All weigh the same, as no counts are known; counts of real errors would change `weight` only.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import permutations

# Letters that stand at the end of a word only, whatever a rule says.
_FINAL_ONLY = frozenset("ςךםןףץةىںے")
_FIRST_SYLLABLE, _VOWELS, _FINALS = 0xAC00, 21, 28
_INITIAL_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWEL_JAMO = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINAL_JAMO = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A confusion: `target` is written for `source`, both in lower case.

    Attributes:
        source, target: strings; the target may be empty.
        starts, ends: only at the start, at the end of a word.
        between_vowels: only between two vowels.
        weight: how often, beside the other rules that fit at a place.
    """

    source: str
    target: str
    starts: bool = False
    ends: bool = False
    between_vowels: bool = False
    weight: int = 1


@lru_cache(maxsize=1)
def _facts() -> dict[str, dict[str, str]]:
    content: dict[str, dict[str, str]] = json.loads(
        files("crosswind.noise").joinpath("orthography.json").read_text(encoding="utf-8")
    )
    return content


def letter_groups() -> dict[str, str]:
    """Language -> groups of single letters that its writers confuse."""
    return {tag: facts["letters"] for tag, facts in _facts().items() if "letters" in facts}


def known_languages() -> frozenset[str]:
    """The languages that have confusions of their own."""
    return frozenset(_facts())


@lru_cache(maxsize=64)
def rules_of(language: str) -> tuple[Rule, ...]:
    """The rules of a language that has confusions of its own, in the order of the facts."""
    facts = _facts()[language.split("-")[0]]
    found = [
        *of_groups(facts.get("letters", "")),
        *of_doubling(facts.get("doubled", "")),
        *_of_spellings(facts.get("spellings", "")),
        *_of_syllables(facts),
    ]
    return tuple(dict.fromkeys(variant for rule in found for variant in _variants(rule)))


def of_groups(groups: str) -> Iterator[Rule]:
    """Any letter of a group for any other, or the second of a directed pair for the first."""
    for group in groups.split():
        for source, target in pairs_of(group):
            yield Rule(source=source, target=target, ends=target in _FINAL_ONLY)


def pairs_of(group: str) -> list[tuple[str, str]]:
    """What is written, and instead of what: (letter, letter written for it) of a group."""
    if ">" in group:
        source, _, target = group.partition(">")
        return [(source, target)]
    return list(permutations(group, 2))


def wholes_of(language: str) -> tuple[str, ...]:
    """Pairs of letters that are one sound."""
    return tuple(_facts().get(language.split("-")[0], {}).get("wholes", "").split())


def of_doubling(letters: str) -> Iterator[Rule]:
    """Once for twice, and twice for once between vowels."""
    for letter in letters:
        yield Rule(source=2 * letter, target=letter)
        yield Rule(source=letter, target=2 * letter, between_vowels=True)


def _of_spellings(spellings: str) -> Iterator[Rule]:
    for spelling in spellings.split():
        left, arrow, right = spelling.partition("<>" if "<>" in spelling else ">")
        sides = ((left, right), (right, left)) if arrow == "<>" else ((left, right),)
        for source, target in sides:
            bare = target.strip("^$")
            yield Rule(
                source=source.strip("^$"),
                target=bare,
                starts=source.startswith("^"),
                ends=source.endswith("$") or bare[-1:] in _FINAL_ONLY,
            )


def _of_syllables(facts: dict[str, str]) -> Iterator[Rule]:
    """Syllables of Hangul that differ in one part of a group."""
    kinds = (
        ("initials", _INITIAL_JAMO, _VOWELS * _FINALS),
        ("vowels", _VOWEL_JAMO, _FINALS),
        ("finals", _FINAL_JAMO, 1),
    )
    for kind, jamo, step in kinds:
        for group in facts.get(kind, "").split():
            for source, target in pairs_of(group):
                yield from _syllables(jamo, step, source, target)


def _syllables(jamo: str, step: int, source: str, target: str) -> Iterator[Rule]:
    """One part for another in all syllables that have it and that are in use."""
    one, other = jamo.index(source), jamo.index(target)
    for code in range(len(_INITIAL_JAMO) * _VOWELS * _FINALS):
        if code // step % len(jamo) == one:
            pair = [chr(_FIRST_SYLLABLE + code), chr(_FIRST_SYLLABLE + code + (other - one) * step)]
            if all(len(syllable.encode("euc-kr", "replace")) == 2 for syllable in pair):
                yield Rule(source=pair[0], target=pair[1])


def _variants(rule: Rule) -> Iterator[Rule]:
    """The rule with nuktas as code points of their own, and with them as part of the letter."""
    source, target = (unicodedata.normalize("NFC", text) for text in (rule.source, rule.target))
    for compose in (False, True):
        pair = [_composed(text) if compose else text for text in (source, target)]
        yield Rule(
            source=pair[0],
            target=pair[1],
            starts=rule.starts,
            ends=rule.ends,
            between_vowels=rule.between_vowels,
            weight=rule.weight,
        )


def _composed(text: str) -> str:
    for letter in _nukta_letters():
        text = text.replace(unicodedata.normalize("NFD", letter), letter)
    return text


@lru_cache(maxsize=1)
def _nukta_letters() -> tuple[str, ...]:
    """Letters of one code point that normalization takes apart."""
    return tuple(
        letter
        for letter in map(chr, (*range(0x958, 0x960), 0x9DC, 0x9DD, 0x9DF, *range(0xA33, 0xA5F)))
        if len(unicodedata.normalize("NFD", letter)) > 1
    )
