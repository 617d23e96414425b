"""Hangul on the 2-beolsik keyboard: keys of a syllable, and what an input method makes of keys."""

import math
from functools import lru_cache

INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
# Letters that take two keys.
_TWO_KEYS = {
    "ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ",
    "ㅢ": "ㅡㅣ", "ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ",
    "ㄼ": "ㄹㅂ", "ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ",
}  # fmt: skip
_JOINED = {keys: letter for letter, keys in _TWO_KEYS.items()}
# With and without shift.
SHIFTED = dict(zip("ㄱㄷㅂㅅㅈㅐㅔㄲㄸㅃㅆㅉㅒㅖ", "ㄲㄸㅃㅆㅉㅒㅖㄱㄷㅂㅅㅈㅐㅔ", strict=True))
# Keys of the three rows, each with the place of its first key in key widths.
_ROWS = ((0.5, "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ"), (0.75, "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ"), (1.25, "ㅋㅌㅊㅍㅠㅜㅡ"))
_REACH = 1.3
FIRST, LAST = 0xAC00, 0xD7A3


@lru_cache(maxsize=1 << 14)
def keys_of(syllable: str) -> str:
    """The keys of a syllable, as the letters on them: 값 -> ㄱㅏㅂㅅ."""
    number = ord(syllable) - FIRST
    initial, rest = divmod(number, len(VOWELS) * len(FINALS))
    vowel, final = divmod(rest, len(FINALS))
    letters = (INITIALS[initial], VOWELS[vowel], FINALS[final].strip())
    return "".join(_TWO_KEYS.get(letter, letter) for letter in letters)


def composed(keys: str) -> str:
    """What the input method writes: a final moves to the next syllable if a vowel follows it."""
    written: list[str] = []
    initial = vowel = final = ""
    for key in keys:
        if key in VOWELS:
            if vowel and not final and vowel + key in _JOINED:
                vowel = _JOINED[vowel + key]
            elif initial and not vowel:
                vowel = key
            elif final:
                kept, moved = _divided(final)
                written.append(_syllable(initial, vowel, kept))
                initial, vowel, final = moved, key, ""
            else:
                written.append(_syllable(initial, vowel, final))
                initial, vowel = "", key
        elif initial and vowel and not final and key in FINALS:
            final = key
        elif final and final + key in _JOINED:
            final = _JOINED[final + key]
        else:
            written.append(_syllable(initial, vowel, final))
            initial, vowel, final = key, "", ""
    written.append(_syllable(initial, vowel, final))
    return "".join(written)


def _divided(final: str) -> tuple[str, str]:
    """What of a final stays before a vowel, and what moves."""
    keys = _TWO_KEYS.get(final, final)
    return keys[:-1], keys[-1]


def _syllable(initial: str, vowel: str, final: str) -> str:
    """A syllable, or the letters that make none."""
    if not (initial and vowel):
        return initial + vowel + final
    number = INITIALS.index(initial) * len(VOWELS) + VOWELS.index(vowel)
    return chr(FIRST + number * len(FINALS) + FINALS.index(final or " "))


@lru_cache(maxsize=1)
def neighbors() -> dict[str, str]:
    """Key -> keys beside it that are of the same kind, consonants or vowels; nearest first."""
    places = [
        (key, begin + column, row)
        for row, (begin, keys) in enumerate(_ROWS)
        for column, key in enumerate(keys)
    ]
    found = {}
    for key, x, y in places:
        near = [
            (math.hypot(x - other_x, y - other_y), other)
            for other, other_x, other_y in places
            if other != key and (other in VOWELS) == (key in VOWELS)
        ]
        found[key] = "".join(other for distance, other in sorted(near) if distance <= _REACH)
    for key, plain in SHIFTED.items():
        if key not in found:
            found[key] = "".join(SHIFTED.get(other, other) for other in found[plain])
    return found


def mistyped(keys: str, place: int, draw: int) -> str:
    """Keys with an error at one of them.

    The operation is drawn from the shares of typing errors (40, 31, 24, 5): another key for it
    (four of five times beside it, else shift pressed or not, where that makes a difference), left
    out, another key after it (itself, or one beside it), or changed with the next.
    """
    key, after = keys[place], keys[place + 1 :]
    operation, chance, number = draw % 100, (draw >> 8) % 100, draw >> 16
    near = neighbors()[key]
    if operation >= 95 and after and after[0] != key:
        return keys[:place] + after[0] + key + after[1:]
    if 71 <= operation < 95:
        more = key if chance < 50 else near[number % len(near)]
        return keys[: place + 1] + more + after
    if 40 <= operation < 71:
        return keys[:place] + after
    other = SHIFTED[key] if chance < 20 and key in SHIFTED else near[number % len(near)]
    return keys[:place] + other + after
