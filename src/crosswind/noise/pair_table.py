"""PairTable: words of two characters, each with others, found by number."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.proposals import StringPool
from crosswind.noise.stretches import Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class PairTable:
    """Words of two characters, and for each the words that may stand for it.

    Attributes:
        keys: the words, as first * 2^21 + second, sorted.
        first, count: rows of the pool for each word; the last entry is that of no word.
        pool: the other words.
    """

    keys: NDArray[np.int64]
    first: Positions
    count: Positions
    pool: StringPool

    def number(self, one: NDArray[np.uint32], other: NDArray[np.uint32]) -> Positions:
        """Number of each pair of characters, -1 where it is no word of the table."""
        key = (one.astype(np.int64) << 21) | other
        place = np.minimum(self.keys.searchsorted(key), len(self.keys) - 1)
        return np.where(self.keys[place] == key, place, -1)


def pair_table(others: Mapping[str, tuple[str, ...]]) -> PairTable:
    """The table of some words of two characters; those without others are left out."""
    words = sorted(word for word in others if others[word])
    counts = np.array([*(len(others[word]) for word in words), 1], dtype=np.int64)
    return PairTable(
        keys=np.array([(ord(word[0]) << 21) | ord(word[1]) for word in words], dtype=np.int64),
        first=np.cumsum(counts) - counts,
        count=counts,
        pool=StringPool.of([*(one for word in words for one in others[word]), ""]),
    )
