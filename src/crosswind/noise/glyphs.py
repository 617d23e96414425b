"""Which characters of a language look alike in print, as arrays."""

import json
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from crosswind.core.languages import script_of
from crosswind.noise.letters import alphabet, upper_case
from crosswind.noise.stretches import Positions

# Of seven misreadings four are the most similar character, two the next, one the third.
_RANKS = ((0, 0, 0, 0, 0, 0, 0), (0, 0, 0, 0, 0, 1, 1), (0, 0, 0, 0, 1, 1, 2))
# Scripts of several languages: a reader for one of them knows its letters only.
_SHARED = {"Latn", "Cyrl", "Arab"}
# Arabic letters, and what is left of them without their dots, hamza or madda.
_DOTS = "ذد ضص ثت زر شس غع ظط خح جح قف ةه أا إا آا ؤو چح ژر پب ڈد ڑر ۂہ"
_KANA = range(0x304B, 0x30FF)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalikes:
    """What each character is misread as.

    Attributes:
        codes: known code points, sorted.
        taken_for: for each, seven characters, the more similar the more often.
    """

    codes: NDArray[np.uint32]
    taken_for: NDArray[np.uint32]

    def index(self, points: NDArray[np.uint32]) -> Positions:
        """Index into `codes` of each code point, -1 where it is unknown."""
        if len(self.codes) == 0:
            return np.full(points.shape, -1, dtype=np.int64)
        place = np.minimum(np.searchsorted(self.codes, points), len(self.codes) - 1)
        return np.where(self.codes[place] == points, place, -1)


@lru_cache(maxsize=1)
def _tables() -> dict[str, list[str]]:
    content = json.loads(files("crosswind.noise").joinpath("glyphs.json").read_bytes())
    alike: dict[str, list[str]] = content["alike"]
    return alike


def is_drawn(script: str) -> bool:
    """Whether the glyphs of a script were compared."""
    return script in _tables()


@lru_cache(maxsize=128)
def lookalikes(language: str, *, joined: bool = False) -> Lookalikes:
    """The characters that look alike in the script of a language, among the letters that it has.

    Args:
        language: canonical tag.
        joined: of letters that are joined to the next one, in scripts where that matters.
    """
    script = script_of(language)
    rows = _tables()[f"{script} joined" if joined else script]
    own = alphabet(language, script) if script in _SHARED else ""
    known = {*own, *(upper_case(letter, language) for letter in own)}
    found = {}
    for row in rows:
        others = [one for one in row[1:] if not known or one in known or not one.isalpha()]
        if others and (not known or row[0] in known or not row[0].isalpha()):
            found[row[0]] = [ord(others[rank]) for rank in _RANKS[min(len(others), 3) - 1]]
    letters = sorted(found)
    return Lookalikes(
        codes=np.array([ord(letter) for letter in letters], dtype=np.uint32),
        taken_for=np.array([found[one] for one in letters], dtype=np.uint32).reshape(-1, 7),
    )


@lru_cache(maxsize=1)
def without_mark() -> NDArray[np.uint32]:
    """Code point (up to U+3100) -> the letter without its mark or dots; 0 where it has none."""
    plain = np.zeros(0x3101, dtype=np.uint32)
    for block in (range(0xC0, 0x530), range(0x900, 0xE00), range(0x1E00, 0x2000), _KANA):
        for point in block:
            whole = unicodedata.normalize("NFD", chr(point))
            if len(whole) > 1 and unicodedata.category(chr(point))[0] == "L":
                plain[point] = ord(whole[0])
    for pair in _DOTS.split():
        plain[ord(pair[0])] = ord(pair[1])
    return plain
