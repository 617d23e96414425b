"""An approximate index over many candidates, from the package faiss."""

import faiss
import numpy as np
import torch
from numpy.typing import NDArray

from crosswind.evaluate.embeddings import Matrix, Neighbors, best_first, exact_neighbors

# Lists per square root of the candidates, and the share of the lists that a query looks into.
_LISTS = 4
_PROBED = 1 / 16
_LEAST_PROBED = 16
_SEED = 1


def approximate_neighbors(queries: Matrix, candidates: Matrix, k: int) -> Neighbors:
    """Neighbors by dot product from an inverted file, with similarities in float64.

    The candidates are put into lists around k-means centers (four for each root of their number),
    and a query looks into the sixteenth of the lists that is nearest. A query whose lists hold
    fewer than `k` candidates is searched exactly.

    Args:
        queries: unit vectors in float32, shape (Q, D).
        candidates: unit vectors in float32, shape (C, D).
        k: neighbors of a query, at most C.
    """
    # Its threads are those that the step was given.
    faiss.omp_set_num_threads(torch.get_num_threads())
    index = _index(candidates)
    _, found = index.search(queries, k)
    short = np.flatnonzero((found < 0).any(axis=1))
    if len(short):
        found[short] = exact_neighbors(queries[short], candidates, k).index
    similarity = _similarities(queries, candidates, found)
    order = best_first(similarity, k)
    return Neighbors(
        np.take_along_axis(found, order, axis=1), np.take_along_axis(similarity, order, axis=1)
    )


def _index(candidates: Matrix) -> "faiss.IndexIVFFlat":
    dim = candidates.shape[1]
    n_lists = max(1, min(round(_LISTS * len(candidates) ** 0.5), len(candidates) // 39))
    index = faiss.IndexIVFFlat(faiss.IndexFlatIP(dim), dim, n_lists, faiss.METRIC_INNER_PRODUCT)
    index.cp.seed = _SEED
    index.train(candidates)
    index.add(candidates)
    index.nprobe = min(n_lists, max(_LEAST_PROBED, round(_PROBED * n_lists)))
    return index


def _similarities(queries: Matrix, candidates: Matrix, found: NDArray[np.int64]) -> Matrix:
    """Dot products of each query with its candidates, a neighbor at a time to bound the memory."""
    asked = queries.astype(np.float64)
    columns = [(asked * candidates[column]).sum(axis=1) for column in found.T]
    return np.stack(columns, axis=1)
