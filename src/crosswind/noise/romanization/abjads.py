"""Arabic, Persian, Urdu and Hebrew: consonants by table, and a guess at the vowels between them.

Vowels that are not written are guessed from the shape of syllables (a word begins with a consonant
and a vowel, and two consonants meet only between vowels), so that everyday words stand in lists.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from crosswind.noise.romanization.everyday import EVERYDAY
from crosswind.noise.romanization.habits import Habit, spellings_of

_CONSONANTS = {
    "ar": "ب=b ت=t ث=th,s ج=j,g د=d ذ=z,th,dh ر=r ز=z س=s ش=sh,ch غ=gh ف=f ك=k ل=l م=m ن=n ه=h "
    "پ=p چ=ch گ=g ڤ=v",
    "fa": "ب=b پ=p ت=t ث=s ج=j چ=ch ح=h خ=kh د=d ذ=z ر=r ز=z ژ=zh,j س=s ش=sh ص=s ض=z ط=t ظ=z "
    "غ=gh,q ف=f ق=gh,q ک=k ك=k گ=g ل=l م=m ن=n ه=h ة=t ع=a, ء=, ئ=,y",
    "ur": "ب=b پ=p ت=t ٹ=t ث=s ج=j چ=ch ح=h خ=kh د=d ڈ=d ذ=z ر=r ڑ=r,d ز=z ژ=zh س=s ش=sh ص=s ض=z "
    "ط=t ظ=z غ=gh,g ف=f ق=q,k ک=k گ=g ل=l م=m ن=n ں=n ہ=h ۂ=h ھ=h ع=a, ء=, ئ=,y ة=t",
    "he": "ב=v,b ג=g ד=d ה=h ז=z ח=h,ch ט=t כ=ch,k ך=ch,kh ל=l מ=m ם=m נ=n ן=n ס=s פ=f,p ף=f "
    "צ=tz,ts ץ=tz,ts ק=k ר=r ש=sh ת=t",
}
# Arabic letters that are written as digits by some, as letters by others.
_DIGITS = "ح=7 خ=5,7' ص=s,9 ض=d,9' ط=t,6 ظ=z,6' ق=q,8,2 ع=3 ء=2 ؤ=2o ئ=2"
_LETTERS = "ح=h خ=kh ص=s ض=d ط=t ظ=z,dh ق=q,k ع=a,' ء= ؤ=o ئ=e,"
# Letters that are vowels, at the beginning of a word (one-letter part), inside and at the end.
_LONG = {
    "ar": ("ا=a,e أ=a إ=e,i آ=a,aa", "ا=a أ=a آ=a إ=e و=o,u,ou ي=i,ee ى=a ة=a,eh,e"),
    "fa": ("ا=a,e آ=a,aa أ=a", "ا=a,aa آ=a,aa أ=a و=u,o,oo ی=i,ee ي=i ٔ=e"),
    "ur": ("ا=a,i آ=aa,a أ=a", "ا=a,aa آ=aa,a و=o,u,oo ی=i,ee ي=i ے=e,ay,ai ئ=, ؤ=o"),
    "he": ("א=a,e ע=a,e", "א=a ע=a ו=o,u י=i"),
}
_SEMIVOWELS: dict[str, dict[str, tuple[str, ...]]] = {
    "و": {"ar": ("w",), "fa": ("v",), "ur": ("w", "v")},
    "ו": {"he": ("v",)},
    **dict.fromkeys("يیי", dict.fromkeys(_CONSONANTS, ("y",))),
}
_SHORT = {"ar": ("a", "e"), "fa": ("a", "e"), "ur": ("a", "i"), "he": ("a", "e")}
_HARD = {"ב": "b", "כ": "k", "פ": "p"}
_SILENT_END = {"ه": "eh,e", "ہ": "a,ah", "ה": "a,ah"}
_POINTS = {"\u064e": "a", "\u064f": "o", "\u0650": "e", "\u064b": "an", "\u0651": "+"}


class _Sound(NamedTuple):
    """A consonant or a vowel, as it is spelled."""

    text: str
    is_vowel: bool


@lru_cache(maxsize=16)
def _table(language: str, *, digits: bool) -> dict[str, tuple[str, ...]]:
    extra = (_DIGITS if digits else _LETTERS) if language == "ar" else ""
    return spellings_of(f"{_CONSONANTS[language]} {extra}")


@lru_cache(maxsize=16)
def _vowels(language: str, *, first: bool) -> dict[str, tuple[str, ...]]:
    return spellings_of(_LONG[language][0 if first else 1])


@lru_cache(maxsize=8)
def _listed(language: str) -> dict[str, tuple[str, ...]]:
    return spellings_of(EVERYDAY[language])


def is_known(language: str) -> bool:
    """Whether there is a table of the language."""
    return language in _CONSONANTS


def written(word: str, habit: Habit) -> str:
    """The word as a writer spells it in Latin letters."""
    plain = unicodedata.normalize("NFC", word).replace("\u0640", "")
    listed = _listed(habit.language)
    if plain in listed:
        return habit.takes(plain, listed[plain])
    # Two vavs are a consonant, as is bet inside a word; the vav of khvab is silent.
    plain = plain[:1] + plain[1:].replace("וו", "ב")
    if habit.language in {"fa", "ur"}:
        plain = plain.replace("خوا", "خا")
    head = ""
    if habit.language == "ar" and plain.startswith("ال") and len(plain) > 3:
        head, plain = habit.takes("ال", ("el", "al", "il")), plain[2:]
    parts = [part for part in plain.replace("\u200d", "").split("\u200c") if part]
    return head + "".join(
        habit.takes(part, listed[part]) if part in listed else _spelled(_sounds(part, habit), habit)
        for part in parts
    )


def _sounds(part: str, habit: Habit) -> list[_Sound]:
    language = habit.language
    table = _table(language, digits=habit.takes("digits", ("yes", "no")) == "yes")
    sounds: list[_Sound] = []
    for place, letter in enumerate(part):
        first, last = place == 0, place == len(part) - 1
        if letter in _POINTS or unicodedata.category(letter) == "Mn":
            sounds += _point(letter, sounds, habit)
            continue
        vowels = _vowels(language, first=first)
        after = part[place + 1 : place + 2]
        if letter == after == "י" and not first:
            sounds.append(_Sound("a", is_vowel=True))
            continue
        if letter in _SEMIVOWELS and _is_consonant(sounds, after, language):
            ways = _SEMIVOWELS[letter].get(language, (letter,))
            sounds.append(_Sound(habit.takes(f"{letter} consonant", ways), is_vowel=False))
        elif last and place > 1 and letter in _SILENT_END and not sounds[-1].is_vowel:
            ways = tuple(_SILENT_END[letter].split(","))
            sounds.append(_Sound(habit.takes(f"{letter} end", ways), is_vowel=True))
        elif letter in vowels:
            if first and after and after in _SEMIVOWELS and len(part) > 2:
                # The letter carries the vowel that follows.
                continue
            sounds.append(_Sound(habit.takes(f"{letter} {first}", vowels[letter]), is_vowel=True))
        elif first and letter in _HARD:
            sounds.append(_Sound(_HARD[letter], is_vowel=False))
        else:
            _add_consonant(sounds, letter, table, habit)
    return sounds


def _add_consonant(
    sounds: list[_Sound], letter: str, table: dict[str, tuple[str, ...]], habit: Habit
) -> None:
    """A consonant; breath is joined to the one before, and some are silent or heard as a vowel."""
    text = habit.takes(letter, table.get(letter, (letter,)))
    if letter == "ھ" and sounds:
        sounds[-1] = sounds[-1]._replace(text=sounds[-1].text + "h")
    elif text:
        sounds.append(_Sound(text, is_vowel=text == "a"))


def _point(letter: str, sounds: list[_Sound], habit: Habit) -> list[_Sound]:
    """Vowel points, where a text has them."""
    vowel = _POINTS.get(letter, "")
    if vowel == "+":
        return [_Sound(sounds[-1].text[:1], is_vowel=False)] if sounds else []
    return [_Sound(vowel, is_vowel=True)] if vowel else []


def _is_consonant(sounds: list[_Sound], after: str, language: str) -> bool:
    """Whether a letter that may be a vowel is none here: at the beginning, or before a vowel."""
    if not sounds:
        return after not in {"", "\u0651"}
    vowels = _vowels(language, first=False)
    return (after in vowels and after not in _SEMIVOWELS) or sounds[-1].is_vowel


def _spelled(sounds: list[_Sound], habit: Habit) -> str:
    """The sounds with vowels guessed between consonants."""
    text, run = "", []
    after_vowel = False
    for sound in [*sounds, _Sound("", is_vowel=True)]:
        if not sound.is_vowel:
            run.append(sound.text)
            continue
        is_end = not sound.text
        text += _filled(run, habit, after_vowel=after_vowel, is_end=is_end) + sound.text
        run, after_vowel = [], True
    return text


def _filled(run: list[str], habit: Habit, *, after_vowel: bool, is_end: bool) -> str:
    """A run of consonants with short vowels, by the shape of syllables."""
    vowel = habit.takes("short", _SHORT[habit.language])
    # The article of Hebrew.
    if run[:1] == ["h"] and habit.language == "he" and not after_vowel:
        vowel = "a"
    count = len(run)
    if count <= 1:
        return "".join(run) + (vowel if is_end and count and not after_vowel else "")
    is_cluster = habit.language in {"fa", "ur"} and is_end and _is_cluster(run[-2], run[-1])
    if after_vowel and count == 2 and is_cluster:
        return run[0] + run[1]
    if after_vowel and not (is_end and count == 2):
        return run[0] + _filled(run[1:], habit, after_vowel=False, is_end=is_end and count > 2)
    if is_end:
        if count == 3 and is_cluster:
            return run[0] + vowel + run[1] + run[2]
        return _filled(run[:-1], habit, after_vowel=False, is_end=False) + vowel + run[-1]
    if count == 2:
        return run[0] + vowel + run[1]
    return _filled(run[:-2], habit, after_vowel=False, is_end=False) + vowel + run[-2] + run[-1]


def _is_cluster(one: str, other: str) -> bool:
    """Whether two consonants end a word together: dast, mard, sabz."""
    return one in {"s", "r", "n", "sh", "f", "kh"} and other in {"t", "d", "k", "g"}
