"""Scripts of India, syllable by syllable; vowels that are not spoken are not written.

The blocks of these scripts are laid out in parallel, so that most letters of one place in the block
have one spelling in all of them.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from crosswind.noise.romanization.everyday import EVERYDAY
from crosswind.noise.romanization.habits import Habit, spellings_of

_BLOCKS = {
    "hi": 0x900, "mr": 0x900, "bn": 0x980, "pa": 0xA00, "gu": 0xA80, "ta": 0xB80, "te": 0xC00,
    "ml": 0xD00,
}  # fmt: skip
_VOWELS = (
    "05=a 06=aa,a 07=i 08=i,ee 09=u 0A=u,oo 0B=ri,ru 0D=e 0E=e 0F=e 10=ai 11=o 12=o 13=o "
    "14=au,ou 72=a"
)
_SIGNS = (
    "3E=a,aa 3F=i 40=i,ee 41=u 42=u,oo 43=ri,ru 45=e 46=e 47=e 48=ai 49=o 4A=o 4B=o 4C=au,ou 57=au"
)
_CONSONANTS = (
    "15=k 16=kh 17=g 18=gh 19=ng 1A=ch 1B=chh,ch 1C=j 1D=jh 1E=n,ny 1F=t 20=th 21=d 22=dh 23=n "
    "24=t 25=th 26=d 27=dh 28=n 29=n 2A=p 2B=ph,f 2C=b 2D=bh 2E=m 2F=y 30=r 31=r 32=l 33=l 34=zh "
    "35=v,w 36=sh,s 37=sh 38=s 39=h"
)
_WITH_NUKTA = {
    "15": ("q", "k"), "16": ("kh",), "17": ("g", "gh"), "1C": ("z", "j"), "21": ("r", "d"),
    "22": ("dh", "rh"), "2B": ("f",), "2F": ("y",), "38": ("sh", "s"),
}  # fmt: skip
_OWN = {
    "bn": "2F=j 35=b 24=t 1E=n 3E=a 06=a 40=i,ee 48=oi,ai 10=oi,ai 4C=ou 14=ou 4E=t",
    "ta": "15=k,g 1A=s,ch 1F=d,t 24=th 2A=p,b 1C=j 40=ee,i 42=oo,u 3E=aa,a 47=e,ae 33=l 31=r",
    "te": "24=t,th 26=d,dh 3E=a,aa 2B=f,ph 36=sh,s",
    "ml": "24=th,t 26=d 1F=t,d 1E=nj,n 7A=n 7B=n 7C=r 7D=l 7E=l 7F=k 40=i,ee",
    "pa": "35=v,w 30=r 5C=r,d",
}
# Vowel that a bare consonant carries, and whether it falls silent as in Hindi.
_INHERENT = {"bn": ("o", "a")}
_SILENT = ("hi", "mr", "gu", "pa")
# Letters that never carry a vowel.
_DEAD = {"bn": (0x4E,), "ml": tuple(range(0x7A, 0x80))}
_JOINERS = ("\u200c", "\u200d")
_NUKTA, _VIRAMA, _ADDAK = 0x3C, 0x4D, 0x71
_NASALS, _LABIALS = (0x00, 0x01, 0x02, 0x70), "pbm"
# Tamil and Malayalam groups of consonants that are spelled as one.
_GROUPS = {
    "ta": {
        "ng k": "ng", "ng g": "ng", "n g": "ng", "n ch": "nj", "n s": "nj", "n t": "nd",
        "n d": "nd", "n th": "nth", "n p": "nb", "n b": "nb", "m p": "mb", "m b": "mb",
        "r r": "tr", "n r": "ndr", "ch ch": "ch", "s s": "ch", "th th": "th",
        "d d": "tt", "g g": "kk", "b b": "pp",
    },
    "ml": {
        "ng k": "nk", "ng ng": "ng", "nj nj": "nj", "th th": "th", "r r": "tt", "n r": "nt",
        "nj ch": "nch", "d d": "tt", "n d": "nd", "n t": "nd",
    },
    "bn": {"k sh": "kkh"},
}  # fmt: skip


class _Syllable(NamedTuple):
    """Consonants, a vowel (empty if there is none), whether it is the inherent one, and a coda."""

    onset: tuple[str, ...]
    vowel: str
    bare: bool
    coda: str = ""


@lru_cache(maxsize=16)
def _tables(language: str) -> tuple[dict[int, tuple[str, ...]], ...]:
    own = spellings_of(_OWN.get(language, ""))
    found = []
    for table in (_VOWELS, _SIGNS, _CONSONANTS):
        shared = spellings_of(table)
        found.append({int(key, 16): own.get(key, ways) for key, ways in shared.items()})
    found[2] |= {
        int(key, 16): ways for key, ways in own.items() if int(key, 16) >= 0x4E and key != "57"
    }
    return tuple(found)


@lru_cache(maxsize=8)
def _listed(language: str) -> dict[str, tuple[str, ...]]:
    return spellings_of(unicodedata.normalize("NFC", EVERYDAY.get(language, "")))


def is_known(language: str) -> bool:
    """Whether there is a table of the language."""
    return language in _BLOCKS


def written(word: str, habit: Habit) -> str:
    """The word as a writer spells it in Latin letters."""
    plain = unicodedata.normalize("NFC", word)
    listed = _listed(habit.language)
    if plain in listed:
        return habit.takes(plain, listed[plain])
    rows = _syllables(plain, habit)
    if habit.language in _SILENT:
        rows = _without_silent_vowels(rows)
    elif habit.language == "bn":
        rows = _without_last_vowel(rows)
    elif habit.language == "ml" and rows and rows[-1].onset and not rows[-1].vowel:
        rows[-1] = rows[-1]._replace(vowel=habit.takes("final", ("u", "")))
    parts = []
    for number, row in enumerate(rows):
        coda = row.coda
        if coda == "n":
            following = "".join(rows[number + 1].onset) if number + 1 < len(rows) else ""
            is_last = not following and habit.language in {"te", "ml"}
            coda = "m" if following[:1] in tuple(_LABIALS) or is_last else "n"
            coda = "" if following[:1] == "n" else coda
        elif coda == "+":
            coda = "".join(rows[number + 1].onset)[:1] if number + 1 < len(rows) else ""
        parts.append(_joined(row.onset, number, habit) + row.vowel + coda)
    return "".join(parts)


def _syllables(word: str, habit: Habit) -> list[_Syllable]:
    vowels, signs, consonants = _tables(habit.language)
    block = _BLOCKS[habit.language]
    inherent = habit.takes("inherent", _INHERENT.get(habit.language, ("a",)))
    rows: list[_Syllable] = []
    chain: list[str] = []
    # Beyond the end stand two letters of no script.
    offsets = [*(ord(letter) - block for letter in word), -1, -1]
    place = 0

    def close(vowel: str, *, bare: bool = False) -> None:
        rows.append(_Syllable(tuple(chain), vowel, bare=bare))
        chain.clear()

    while place < len(word):
        offset, first = offsets[place], place == 0
        place += 1
        if offset in consonants:
            with_nukta = offsets[place] == _NUKTA
            chain.append(_consonant(offset, habit, first=first, with_nukta=with_nukta))
            place += with_nukta
            if offsets[place] == _VIRAMA:
                place += 1 + (word[place + 1 : place + 2] in _JOINERS)
            elif offset in _DEAD.get(habit.language, ()):
                close("")
            elif offsets[place] not in signs:
                close(inherent, bare=True)
        elif offset in signs or offset in vowels:
            kind = signs if offset in signs else vowels
            close(habit.takes(f"{offset:02X}", kind[offset]))
        else:
            _add_mark(rows, chain, word[place - 1], offset, habit.language)
    if chain:
        close("")
    return rows


def _consonant(offset: int, habit: Habit, *, first: bool, with_nukta: bool) -> str:
    """The spelling of a consonant; Tamil ones are voiced between vowels, not at the beginning."""
    key = f"{offset:02X}"
    ways = _tables(habit.language)[2][offset]
    if with_nukta:
        changed = _WITH_NUKTA.get(key, ways)
        changed = ("r", "rh") if habit.language == "bn" and key in {"21", "22"} else changed
        return habit.takes(f"{key} nukta", changed)
    return habit.takes(key, ways[:1] if first and habit.language in {"ta", "ml"} else ways)


def _add_mark(
    rows: list[_Syllable], chain: list[str], letter: str, offset: int, language: str
) -> None:
    """A mark after a syllable, or a letter that is not of the script."""
    coda = letter
    if offset in _NASALS:
        coda = "ng" if language == "bn" and offset == 0x02 else "n"
    elif offset == 0x03:
        coda = "k" if language == "ta" else "h"
    elif offset == _ADDAK:
        coda = "+"
    elif letter in _JOINERS or offset in {_VIRAMA, _NUKTA}:
        coda = ""
    if rows and not chain and not rows[-1].coda:
        rows[-1] = rows[-1]._replace(coda=coda)
    else:
        rows.append(_Syllable(tuple(chain), "", bare=False, coda=coda))
        chain.clear()


def _without_silent_vowels(rows: list[_Syllable]) -> list[_Syllable]:
    """Inherent vowels at the end, and between a syllable with a vowel and one that keeps it."""
    rows = _without_last_vowel(rows)
    for number in range(len(rows) - 2, 0, -1):
        row, before, after = rows[number], rows[number - 1], rows[number + 1]
        spoken = before.vowel and after.vowel and not before.coda
        if row.bare and not row.coda and len(row.onset) == 1 and spoken and len(after.onset) == 1:
            rows[number] = row._replace(vowel="")
    return rows


def _without_last_vowel(rows: list[_Syllable]) -> list[_Syllable]:
    """The last inherent vowel is silent, but after a group that could not end a word: mitra."""
    last = rows[-1] if rows else None
    if last is None or not last.bare or last.coda or not last.onset:
        return rows
    is_alone = len(rows) == 1 and len(last.onset) == 1
    is_hard = len(last.onset) > 1 and last.onset[-1][0] in "rlyvwnm"
    if not is_alone and not is_hard:
        rows[-1] = last._replace(vowel="")
    return rows


def _joined(onset: tuple[str, ...], number: int, habit: Habit) -> str:
    """A group of consonants; those of one breath doubled by their first letter only."""
    groups = _GROUPS.get(habit.language, {})
    text, previous = "", ""
    for consonant in onset:
        pair = f"{previous} {consonant}"
        if pair in groups:
            text = text[: len(text) - len(previous)] + groups[pair]
        elif previous and consonant.startswith(previous) and len(consonant) > 1:
            text = text[: len(text) - len(previous)] + consonant[0] + consonant
        else:
            text += consonant
        previous = consonant
    return text
