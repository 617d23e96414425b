"""Nearest neighbors of sentence vectors, exactly and in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import DataError

# Shapes: Q queries, C candidates, D dim, K neighbors.

Matrix = NDArray[np.floating[Any]]
Measure = Literal["dot", "l2"]
# Similarities held at once: 64 MB in float64.
_BLOCK_VALUES = 2**23


@dataclass(frozen=True, slots=True)
class Neighbors:
    """The most similar candidates of each query, best first; the lowest index wins ties.

    Attributes:
        index: rows of the candidates, (Q, K).
        similarity: cosine or dot product, or minus the squared distance, (Q, K).
    """

    index: NDArray[np.int64]
    similarity: Matrix


def unit_vectors(
    vectors: Sequence[NDArray[Any]] | NDArray[Any], dtype: type[np.floating[Any]] = np.float64
) -> Matrix:
    """Vectors divided by their length, (n, D).

    Raises:
        DataError: if a vector has no direction (zero or not finite).
    """
    stacked = np.array(vectors, dtype=dtype)
    norms = np.linalg.norm(stacked, axis=1, keepdims=True)
    bad = np.flatnonzero(~np.isfinite(norms[:, 0]) | (norms[:, 0] == 0))
    if len(bad):
        raise DataError(
            "a sentence vector has no direction",
            value=f"vector {bad[0]} has norm {norms[bad[0], 0]}",
            allowed="finite vectors that are not zero",
            action="Check the encoder; in bf16, try fp32.",
        )
    stacked /= norms
    return stacked


def exact_neighbors(
    queries: Matrix, candidates: Matrix, k: int, *, measure: Measure = "dot"
) -> Neighbors:
    """The `k` most similar candidates of each query; all of them if there are fewer.

    Source: the flat indices that XTREME's mining and Tatoeba scripts search, in float32 there.
    Here in the precision of the vectors.

    Args:
        queries: shape (Q, D).
        candidates: shape (C, D).
        k: neighbors of a query.
        measure: "dot" (the cosine, of unit vectors), or "l2" (the nearest by distance).
    """
    k = min(k, len(candidates))
    index = np.zeros((len(queries), k), dtype=np.int64)
    similarity = np.zeros((len(queries), k), dtype=queries.dtype)
    for rows, values in _blocks(queries, candidates, measure) if k else ():
        found = best_first(values, k)
        index[rows] = found
        similarity[rows] = np.take_along_axis(values, found, axis=1)
    return Neighbors(index, similarity)


def best_first(values: Matrix, k: int) -> NDArray[np.int64]:
    """Columns of the `k` highest values of each row, highest first; the lowest column wins ties."""
    if k == 1:
        return np.asarray(values.argmax(axis=1)[:, None])
    last = values.shape[1] - k
    chosen = np.argpartition(values, last, axis=1)[:, last:]
    lowest = np.take_along_axis(values, chosen, axis=1).min(axis=1, keepdims=True)
    # A partition chooses freely among equals at its edge: those rows are sorted whole.
    tied = np.flatnonzero((values >= lowest).sum(axis=1) > k)
    if len(tied):
        chosen[tied] = np.argsort(-values[tied], axis=1, kind="stable")[:, :k]
    order = np.lexsort((chosen, -np.take_along_axis(values, chosen, axis=1)), axis=1)
    return np.asarray(np.take_along_axis(chosen, order, axis=1))


def _blocks(
    queries: Matrix, candidates: Matrix, measure: Measure
) -> Iterator[tuple[slice, Matrix]]:
    """Similarities of some queries with all candidates at a time."""
    n_rows = max(1, _BLOCK_VALUES // max(1, len(candidates)))
    lengths = np.square(candidates).sum(axis=1) if measure == "l2" else None
    for start in range(0, len(queries), n_rows):
        block = queries[start : start + n_rows]
        values = block @ candidates.T
        if lengths is not None:
            values = 2 * values - lengths - np.square(block).sum(axis=1, keepdims=True)
        yield slice(start, start + n_rows), values
