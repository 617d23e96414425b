"""Alphabets with vowels: Cyrillic, Greek and Georgian, letter by letter, longest group first."""

import unicodedata
from functools import lru_cache

from crosswind.noise.romanization.habits import Habit, spellings_of

# "^" before a group: at the beginning of a word; "$" after it: at the end.
_CYRILLIC = (
    "а=a б=b в=v г=g д=d е=e ж=zh,j з=z и=i й=y,j,i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f "
    "х=h,kh,x ц=ts,c ч=ch ш=sh щ=sch,sh,shch ъ= ы=y,i ь=,' э=e ю=yu,ju,u я=ya,ja,ia ё=e,yo,jo"
)
_TABLES = {
    "ru": f"{_CYRILLIC} ^е=e,ye ч=ch,4 ш=sh,6 щ=sch,sh,shch,w ий$=iy,ij,y,ii ый$=yi,yj,iy,y "
    "ого$=ogo,ovo его$=ego,evo ье=ie,'e,ye ья=ia,ya,'ya",
    "uk": f"{_CYRILLIC} г=h,g ґ=g є=ye,ie,je и=y,i і=i ї=yi,i,ji ий$=yi,y,yj зг=zgh,zh '= ’= ʼ=",
    "bg": f"{_CYRILLIC} х=h ъ=a,y,u щ=sht ч=ch,4 ш=sh,6 я=ya,q,ia,ja ю=yu,iu,ju ь=i в=v,w ж=j,zh",
    "kk": f"{_CYRILLIC} ә=a,ae ғ=g,gh қ=k,q ң=n,ng ө=o,oe ұ=u ү=u һ=h і=i ы=y,i й=i,y "
    "у=u,w х=h,kh я=ya,ia ю=yu ш=sh ч=ch",
    "el": "α=a β=v,b γ=g δ=d ε=e ζ=z η=i,h θ=th,8 ι=i κ=k λ=l μ=m ν=n ξ=x,ks,3 ο=o π=p ρ=r σ=s "
    "ς=s τ=t υ=y,u,i φ=f,ph χ=x,h,ch ψ=ps,4 ω=o,w ου=ou,u αι=ai,e ει=ei,i οι=oi,i ευ=ev,eu "
    "αυ=av,au ^μπ=mp,b ^ντ=nt,d ^γκ=gk,g γγ=gg,ng τζ=tz,j ντ=nt,nd μπ=mp,b",
    "ka": "ა=a ბ=b გ=g დ=d ე=e ვ=v ზ=z თ=t ი=i კ=k ლ=l მ=m ნ=n ო=o პ=p ჟ=j,zh რ=r ს=s ტ=t უ=u "
    "ფ=f,p ქ=q,k ღ=g,gh ყ=y,q შ=sh ჩ=ch ც=c,ts ძ=dz,z წ=w,ts ჭ=ch,tch ხ=x,kh ჯ=j,dj ჰ=h",
}
_LONGEST = 3


@lru_cache(maxsize=16)
def _table(language: str) -> dict[str, tuple[str, ...]]:
    return spellings_of(_TABLES[language])


def is_known(language: str) -> bool:
    """Whether there is a table of the language."""
    return language in _TABLES


def written(word: str, habit: Habit) -> str:
    """The word as a writer spells it in Latin letters; capitals stay capitals."""
    table, base = _table(habit.language), _bare(word, habit.language)
    # A letter whose small form is longer (İ) stays, so that places are the same in both.
    small = "".join(one.lower() if len(one.lower()) == 1 else one for one in base)
    parts, place = [], 0
    while place < len(small):
        group, ways = _group(small, place, table)
        spelling = habit.takes(group, ways)
        source = base[place : place + len(group.strip("^$"))]
        parts.append(_cased(spelling, source, base))
        place += len(source)
    return "".join(parts)


def _bare(word: str, language: str) -> str:
    """Composed letters; in Greek without accents, but with the diaeresis that parts vowels."""
    if language != "el":
        return unicodedata.normalize("NFC", word)
    plain = unicodedata.normalize("NFD", word)
    return "".join(one for one in plain if unicodedata.category(one) != "Mn" or one == "\u0308")


def _group(
    small: str, place: int, table: dict[str, tuple[str, ...]]
) -> tuple[str, tuple[str, ...]]:
    """The longest group that begins at a place, and how it may be spelled."""
    for length in range(min(_LONGEST, len(small) - place), 0, -1):
        group = small[place : place + length]
        if length > 1 and small[place + length : place + length + 1] == "\u0308":
            continue
        if place == 0 and f"^{group}" in table:
            return f"^{group}", table[f"^{group}"]
        if place + length == len(small) and f"{group}$" in table:
            return f"{group}$", table[f"{group}$"]
        if group in table:
            return group, table[group]
    letter = small[place]
    return letter, ("" if letter == "\u0308" else letter,)


def _cased(spelling: str, source: str, word: str) -> str:
    if source == source.lower():
        return spelling
    loud = len(word) > 1 and word == word.upper()
    return spelling.upper() if loud else spelling[:1].upper() + spelling[1:]
