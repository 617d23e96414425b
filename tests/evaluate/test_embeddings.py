"""Exact nearest neighbors."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.evaluate import embeddings
from crosswind.evaluate.embeddings import best_first, exact_neighbors, unit_vectors


@settings(max_examples=60)
@given(
    values=st.lists(st.lists(st.integers(0, 4), min_size=5, max_size=5), min_size=1, max_size=6),
    k=st.integers(1, 5),
)
def test_the_best_stand_first_and_the_lowest_column_wins_ties(values, k):
    matrix = np.array(values, dtype=np.float64)
    expected = [sorted(range(5), key=lambda at: (-row[at], at))[:k] for row in values]
    assert best_first(matrix, k).tolist() == expected


def test_blocks_change_nothing(monkeypatch):
    rng = np.random.default_rng(1)
    queries, candidates = rng.standard_normal((70, 6)), rng.standard_normal((50, 6))
    whole = exact_neighbors(queries, candidates, 3)
    monkeypatch.setattr(embeddings, "_BLOCK_VALUES", 120)
    parts = exact_neighbors(queries, candidates, 3)
    assert (whole.index == parts.index).all()
    np.testing.assert_allclose(whole.similarity, parts.similarity, rtol=1e-12)
    for place in (0, 1, 69):
        products = [float(queries[place] @ one) for one in candidates]
        assert whole.index[place].tolist() == sorted(range(50), key=lambda at: -products[at])[:3]
        assert whole.similarity[place, 0] == pytest.approx(max(products), abs=1e-12)


def test_fewer_candidates_than_neighbors_are_all_found():
    found = exact_neighbors(np.ones((2, 1)), np.array([[1.0], [3.0]]), 4)
    assert found.index.tolist() == [[1, 0], [1, 0]]


def test_length_does_not_count_for_directions():
    vectors = unit_vectors([np.array([3, 4], dtype=np.float32), np.array([0, 2])])
    assert vectors.tolist() == [[0.6, 0.8], [0.0, 1.0]]


def test_the_nearest_by_distance_by_hand():
    candidates = np.array([[5.0, 0.0], [1.0, 1.0]])
    near = exact_neighbors(np.array([[1.0, 0.0]]), candidates, 2, measure="l2")
    assert near.index.tolist() == [[1, 0]]
    assert near.similarity.tolist() == [[-1.0, -16.0]]
    assert exact_neighbors(np.array([[1.0, 0.0]]), candidates, 1).index.tolist() == [[0]]


@pytest.mark.parametrize("bad", [0.0, np.nan, np.inf])
def test_a_vector_without_direction_is_an_error(bad):
    with pytest.raises(DataError, match="vector 1 has norm"):
        unit_vectors(np.array([[1.0, 1.0], [bad, bad]], dtype=np.float32))


@pytest.mark.shared_data
@pytest.mark.parametrize("case", ["nl_character_ngrams", "synthetic_noise"])
@pytest.mark.parametrize("measure", ["cosine", "l2"])
def test_the_official_neighbors(shared_data, case, measure):
    folder = shared_data / "oracles" / "tatoeba" / case
    index, queries = (np.load(folder / f"{n}.npy").astype(np.float64) for n in ("src", "eng"))
    if measure == "cosine":
        found = exact_neighbors(unit_vectors(queries), unit_vectors(index), 1)
    else:
        found = exact_neighbors(queries, index, 1, measure="l2")
    expected = (folder / f"predictions.{measure}.tsv").read_text("utf-8").split()
    assert [str(row) for row in found.index[:, 0]] == expected
