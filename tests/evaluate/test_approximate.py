"""The approximate index leaves no query without neighbors."""

import numpy as np
import pytest

pytest.importorskip("faiss", reason="the extra 'search' is not installed")

from crosswind.evaluate.approximate import approximate_neighbors
from crosswind.evaluate.embeddings import exact_neighbors, unit_vectors


def test_a_query_whose_lists_are_too_short_is_searched_exactly():
    rng = np.random.default_rng(3)
    candidates = unit_vectors(rng.standard_normal((6000, 8)), np.float32)
    queries = unit_vectors(rng.standard_normal((4, 8)), np.float32)
    k = 2500
    found = approximate_neighbors(queries, candidates, k)
    assert found.index.min() >= 0
    exact = exact_neighbors(queries, candidates, k)
    assert (np.sort(found.index) == np.sort(exact.index)).all()


def test_similarities_are_those_of_the_vectors():
    rng = np.random.default_rng(4)
    candidates, queries = (unit_vectors(rng.standard_normal((n, 8)), np.float32) for n in (900, 7))
    found = approximate_neighbors(queries, candidates, 3)
    for row, (places, values) in enumerate(zip(found.index, found.similarity, strict=True)):
        np.testing.assert_allclose(
            values, candidates[places] @ queries[row].astype(np.float64), rtol=1e-12
        )
