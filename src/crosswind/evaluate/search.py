"""Search among candidates: exact below a size, by an approximate index above it."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import MissingDependencyError, require_one_of
from crosswind.core.registry import load_attribute
from crosswind.evaluate.embeddings import Matrix, Neighbors, exact_neighbors, unit_vectors
from crosswind.evaluate.nearest import mutually_nearest, nearest

SEARCHES = ("auto", "exact", "faiss")
# Pairs of query and candidate above which "auto" takes the approximate index.
EXACT_PAIRS = 4_000_000_000
# Queries whose exact neighbors the approximate ones are held against.
RECALL_QUERIES = 256

Facts = dict[str, object]
_INDEX = "crosswind.evaluate.approximate:approximate_neighbors"


def find_neighbors(
    queries: Sequence[NDArray[Any]] | NDArray[Any],
    candidates: Sequence[NDArray[Any]] | NDArray[Any],
    k: int,
    *,
    search: str = "auto",
) -> tuple[Neighbors, Facts]:
    """The candidates of highest cosine of each query.

    Args:
        queries: vectors of equal length.
        candidates: vectors of the same length.
        k: neighbors of a query; all candidates if there are fewer.
        search: "exact"; "faiss", an approximate index; or "auto", which takes the index for more
            than four thousand million pairs.

    Returns:
        The neighbors, with their cosines in float64; and how it was searched: `search`, and for
        an approximate one `recall`, measured on `recall_queries` queries.

    Raises:
        DataError: if a vector has no direction.
        MissingDependencyError: if the index is needed and its package is absent.
    """
    if _is_exact(len(queries) * len(candidates), search):
        found = nearest(unit_vectors(queries), unit_vectors(candidates), k)
        return found, {"search": "exact"}
    return _indexed(queries, candidates, k)


def find_mutual_neighbors(
    queries: Sequence[NDArray[Any]] | NDArray[Any],
    candidates: Sequence[NDArray[Any]] | NDArray[Any],
    k: int,
    *,
    search: str = "auto",
) -> tuple[Neighbors, Neighbors, Facts]:
    """`find_neighbors` in both directions; exact search computes each pair once.

    Returns:
        The candidates of each query, the queries of each candidate, and how it was searched; the
        recall of an index of queries is `recall_backward`.
    """
    if _is_exact(len(queries) * len(candidates), search):
        both = mutually_nearest(unit_vectors(queries), unit_vectors(candidates), k)
        return *both, {"search": "exact"}
    forward, facts = _indexed(queries, candidates, k)
    backward, other_facts = _indexed(candidates, queries, k)
    return forward, backward, facts | {"recall_backward": other_facts["recall"]}


def _is_exact(n_pairs: int, search: str) -> bool:
    require_one_of(search, SEARCHES, place="retrieval.search")
    return search == "exact" or (search == "auto" and n_pairs <= EXACT_PAIRS)


def _indexed(
    queries: Sequence[NDArray[Any]] | NDArray[Any],
    candidates: Sequence[NDArray[Any]] | NDArray[Any],
    k: int,
) -> tuple[Neighbors, Facts]:
    """Neighbors from the approximate index, and its recall on a sample of the queries."""
    # Half the memory: so many vectors are searched in the precision that the encoder gave them.
    asked, against = unit_vectors(queries, np.float32), unit_vectors(candidates, np.float32)
    found = _approximate()(asked, against, min(k, len(against)))
    sample = np.unique(np.linspace(0, len(asked) - 1, RECALL_QUERIES).astype(np.int64))
    exact = exact_neighbors(asked[sample], against, k)
    facts: Facts = {
        "search": "faiss",
        "recall": _recall(found.index[sample], exact.index),
        "recall_queries": len(sample),
    }
    return found, facts


def _approximate() -> Callable[[Matrix, Matrix, int], Neighbors]:
    try:
        function: Callable[[Matrix, Matrix, int], Neighbors] = load_attribute(_INDEX)
    except ModuleNotFoundError as error:
        raise MissingDependencyError.of("faiss-cpu", "search") from error
    return function


def _recall(found: NDArray[np.int64], exact: NDArray[np.int64]) -> float:
    """Share of the exact neighbors that were found."""
    hits = [len(np.intersect1d(row, best)) for row, best in zip(found, exact, strict=True)]
    return float(np.sum(hits) / exact.size)
