"""Nearest neighbors by cosine: found in fp32, told in float64, equal to an exact search in float64.

The products of all pairs are computed in fp32, which takes half the time and half the memory, and
for both directions at once. A query whose order could be another one in float64, because two of its
best products lie closer than rounding moves them, is searched again in float64.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from crosswind.evaluate.embeddings import Matrix, Neighbors, exact_neighbors

# Shapes: Q queries, C candidates, D dim, K neighbors, M of a shortlist: K and the one after them.

# Products held at once: 16 MB in fp32.
_BLOCK_VALUES = 2**22

Singles = NDArray[np.float32]
# Columns of the highest values of each row and the values, (rows, M), in any order.
Shortlist = tuple[NDArray[np.int64], Singles]


def nearest(queries: Matrix, candidates: Matrix, k: int) -> Neighbors:
    """The `k` candidates of highest cosine of each query; all of them if there are fewer.

    Args:
        queries: unit vectors in float64, shape (Q, D).
        candidates: unit vectors in float64, shape (C, D).
        k: neighbors of a query.
    """
    size = min(k + 1, len(candidates))
    found = [_shortlist(values, size) for _, values in _blocks(queries, candidates)]
    return _told(queries, candidates, _stacked(found, len(queries), size), k)


def mutually_nearest(queries: Matrix, candidates: Matrix, k: int) -> tuple[Neighbors, Neighbors]:
    """The nearest candidates of each query, and the nearest queries of each candidate."""
    size, other_size = min(k + 1, len(candidates)), min(k + 1, len(queries))
    found = []
    others = _empty(len(candidates), other_size)
    for start, values in _blocks(queries, candidates):
        found.append(_shortlist(values, size))
        if not start and len(values) >= other_size:
            others = _shortlist(np.ascontiguousarray(values.T), other_size)
        else:
            others = _with_rows(others, values, start)
    forward = _told(queries, candidates, _stacked(found, len(queries), size), k)
    return forward, _told(candidates, queries, others, k)


def _blocks(queries: Matrix, candidates: Matrix) -> Iterator[tuple[int, Singles]]:
    """First row and products of some queries with all candidates at a time."""
    asked, against = queries.astype(np.float32), candidates.astype(np.float32).T
    n_rows = max(1, _BLOCK_VALUES // max(1, len(candidates)))
    for start in range(0, len(asked), n_rows):
        yield start, asked[start : start + n_rows] @ against


def _shortlist(values: Singles, size: int) -> Shortlist:
    """The `size` highest values of each row.

    Where values are tied at the edge, a higher one may be missing; but then two tied ones are among
    those that stay, and the query is searched again.
    """
    n_columns = values.shape[1]
    if size == n_columns:
        return np.tile(np.arange(n_columns), (len(values), 1)), values
    # Three times as fast as a partition of the indices.
    lowest = np.partition(values, n_columns - size, axis=1)[:, n_columns - size, None]
    rows, columns = np.nonzero(values >= lowest)
    first = np.searchsorted(rows, np.arange(len(values)))
    index = columns[first[:, None] + np.arange(size)]
    return index, np.take_along_axis(values, index, axis=1)


def _with_rows(known: Shortlist, values: Singles, start: int) -> Shortlist:
    """Shortlists of the columns, after further rows were seen; the first of them is `start`.

    What does not beat a column's worst is passed over at once, so that rows after the first ones
    cost hardly more than a comparison.
    """
    index, best = known
    n_columns, size = best.shape
    rows, columns = np.nonzero(values >= best.min(axis=1))
    column = np.concatenate([np.repeat(np.arange(n_columns), size), columns])
    row = np.concatenate([index.ravel(), rows + start])
    value = np.concatenate([best.ravel(), values[rows, columns]])
    order = np.lexsort((-value, column))
    ends = np.searchsorted(column[order], np.arange(n_columns))
    chosen = order[ends[:, None] + np.arange(size)]
    return row[chosen], value[chosen]


def _empty(n_rows: int, size: int) -> Shortlist:
    return np.zeros((n_rows, size), np.int64), np.full((n_rows, size), -np.inf, np.float32)


def _stacked(found: list[Shortlist], n_rows: int, size: int) -> Shortlist:
    if not found:
        return _empty(n_rows, size)
    index, values = zip(*found, strict=True)
    return np.concatenate(index), np.concatenate(values)


def _told(queries: Matrix, candidates: Matrix, found: Shortlist, k: int) -> Neighbors:
    """The `k` best of each shortlist in order, with cosines in float64."""
    order = np.argsort(-found[1], axis=1, kind="stable")
    index = np.take_along_axis(found[0], order, axis=1)
    values = np.take_along_axis(found[1], order, axis=1)
    gaps = values[:, :-1] - values[:, 1:]
    unsure = np.flatnonzero((gaps <= _slack(queries)).any(axis=1))
    index = index[:, :k]
    similarity = np.empty(index.shape)
    # A neighbor at a time, to bound the memory.
    for number, column in enumerate(index.T):
        similarity[:, number] = np.einsum("qd,qd->q", queries, candidates[column])
    if len(unsure):
        again = exact_neighbors(queries[unsure], candidates, k)
        index[unsure], similarity[unsure] = again.index, again.similarity
    return Neighbors(index, similarity)


def _slack(queries: Matrix) -> float:
    """How far rounding may move the difference of two products of unit vectors in fp32.

    Each product is off by at most D + 2 roundings (Higham 2002, section 3.1), those of the two
    vectors included; as much again is left for the lengths of vectors, which are rounded too.
    """
    return float(4 * (queries.shape[1] + 2) * np.finfo(np.float32).eps / 2)
