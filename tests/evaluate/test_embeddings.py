"""Exact nearest neighbors."""

import numpy as np
import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.embeddings import nearest


def test_equals_one_query_at_a_time():
    rng = np.random.default_rng(1)
    queries = list(rng.standard_normal((700, 6)).astype(np.float32))
    candidates = list(rng.standard_normal((50, 6)).astype(np.float32))
    index, cosine = nearest(queries, candidates)
    for place in (0, 511, 512, 699):
        query = queries[place].astype(float)
        cosines = [
            query @ one.astype(float) / np.linalg.norm(query) / np.linalg.norm(one.astype(float))
            for one in candidates
        ]
        assert index[place] == int(np.argmax(cosines))
        assert cosine[place] == pytest.approx(max(cosines), abs=1e-12)


def test_the_lowest_index_wins_ties_and_length_does_not_count():
    one, other = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
    index, cosine = nearest([one], [other, 4 * one, one])
    assert (index[0], cosine[0]) == (1, 1.0)


def test_a_zero_vector_is_an_error():
    with pytest.raises(DataError, match="no direction"):
        nearest([np.zeros(2, dtype=np.float32)], [np.ones(2, dtype=np.float32)])
