"""Telex and VNI: the keys of Vietnamese letters, and what stays of a word when they go wrong."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

GRAVE, ACUTE, HOOK, TILDE, DOT = "\u0300", "\u0301", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
TONES = GRAVE + ACUTE + HOOK + TILDE + DOT
_VOWELS = "aeiouyAEIOUY"
_PLAIN_D = {"đ": "d", "Đ": "D"}
# Percentages of the ways in which a word goes wrong, in the order of `_outcomes`; ours.
SHARES = (25, 10, 15, 15, 15, 20)


class Method(NamedTuple):
    """Keys of an input method: of each tone, of each mark after a letter, and of đ."""

    tones: dict[str, str]
    marks: dict[str, str]
    bar: str
    # Tones whose keys are beside each other.
    beside: dict[str, str]


TELEX = Method(
    tones={GRAVE: "f", ACUTE: "s", HOOK: "r", TILDE: "x", DOT: "j"},
    marks={
        "a" + _CIRCUMFLEX: "a", "e" + _CIRCUMFLEX: "e", "o" + _CIRCUMFLEX: "o",
        "a" + _BREVE: "w", "o" + _HORN: "w", "u" + _HORN: "w",
    },
    bar="d",
    beside={ACUTE: TILDE, TILDE: ACUTE, GRAVE: HOOK, HOOK: GRAVE, DOT: ""},
)  # fmt: skip
VNI = Method(
    tones={ACUTE: "1", GRAVE: "2", HOOK: "3", TILDE: "4", DOT: "5"},
    marks={
        "a" + _CIRCUMFLEX: "6", "e" + _CIRCUMFLEX: "6", "o" + _CIRCUMFLEX: "6",
        "a" + _BREVE: "8", "o" + _HORN: "7", "u" + _HORN: "7",
    },
    bar="9",
    beside={ACUTE: GRAVE, GRAVE: ACUTE + HOOK, HOOK: GRAVE + TILDE, TILDE: HOOK + DOT, DOT: TILDE},
)  # fmt: skip


class Letter(NamedTuple):
    """A letter taken apart: base, mark of quality (or none), tone (or none)."""

    base: str
    mark: str
    tone: str


def letters_of(word: str) -> list[Letter] | None:
    """The letters of a word; nothing if it has other marks or letters than Vietnamese has."""
    found: list[Letter] = []
    for one in unicodedata.normalize("NFD", word):
        if one in _PLAIN_D or (one.isascii() and one.isalpha()):
            found.append(Letter(one, "", ""))
        elif found and one in TONES and found[-1].base in _VOWELS and not found[-1].tone:
            found[-1] = found[-1]._replace(tone=one)
        elif found and not found[-1].mark and found[-1].base.lower() + one in TELEX.marks:
            found[-1] = found[-1]._replace(mark=one)
        else:
            return None
    return found


def spelled(letters: list[Letter]) -> str:
    """The word that letters make."""
    text = "".join(one.base + one.mark + one.tone for one in letters)
    return unicodedata.normalize("NFC", text)


def _with_tone(letters: list[Letter], place: int, tone: str) -> list[Letter]:
    """The letters with one tone in all, at a place."""
    bare = [one._replace(tone="") for one in letters]
    bare[place] = bare[place]._replace(tone=tone)
    return bare


def _toned(letters: list[Letter]) -> int:
    """Where the tone stands, or -1."""
    return next((place for place, one in enumerate(letters) if one.tone), -1)


def raw_tone(letters: list[Letter], method: Method) -> list[str]:
    """The key of the tone stays over at the end of the word: tiếng -> tiêngs."""
    place = _toned(letters)
    if place < 0:
        return []
    key = method.tones[letters[place].tone]
    return [spelled(_with_tone(letters, place, "")) + _cased(key, letters)]


def raw_mark(letters: list[Letter], method: Method) -> list[str]:
    """The key of a mark stays over beside its letter: tiếng -> tieéng, đi -> ddi."""
    found = []
    for place, one in enumerate(letters):
        if not one.mark and one.base not in "đĐ":
            continue
        key = Letter(_cased(_key(one, method), letters), "", "")
        bare = Letter(_PLAIN_D.get(one.base, one.base), "", one.tone)
        pair = [bare, key]
        if key.base.lower() == bare.base.lower():
            # Of a vowel that is typed twice, the second carries the tone.
            pair = [bare._replace(tone=""), key._replace(tone=one.tone)]
        found.append(spelled([*letters[:place], *pair, *letters[place + 1 :]]))
    return found


def raw_keys(letters: list[Letter], method: Method) -> list[str]:
    """All keys of the word as they were pressed: tiếng -> tieengs."""
    place = _toned(letters)
    keys = [_PLAIN_D.get(one.base, one.base) + _key(one, method) for one in letters]
    # The second of the two horns of ươ is typed for both.
    for index in range(len(letters) - 1):
        if letters[index].mark == _HORN and letters[index + 1].mark == _HORN:
            keys[index] = letters[index].base
    text = "".join(keys) + (method.tones[letters[place].tone] if place >= 0 else "")
    if not place >= 0 and text == spelled(letters):
        return []
    return [text.upper() if _is_loud(letters) else text]


def _key(letter: Letter, method: Method) -> str:
    """The key of the mark of a letter."""
    if letter.base in "đĐ":
        return method.bar
    return method.marks[letter.base.lower() + letter.mark] if letter.mark else ""


def wrong_tone(letters: list[Letter], method: Method) -> list[str]:
    """The key beside that of the tone: má -> mã."""
    place = _toned(letters)
    others = method.beside[letters[place].tone] if place >= 0 else ""
    return [spelled(_with_tone(letters, place, other)) for other in others]


def moved_tone(letters: list[Letter], method: Method) -> list[str]:
    """The tone on another of the vowels: tiếng -> tíêng. The u of qu and i of gi are none."""
    place = _toned(letters)
    if place < 0:
        return []
    low = high = place
    while low > 0 and letters[low - 1].base in _VOWELS:
        low -= 1
    while high + 1 < len(letters) and letters[high + 1].base in _VOWELS:
        high += 1
    if low > 0 and (letters[low - 1].base + letters[low].base).lower() in {"qu", "gi"}:
        low += 1
    others = [other for other in range(low, high + 1) if other != place]
    return [spelled(_with_tone(letters, other, letters[place].tone)) for other in others]


def missed_key(letters: list[Letter], method: Method) -> list[str]:
    """One key was not pressed: the tone, a mark, or the second d is missing."""
    found = []
    for place, one in enumerate(letters):
        plain = _PLAIN_D.get(one.base, one.base)
        changes = [one._replace(tone="")] if one.tone else []
        changes += [one._replace(mark="", base=plain)] if one.mark or plain != one.base else []
        found += [spelled([*letters[:place], other, *letters[place + 1 :]]) for other in changes]
    return found


def _cased(key: str, letters: list[Letter]) -> str:
    return key.upper() if _is_loud(letters) else key


def _is_loud(letters: list[Letter]) -> bool:
    return len(letters) > 1 and all(one.base.isupper() for one in letters)


@lru_cache(maxsize=1 << 14)
def is_marked(word: str) -> bool:
    """Whether a word is spelled with Vietnamese letters, and some of them take more than a key."""
    letters = letters_of(word)
    if not letters or unicodedata.normalize("NFC", word) != word:
        return False
    return any(one.mark or one.tone or one.base in "đĐ" for one in letters)


@lru_cache(maxsize=1 << 14)
def _outcomes(word: str, *, by_vni: bool) -> tuple[list[str], ...]:
    """What each way of going wrong may make of a marked word, in the order of `SHARES`."""
    letters = letters_of(word)
    assert letters is not None
    ways = (raw_tone, raw_mark, raw_keys, wrong_tone, moved_tone, missed_key)
    return tuple(way(letters, VNI if by_vni else TELEX) for way in ways)


def mistyped(word: str, draw: int, *, by_vni: bool) -> str:
    """A marked word with one error; a way that it does not allow gives way to the next."""
    outcomes, turn = _outcomes(word, by_vni=by_vni), _turns()[draw % 100]
    for texts in (*outcomes[turn:], *outcomes[:turn]):
        if texts and texts[(draw >> 8) % len(texts)] != word:
            return texts[(draw >> 8) % len(texts)]
    return word


@lru_cache(maxsize=1)
def _turns() -> list[int]:
    """Number of the way for each percent of `SHARES`."""
    return [number for number, share in enumerate(SHARES) for _ in range(share)]
