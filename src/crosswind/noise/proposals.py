"""Proposals: edits that a perturbation would like to make, before fences and neighbors object."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns, Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Candidate edits, in any order.

    Attributes:
        start, end: stretch that is replaced; `start == end` inserts.
        pool: code points of all replacements; `offset` and `length` say which are whose.
        rank: the smaller wins over its neighbors. Must not depend on severity, and the proposals
            of a lower severity must rank before those that a higher severity adds.
        low, high: first and last position that the edit is about.
        window: two edits object to each other if fewer positions than this lie between them.
        op: number of the operation, for counts.
    """

    start: Positions
    end: Positions
    pool: NDArray[np.uint32]
    offset: Positions
    length: Positions
    rank: NDArray[np.uint32]
    low: Positions
    high: Positions
    window: int = 0
    op: NDArray[np.uint8]

    def only(self, kept: NDArray[Any]) -> "Proposals":
        """The proposals that a mask or an index selects."""
        return Proposals(
            start=self.start[kept],
            end=self.end[kept],
            pool=self.pool,
            offset=self.offset[kept],
            length=self.length[kept],
            rank=self.rank[kept],
            low=self.low[kept],
            high=self.high[kept],
            window=self.window,
            op=self.op[kept],
        )


def replace(
    columns: Columns, at: Positions, texts: Sequence[str] | str, *, strength: float, width: int = 1
) -> Proposals:
    """Propose to replace `width` code points at each site, each with probability `strength`.

    Args:
        columns: the texts.
        at: the sites.
        texts: the replacement, or one a site; an empty text deletes.
        strength: probability of each site.
        width: code points of a site.
    """
    return _proposals(columns, at, texts, columns.draws[at], strength, width)


def replace_by_example(
    columns: Columns, at: Positions, texts: Sequence[str] | str, *, strength: float
) -> Proposals:
    """Propose to replace every site of an example, or none: a trait of its writer.

    Args:
        columns: the texts.
        at: the sites, one code point each.
        texts: the replacement, or one a site.
        strength: probability of each example.
    """
    trait = columns.example_draws(7)[columns.text_of(at)]
    return _proposals(columns, at, texts, trait, strength, 1)


def threshold(strength: float) -> int:
    """The 32-bit number below which a draw fires with probability `strength`."""
    return min(round(strength * (1 << 32)), 1 << 32)


def _proposals(
    columns: Columns,
    at: Positions,
    texts: Sequence[str] | str,
    draws: NDArray[np.uint32],
    strength: float,
    width: int,
) -> Proposals:
    fires = np.flatnonzero(draws.astype(np.uint64) < threshold(strength))
    start = at[fires].astype(np.int64)
    if isinstance(texts, str):
        pool_text, lengths = texts, np.full(len(start), len(texts), dtype=np.int64)
        offsets = np.zeros(len(start), dtype=np.int64)
    else:
        chosen = [texts[index] for index in fires.tolist()]
        pool_text = "".join(chosen)
        lengths = np.fromiter(map(len, chosen), dtype=np.int64, count=len(chosen))
        offsets = np.cumsum(lengths) - lengths
    return Proposals(
        start=start,
        end=start + width,
        pool=np.frombuffer(pool_text.encode("utf-32-le"), dtype=np.dtype("<u4")),
        offset=offsets,
        length=lengths,
        rank=draws[fires],
        low=start,
        high=start + width - 1,
        op=np.zeros(len(start), dtype=np.uint8),
    )
