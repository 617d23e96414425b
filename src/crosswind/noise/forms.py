"""Other code points for the same writing: canonical equivalents, widths, Arabic forms, digits."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.proposals import StringPool
from crosswind.noise.stretches import Positions

# Blocks whose characters have canonical equivalents in use; compatibility ideographs and radicals,
# as documents in print hold them, stand for the unified ones.
_BLOCKS = (range(0xC0, 0x2000), range(0x3041, 0x30FF), range(0xAC00, 0xD7A4), range(0xFB1D, 0xFB50))
_SINGLES = (range(0x1F71, 0x1F7E), range(0x212A, 0x212C), range(0xF900, 0xFADA))
_RADICALS = range(0x2F00, 0x2FD6)
_SARA_AM = "\u0e33"


@dataclass(frozen=True, slots=True, kw_only=True)
class Equivalents:
    """The other ways of writing single characters, and pairs that are written as one.

    Attributes:
        codes: characters that can be written otherwise, sorted.
        lookup: code point -> index into `codes`, -1 for others and (the last entry) all above.
        first, count: rows of each in the pool.
        pool: the other ways.
        pairs: sorted pairs of characters, as first * 2^21 + second.
        joined: the one character for each pair.
    """

    codes: NDArray[np.uint32]
    lookup: NDArray[np.int16]
    first: Positions
    count: Positions
    pool: StringPool
    pairs: NDArray[np.int64]
    joined: NDArray[np.uint32]

    def index(self, points: NDArray[np.uint32]) -> Positions:
        """Index into `codes` of each code point, -1 where it is unknown."""
        return self.lookup[np.minimum(points, len(self.lookup) - 1)].astype(np.int64)

    def pair(self, one: NDArray[np.uint32], other: NDArray[np.uint32]) -> Positions:
        """Index into `joined` of each pair of code points, -1 where they are not one."""
        both = (one.astype(np.int64) << 21) | other
        place = np.minimum(np.searchsorted(self.pairs, both), len(self.pairs) - 1)
        return np.where(self.pairs[place] == both, place, -1)


@lru_cache(maxsize=1)
def equivalents() -> Equivalents:
    """Canonical equivalents: decomposed by a step or wholly, composed, and duplicates."""
    ways: dict[str, list[str]] = {_SARA_AM: ["\u0e4d\u0e32"]}
    pairs: dict[tuple[int, int], int] = {}
    for letter in (chr(point) for block in _BLOCKS for point in block):
        whole = unicodedata.normalize("NFD", letter)
        if whole == letter or len(whole) == 1:
            continue
        step = unicodedata.normalize("NFC", whole[:-1]) + whole[-1]
        ways.setdefault(letter, []).extend(dict.fromkeys([step, whole]))
        if len(step) == 2:
            pairs[ord(step[0]), ord(step[1])] = ord(letter)
    doubles = [chr(point) for block in _SINGLES for point in block]
    for double in (*doubles, *map(chr, _RADICALS)):
        # Canonical duplicates have only canonical decompositions, radicals only others.
        usual = unicodedata.normalize("NFKC", double)
        if usual != double and len(usual) == 1:
            ways.setdefault(usual, []).append(double)
    letters = sorted(ways)
    codes = np.array([ord(letter) for letter in letters], dtype=np.uint32)
    lookup = np.full(int(codes[-1]) + 2, -1, dtype=np.int16)
    lookup[codes] = np.arange(len(codes))
    counts = np.array([len(ways[letter]) for letter in letters], dtype=np.int64)
    order = sorted(pairs)
    return Equivalents(
        codes=codes,
        lookup=lookup,
        first=np.cumsum(counts) - counts,
        count=counts,
        pool=StringPool.of(way for letter in letters for way in ways[letter]),
        pairs=np.array([(one << 21) | other for one, other in order], dtype=np.int64),
        joined=np.array([pairs[pair] for pair in order], dtype=np.uint32),
    )


@lru_cache(maxsize=1)
def other_widths() -> dict[int, str]:
    """Code point -> fullwidth form of ASCII, halfwidth form of kana and Hangul letters."""
    table = {point: chr(point + 0xFEE0) for point in range(0x21, 0x7F)}
    for narrow in map(chr, (*range(0xFF66, 0xFF9E), *range(0xFFA1, 0xFFDD))):
        _, _, usual = unicodedata.decomposition(narrow).partition("<narrow> ")
        if usual:
            table[int(usual, 16)] = narrow
    for mark, sign in (("\u3099", "\uff9e"), ("\u309a", "\uff9f")):
        for base in map(chr, range(0x30A1, 0x30FB)):
            voiced = unicodedata.normalize("NFC", base + mark)
            if len(voiced) == 1 and ord(base) in table:
                table[ord(voiced)] = table[ord(base)] + sign
    return table


@lru_cache(maxsize=1)
def _shapes() -> dict[tuple[str, str], str]:
    """(letters, position) -> presentation form; lam-alef is a form of two letters."""
    table: dict[tuple[str, str], str] = {}
    for form in map(chr, (*range(0xFB50, 0xFC00), *range(0xFE80, 0xFEFD))):
        kind, *points = unicodedata.decomposition(form).split()[:3] or [""]
        letters = "".join(chr(int(point, 16)) for point in points)
        if letters and (len(letters) == 1 or letters[0] == "ل"):
            table.setdefault((letters, kind.strip("<>")), form)
    return table


def joins_next(letter: str) -> bool:
    """Whether an Arabic letter is joined to the one after it."""
    return (letter, "initial") in _shapes()


@lru_cache(maxsize=1 << 14)
def shaped(word: str) -> str:
    """A word in presentation forms, as it is drawn; marks and unknown letters stay.

    Where a letter has no form, the word is returned as it is: beside forms it would not join.
    """
    shapes, written, linked, place = _shapes(), [], False, 0
    while place < len(word):
        letter = word[place : place + 2]
        if (letter, "isolated") not in shapes or len(letter) < 2:
            letter = word[place]
        place += len(letter)
        if unicodedata.combining(letter[0]):
            written.append(letter)
            continue
        following = next((one for one in word[place:] if not unicodedata.combining(one)), "")
        onward = joins_next(letter) and ((following, "final") in shapes)
        name = {(0, 0): "isolated", (0, 1): "initial", (1, 0): "final", (1, 1): "medial"}
        form = shapes.get((letter, name[linked, onward]))
        if form is None:
            return word
        written.append(form)
        linked = onward
    return "".join(written)
