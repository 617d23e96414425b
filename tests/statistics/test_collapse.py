import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.collapse import chance_of, collapse_threshold, collapsed_runs
from tests.statistics.grids import cell, cube_of, grid_of


def grid(kind, metric="accuracy"):
    return grid_of([cell(kind=kind, metric=metric)])


@pytest.mark.parametrize(
    ("kind", "labels", "threshold"),
    [
        ("pair_classification", {"xnli": 3}, 0.4),
        ("pair_classification", {}, 0.4),
        ("pair_classification", {"xnli": 2}, 0.55),
        ("classification", {"xnli": 10}, 0.19),
        ("tagging", {}, 0.1),
        ("span_qa", {}, 0.05),
        ("retrieval", {}, 0.02),
    ],
)
def test_thresholds(kind, labels, threshold):
    assert collapse_threshold(grid(kind), labels, 100) == pytest.approx(threshold)


@settings(max_examples=30)
@given(st.integers(2, 50))
def test_a_threshold_is_above_chance(n):
    task = grid("classification")
    assert collapse_threshold(task, {"xnli": n}, 100) > chance_of(task, {"xnli": n}, 100)


def test_chance_is_unknown_without_labels():
    assert chance_of(grid("classification"), {}, 100) is None
    assert chance_of(grid("retrieval"), {}, 50) == 0.02
    assert chance_of(grid("tagging"), {}, 50) == 0.0


def test_a_run_is_judged_in_the_source_language_where_there_is_one():
    cube, counts = cube_of({("none", "en", "", 0): 0.9, ("none", "de", "", 0): 0.1})
    assert collapsed_runs(cube, counts, {"xnli": 3}) == ([], frozenset())
    cube, counts = cube_of({("none", "fr", "", 0): 0.5, ("none", "de", "", 0): 0.1})
    lines, arms = collapsed_runs(cube, counts, {"xnli": 3})
    assert lines == [
        "none xnli seeds 1-1: clean score 0.3000 (mean over languages) is below 0.4000"
    ]
    assert arms == {"none"}
