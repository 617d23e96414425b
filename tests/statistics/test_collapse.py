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


@pytest.mark.parametrize("kind", ["retrieval", "mining", "answer_retrieval", "entity_retrieval"])
def test_a_search_in_a_large_pool_collapses_below_one_in_a_hundred(kind):
    assert collapse_threshold(grid(kind), {}, 20_000) == 0.01


@pytest.mark.parametrize("n", [2, 4, 5])
def test_a_choice_collapses_a_tenth_of_the_way_above_chance(n):
    chance = chance_of(grid("multiple_choice"), {"xnli": n}, 100)
    threshold = collapse_threshold(grid("multiple_choice"), {"xnli": n}, 100)
    assert threshold == pytest.approx(chance + 0.1 * (1 - chance))


@settings(max_examples=30)
@given(st.integers(2, 50))
def test_a_threshold_is_above_chance(n):
    task = grid("classification")
    assert collapse_threshold(task, {"xnli": n}, 100) > chance_of(task, {"xnli": n}, 100)


def test_chance_is_unknown_without_labels():
    assert chance_of(grid("classification"), {}, 100) is None
    assert chance_of(grid("multiple_choice"), {}, 100) is None
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


def test_answers_without_counted_f1_are_judged_by_their_own_metric():
    cube, counts = cube_of({("none", "en", "", 0): 0.04}, kind="span_qa")
    lines, arms = collapsed_runs(cube, counts, {})
    assert lines == ["none xnli seeds 1-1: clean score 0.0400 (en) is below 0.0500"]
    assert arms == {"none"}
