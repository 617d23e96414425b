"""Exact below a size, approximate above it, and the recall is told."""

import numpy as np
import pytest

from crosswind.core.errors import ConfigError, MissingDependencyError
from crosswind.evaluate import search
from crosswind.evaluate.search import find_mutual_neighbors, find_neighbors


def clouds(n: int, seed: int) -> np.ndarray:
    """Vectors around a few centers, as sentences lie around topics."""
    rng = np.random.default_rng(seed)
    centers = np.random.default_rng(7).standard_normal((20, 16))
    return centers[rng.integers(20, size=n)] + 0.3 * rng.standard_normal((n, 16))


def test_small_pools_are_searched_exactly():
    found, facts = find_neighbors(clouds(30, 1), clouds(50, 2), 3)
    assert facts == {"search": "exact"}
    assert found.index.shape == (30, 3)


def test_the_index_is_taken_above_the_size_and_its_recall_is_told(monkeypatch):
    pytest.importorskip("faiss", reason="the extra 'search' is not installed")
    queries, candidates = clouds(300, 1), clouds(4000, 2)
    monkeypatch.setattr(search, "EXACT_PAIRS", 1000)
    found, facts = find_neighbors(queries, candidates, 4)
    exact, _ = find_neighbors(queries, candidates, 4, search="exact")
    assert (facts["search"], facts["recall_queries"]) == ("faiss", 256)
    hits = [len(np.intersect1d(*rows)) for rows in zip(found.index, exact.index, strict=True)]
    assert facts["recall"] == pytest.approx(sum(hits) / exact.index.size, abs=0.03)
    assert facts["recall"] > 0.8
    # What is found has its exact cosine, best first.
    agree = (found.index == exact.index).all(axis=1)
    np.testing.assert_allclose(found.similarity[agree], exact.similarity[agree], rtol=1e-5)
    assert (np.diff(found.similarity, axis=1) <= 0).all()


@pytest.mark.parametrize("search", ["exact", "faiss"])
def test_both_directions_at_once_are_those_of_each(search):
    if search == "faiss":
        pytest.importorskip("faiss", reason="the extra 'search' is not installed")
    sides = clouds(60, 1), clouds(200, 2)
    forward, backward, facts = find_mutual_neighbors(*sides, 4, search=search)
    for found, (queries, pool) in ((forward, sides), (backward, sides[::-1])):
        alone, _ = find_neighbors(queries, pool, 4, search=search)
        assert (found.index == alone.index).all()
    assert facts["search"] == search
    assert ("recall_backward" in facts) is (search == "faiss")


def test_equal_searches_are_equal():
    pytest.importorskip("faiss", reason="the extra 'search' is not installed")
    one, _ = find_neighbors(clouds(50, 1), clouds(500, 2), 4, search="faiss")
    two, _ = find_neighbors(clouds(50, 1), clouds(500, 2), 4, search="faiss")
    assert (one.index == two.index).all()


@pytest.mark.parametrize("n", [1, 3, 40])
def test_an_index_of_few_candidates_finds_as_many_as_are_asked(n):
    pytest.importorskip("faiss", reason="the extra 'search' is not installed")
    found, facts = find_neighbors(clouds(5, 1), clouds(n, 2), 20, search="faiss")
    assert found.index.shape == (5, min(n, 20))
    assert facts["recall"] == 1.0
    assert all(len(set(row)) == len(row) for row in found.index.tolist())


def test_a_missing_package_names_its_extra(monkeypatch):
    def absent(target: str) -> None:
        raise ModuleNotFoundError("No module named 'faiss'", name="faiss")

    monkeypatch.setattr(search, "load_attribute", absent)
    with pytest.raises(MissingDependencyError, match=r"faiss-cpu.*crosswind\[search\]"):
        find_neighbors(clouds(2, 1), clouds(2, 2), 1, search="faiss")


def test_another_search_is_an_error():
    with pytest.raises(ConfigError, match="Did you mean 'exact'"):
        find_neighbors(clouds(2, 1), clouds(2, 2), 1, search="exakt")
