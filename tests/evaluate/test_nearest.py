"""What fp32 finds and float64 tells is what an exact search in float64 finds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate import nearest as room
from crosswind.evaluate.embeddings import exact_neighbors, unit_vectors
from crosswind.evaluate.nearest import mutually_nearest, nearest


def same(found, queries, candidates, k):
    """The same neighbors, but for those that only the last bits of float64 tell apart."""
    exact = exact_neighbors(queries, candidates, k)
    np.testing.assert_allclose(found.similarity, exact.similarity, atol=1e-12)
    cosines = np.take_along_axis(queries @ candidates.T, found.index, axis=1)
    np.testing.assert_allclose(cosines, exact.similarity, atol=1e-12)
    assert all(len(set(row)) == len(row) for row in found.index.tolist())


@settings(max_examples=60, deadline=None)
@given(
    n_queries=st.integers(1, 40),
    n_candidates=st.integers(1, 40),
    dim=st.integers(2, 6),
    k=st.integers(1, 6),
    block=st.sampled_from([1, 60, 400, 10_000]),
    values=st.integers(2, 200),
    seed=st.integers(0, 1000),
)
def test_ties_blocks_and_few_rows_change_nothing(
    n_queries, n_candidates, dim, k, block, values, seed
):
    # Small integers: many vectors are equal, and many pairs have equal cosines.
    rng = np.random.default_rng(seed)
    sides = [
        unit_vectors(rng.integers(1, values, size=(n, dim))) for n in (n_queries, n_candidates)
    ]
    before, room._BLOCK_VALUES = room._BLOCK_VALUES, block
    try:
        forward, backward = mutually_nearest(*sides, k)
        alone = nearest(*sides, k)
    finally:
        room._BLOCK_VALUES = before
    same(forward, *sides, k)
    same(backward, *sides[::-1], k)
    same(alone, *sides, k)


def test_products_that_only_float64_tells_apart():
    query = np.array([[1.0, 0.0]])
    angles = 1e-5 * np.array([4.0, 1.0, 3.0, 2.0, 1.0])
    candidates = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    assert nearest(query, candidates, 5).index.tolist() == [[1, 4, 3, 2, 0]]


def test_real_sizes_agree():
    rng = np.random.default_rng(2)
    sides = [unit_vectors(rng.standard_normal((n, 48)) + 1.0) for n in (700, 900)]
    forward, backward = mutually_nearest(*sides, 4)
    assert np.array_equal(forward.index, exact_neighbors(*sides, 4).index)
    assert np.array_equal(backward.index, exact_neighbors(*sides[::-1], 4).index)


@pytest.mark.parametrize("n", [0, 3])
def test_no_queries_have_no_neighbors(n):
    forward, backward = mutually_nearest(np.ones((0, 2)), np.eye(2)[np.zeros(n, dtype=int)], 4)
    assert forward.index.shape[0] == 0
    assert backward.index.shape == (n, 0)
