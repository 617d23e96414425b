"""Thai, syllable by syllable, as in subtitles of songs."""

import re
from functools import lru_cache

from crosswind.noise.romanization.habits import Habit, spellings_of

_INITIALS = (
    "ก=k,g ข=kh,k ฃ=kh ค=kh,k ฅ=kh ฆ=kh ง=ng จ=j,ch ฉ=ch ช=ch ซ=s ฌ=ch ญ=y ฎ=d ฏ=t ฐ=th,t "
    "ฑ=th ฒ=th ณ=n ด=d ต=t,dt ถ=th,t ท=th,t ธ=th,t น=n บ=b ป=p,bp ผ=ph,p ฝ=f พ=ph,p ฟ=f "
    "ภ=ph,p ม=m ย=y ร=r ล=l ว=w ศ=s ษ=s ส=s ห=h ฬ=l อ= ฮ=h"
)
_FINALS = {
    **dict.fromkeys("กขคฆ", "k"),
    **dict.fromkeys("จชซฎฏฐฑฒดตถทธศษส", "t"),
    **dict.fromkeys("ญณนรลฬ", "n"),
    **dict.fromkeys("บปพฟภ", "p"),
    "ง": "ng", "ม": "m", "ย": "i", "ว": "o",
}  # fmt: skip
# Shapes of syllables, first match first: C is the initial, T a tone mark, F the final.
_SHAPES = (
    ("เCีTยว", "iao,iaw"), ("เCีTยF?", "ia"), ("เCืTอF?", "uea,ua"), ("CัTวะ", "ua"),
    ("CัTวF?", "ua"), ("เCTาะ", "o,or"), ("เCTา", "ao"), ("เCิTF", "oe,er"), ("เCTย", "oei,oey"),
    ("เCTอะ", "oe"), ("เCTอF?", "oe,er"), ("เC็TF", "e"), ("เCTว", "eo,ew"), ("เCTะ", "e"),
    ("แC็TF", "ae"), ("แCTะ", "ae"), ("แCTF?", "ae"), ("โCTะ", "o"), ("โCTF?", "o"),
    ("[ไใ]CTย?", "ai"), ("เCTF?", "e,ay"), ("CTำ", "am,um"), ("CัTย", "ai"), ("CัTF", "a,u"),
    ("CTะ", "a"), ("CTาF?", "a,aa"), ("CิTF?", "i"), ("CีTF?", "i,ee"), ("CึTF?", "ue,u"),
    ("CืTอ", "ue,eu"), ("CืTF?", "ue,eu"), ("CุTF?", "u"), ("CูTF?", "u,oo"), ("C็TอF", "o"),
    ("CTรรF", "a"), ("Cรร", "an"), ("CTอF?", "o,or"), ("CTวF", "ua"), ("CTF", "o"), ("C", "a"),
)  # fmt: skip
_CONSONANT = "[ก-ฮ]"
# Two letters of one beginning; ห before a sonorant is not heard.
_CLUSTER = (
    f"(?P<initial>(?:[กขค][รลว]|[ปพ][รล]|ตร)(?=[ะ-ฺ็-์]|{_CONSONANT})|ห[งญนมยรลว](?=.)|"
    f"อย(?=[ูา่])|{_CONSONANT})"
)
# A final is no letter that begins the next syllable: nothing that is written around it follows.
_FINAL = (
    "(?P<final>(?!.อ(?![ะ-ฺ็-์]))(?:[กขคตปพ](?![รลว]?[ะ-ฺ็-์])|[ฃฅ-ซฌ-ณดถ-นบผฝฟ-ฮ](?![ะ-ฺ็-์]))"
    f"(?:{_CONSONANT}[ิุ]?์)?)"
)
_SILENT = f"(?:{_CONSONANT}[ิุ]?์)?"


@lru_cache(maxsize=1)
def _shapes() -> tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...]:
    found = []
    for shape, vowels in _SHAPES:
        pattern = shape.replace("C", _CLUSTER).replace("T", "[่-๋]?").replace("F", _FINAL)
        found.append((re.compile(pattern + _SILENT), shape, tuple(vowels.split(","))))
    return tuple(found)


@lru_cache(maxsize=1)
def _initials() -> dict[str, tuple[str, ...]]:
    return spellings_of(_INITIALS)


def syllables(run: str, habit: Habit) -> list[tuple[int, int, str]]:
    """Begin and end of each syllable of a run, and how a writer spells it; what is odd stays."""
    found: list[tuple[int, int, str]] = []
    place = 0
    while place < len(run):
        if run[place] == "ๆ" and found:
            found.append((place, place + 1, found[-1][2]))
            place += 1
            continue
        for pattern, shape, vowels in _shapes():
            match = pattern.match(run, place)
            if match is not None:
                text = _onset(match["initial"], habit) + habit.takes(shape, vowels)
                final = match.groupdict().get("final") or ""
                found.append((place, match.end(), text + _FINALS.get(final[:1], "")))
                place = match.end()
                break
        else:
            place += 1
    return found


def _onset(initial: str, habit: Habit) -> str:
    table = _initials()
    silent = len(initial) == 2 and initial[0] in "หอ"
    letters = initial[1:] if silent else initial
    return "".join(habit.takes(letter, table.get(letter, (letter,))) for letter in letters)
