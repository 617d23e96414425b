"""Margins and directions: by hand, as laws, and as the official script mines."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.embeddings import exact_neighbors, unit_vectors
from crosswind.evaluate.mining import (
    DIRECTIONS,
    MARGINS,
    MinedPair,
    distinct_texts,
    mined_pairs,
)
from crosswind.evaluate.search import find_neighbors


def neighbors(cosines, k):
    """Both directions of a table of cosines: rows are sources, columns targets."""
    table = np.array(cosines, dtype=np.float64)
    return (
        exact_neighbors(table, np.eye(table.shape[1]), k),
        exact_neighbors(table.T, np.eye(table.shape[0]), k),
    )


# Source 0 fits target 0; target 0 also fits source 1, whose own best it is.
COSINES = [[0.9, 0.3], [0.8, 0.6]]


def pairs(margin, direction, cosines=COSINES, k=2):
    found = mined_pairs(*neighbors(cosines, k), margin=margin, direction=direction)
    return [(pair.source, pair.target, pytest.approx(pair.score)) for pair in found]


def test_absolute_margins_are_cosines():
    assert pairs("absolute", "forward") == [(0, 0, 0.9), (1, 0, 0.8)]
    assert pairs("absolute", "backward") == [(0, 0, 0.9), (1, 1, 0.6)]
    assert pairs("absolute", "intersect") == [(0, 0, 0.9)]
    assert pairs("absolute", "max") == [(0, 0, 0.9), (1, 1, 0.6)]


def test_margins_by_hand():
    # Means with both neighbors: sources 0.6 and 0.7, targets 0.85 and 0.45.
    ratio = [0.9 / 0.725, 0.3 / 0.525, 0.8 / 0.775, 0.6 / 0.575]
    assert pairs("ratio", "forward") == [(0, 0, ratio[0]), (1, 1, ratio[3])]
    assert pairs("ratio", "max") == [(0, 0, ratio[0]), (1, 1, ratio[3])]
    assert pairs("distance", "backward") == [(0, 0, 0.9 - 0.725), (1, 1, 0.6 - 0.575)]


def test_scores_that_are_not_positive_are_dropped_by_max_alone():
    cosines = [[-0.5]]
    assert pairs("absolute", "max", cosines) == []
    assert pairs("absolute", "forward", cosines) == [(0, 0, -0.5)]
    assert pairs("ratio", "max", [[0.0]]) == []


def test_nothing_is_mined_from_nothing():
    assert mined_pairs(*neighbors(np.zeros((0, 2)), 1)) == []


def test_repeated_texts_stand_at_the_place_of_the_first():
    assert distinct_texts(["b", "a", "b", "c", "a"]) == [[0, 2], [1, 4], [3]]


TABLES = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.lists(st.floats(-1, 1), min_size=n, max_size=n), min_size=1, max_size=5)
)


@settings(max_examples=60)
@given(table=TABLES, k=st.integers(1, 4), margin=st.sampled_from(MARGINS))
def test_laws_of_the_directions(table, k, margin):
    found = {
        name: mined_pairs(*neighbors(table, k), margin=margin, direction=name)
        for name in DIRECTIONS
    }
    assert [pair.source for pair in found["forward"]] == list(range(len(table)))
    assert [pair.target for pair in found["backward"]] == list(range(len(table[0])))
    both = {(pair.source, pair.target) for pair in found["forward"]} & {
        (pair.source, pair.target) for pair in found["backward"]
    }
    assert {(pair.source, pair.target) for pair in found["intersect"]} == both
    best = found["max"]
    assert len({pair.source for pair in best}) == len({pair.target for pair in best}) == len(best)
    assert [pair.score for pair in best] == sorted((pair.score for pair in best), reverse=True)
    assert all(pair.score > 0 for pair in best)
    proposed = {(pair.source, pair.target) for name in found for pair in found[name]}
    assert {(pair.source, pair.target) for pair in best} <= proposed


@pytest.mark.shared_data
@pytest.mark.parametrize("case", ["ratio_k4", "ratio_k4_repeated_lines"])
def test_the_official_candidates(shared_data, case):
    folder = shared_data / "oracles" / "mining" / case
    texts, vectors = {}, {}
    for side in ("src", "trg"):
        lines = (folder / f"{side}.txt").read_text("utf-8").splitlines()
        places = distinct_texts(lines)
        texts[side] = [lines[found[0]] for found in places]
        loaded = np.load(folder / f"{side}.npy")
        vectors[side] = unit_vectors(loaded[[found[-1] for found in places]])
    forward, _ = find_neighbors(vectors["src"], vectors["trg"], 4)
    backward, _ = find_neighbors(vectors["trg"], vectors["src"], 4)
    for name, direction in zip(("fwd", "bwd", "intersect", "max"), DIRECTIONS, strict=True):
        rows = (folder / f"candidates.{name}.tsv").read_text("utf-8").splitlines()
        expected = [row.split("\t") for row in rows]
        found = mined_pairs(forward, backward, margin="ratio", direction=direction)
        named = [(texts["src"][pair.source], texts["trg"][pair.target]) for pair in found]
        assert named == [(source, target) for _, source, target in expected]
        scores = [float(score) for score, *_ in expected]
        np.testing.assert_allclose([pair.score for pair in found], scores, atol=1e-5)


def test_pairs_are_plain_facts():
    assert MinedPair(0, 1, 0.5) == MinedPair(source=0, target=1, score=0.5)
