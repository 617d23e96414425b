"""Proposals: edits that a perturbation would like to make, before fences and neighbors object."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.noise.columns import Columns
from crosswind.noise.stretches import Positions, Stretches


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Candidate edits, in any order.

    Attributes:
        start, end: stretch that is replaced; `start == end` inserts.
        pool: code points of all replacements; `offset` and `length` say which are whose.
        rank: the smaller wins over its neighbors. Must not depend on severity, and the proposals
            of a lower severity must rank before those that a higher severity adds.
        low, high: first and last position that the edit is about. An insertion belongs to the text
            (or word) of `low`: right after its last character it is still part of it.
        window: two edits object to each other if fewer positions than this lie between them.
        op: number of the operation, for counts.
    """

    start: Positions
    end: Positions
    pool: NDArray[np.uint32]
    offset: Positions
    length: Positions
    rank: NDArray[Any]
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


@dataclass(frozen=True, slots=True)
class Written:
    """One string a site, out of a pool: `pool.rows(numbers)`."""

    pool: "StringPool"
    row: NDArray[Any]


@dataclass(frozen=True, slots=True)
class StringPool:
    """Strings as one array of code points, so that a million of them are chosen by number.

    Attributes:
        points: code points of all strings, one after the other.
        offset, length: where each string stands in it.
    """

    points: NDArray[np.uint32]
    offset: Positions
    length: Positions

    @staticmethod
    def of(strings: Iterable[str]) -> "StringPool":
        """The pool of some strings, numbered from 0."""
        rows = list(strings)
        length = np.fromiter(map(len, rows), dtype=np.int64, count=len(rows))
        points = np.frombuffer("".join(rows).encode("utf-32-le"), dtype=np.dtype("<u4"))
        return StringPool(points, np.cumsum(length) - length, length)

    def rows(self, numbers: NDArray[Any]) -> Written:
        """The strings with these numbers, one a site."""
        return Written(self, numbers)


# The replacement of all sites, or one a site.
Texts = str | Sequence[str] | Written


def replace(
    columns: Columns,
    at: Positions | Stretches,
    texts: Texts,
    *,
    strength: float,
    draws: NDArray[Any] | None = None,
    op: int = 0,
) -> Proposals:
    """Propose to replace each site with probability `strength`; an empty text deletes.

    Args:
        columns: the texts.
        at: the sites: positions of one code point each, or stretches.
        texts: the replacement, or one a site, or rows of a pool.
        strength: probability of each site.
        draws: what each site is decided by, if not the draw of its first position:
            `columns.traits(...)` for all sites of an example alike, `columns.weighed(...)` for
            sites that are hit more often than others.
        op: number of the operation.
    """
    start, end = (at.start, at.end) if isinstance(at, Stretches) else (at, at + 1)
    drawn = columns.draws[start] if draws is None else draws
    fires = (drawn < threshold(strength)).nonzero()[0]
    return _proposals(start[fires], end[fires], texts, fires, rank=drawn[fires], op=op)


def insert_after(
    columns: Columns,
    at: Positions,
    texts: Texts,
    *,
    strength: float,
    draws: NDArray[Any] | None = None,
    op: int = 0,
) -> Proposals:
    """Propose to insert right after the grapheme at each site. Arguments as for `replace`."""
    fires, rank = _fired(columns, at, draws, strength)
    point = at[fires] + 1
    if columns.has_clusters:
        graphemes = columns.graphemes
        point = graphemes.end[np.searchsorted(graphemes.start, point - 1, side="right") - 1]
    return _inserted(at[fires], point, texts, fires, rank, op)


def insert_before(
    columns: Columns,
    at: Positions,
    texts: Texts,
    *,
    strength: float,
    draws: NDArray[Any] | None = None,
    op: int = 0,
) -> Proposals:
    """Propose to insert right before the grapheme at each site. Arguments as for `replace`."""
    fires, rank = _fired(columns, at, draws, strength)
    point = at[fires]
    if columns.has_clusters:
        graphemes = columns.graphemes
        point = graphemes.start[np.searchsorted(graphemes.start, point, side="right") - 1]
    return _inserted(at[fires], point, texts, fires, rank, op)


def joined(*parts: Proposals) -> Proposals:
    """The proposals of several mechanisms of one perturbation; the widest window holds for all."""
    pools = np.cumsum([0, *(len(part.pool) for part in parts)])
    return Proposals(
        start=np.concatenate([part.start for part in parts]),
        end=np.concatenate([part.end for part in parts]),
        pool=np.concatenate([part.pool for part in parts]),
        offset=np.concatenate(
            [part.offset + begin for part, begin in zip(parts, pools, strict=False)]
        ),
        length=np.concatenate([part.length for part in parts]),
        rank=np.concatenate([part.rank for part in parts]),
        low=np.concatenate([part.low for part in parts]),
        high=np.concatenate([part.high for part in parts]),
        window=max(part.window for part in parts),
        op=np.concatenate([part.op for part in parts]),
    )


def nothing() -> Proposals:
    """No proposals at all."""
    none = np.zeros(0, dtype=np.int64)
    return _proposals(none, none, "", none, rank=none.astype(np.uint32), op=0)


def threshold(strength: float) -> int:
    """The 32-bit number below which a draw fires with probability `strength`."""
    return min(max(round(strength * (1 << 32)), 0), 1 << 32)


def _fired(
    columns: Columns, at: Positions, draws: NDArray[Any] | None, strength: float
) -> tuple[Positions, NDArray[Any]]:
    """Index of the sites that fire, and their ranks."""
    drawn = columns.draws[at] if draws is None else draws
    fires = (drawn < threshold(strength)).nonzero()[0]
    return fires, drawn[fires]


def _inserted(
    anchor: Positions,
    point: Positions,
    texts: Texts,
    fires: Positions,
    rank: NDArray[Any],
    op: int,
) -> Proposals:
    pool, offset, length = _pooled(texts, fires)
    return Proposals(
        start=point,
        end=point,
        pool=pool,
        offset=offset,
        length=length,
        rank=rank,
        low=np.minimum(anchor, point),
        high=np.maximum(anchor, point - 1),
        op=np.full(len(point), op, dtype=np.uint8),
    )


def _proposals(
    start: Positions,
    end: Positions,
    texts: Texts,
    fires: Positions,
    *,
    rank: NDArray[Any],
    op: int,
) -> Proposals:
    pool, offset, length = _pooled(texts, fires)
    return Proposals(
        start=start,
        end=end,
        pool=pool,
        offset=offset,
        length=length,
        rank=rank,
        low=start,
        high=end - 1,
        op=np.full(len(start), op, dtype=np.uint8),
    )


def _pooled(texts: Texts, fires: Positions) -> tuple[NDArray[np.uint32], Positions, Positions]:
    """Pool, offsets and lengths of the texts of the sites that fire."""
    if isinstance(texts, Written):
        row = texts.row[fires]
        return texts.pool.points, texts.pool.offset[row], texts.pool.length[row]
    if isinstance(texts, str):
        points = np.frombuffer(texts.encode("utf-32-le"), dtype=np.dtype("<u4"))
        none = np.zeros(len(fires), dtype=np.int64)
        return points, none, none + len(texts)
    pool = StringPool.of([texts[index] for index in fires.tolist()])
    return pool.points, pool.offset, pool.length
