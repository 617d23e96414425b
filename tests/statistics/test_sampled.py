from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.sampled import Sampled, counterpart, estimate_of, mean_of


def sampled(points, n_clusters=10, models=None):
    return Sampled(
        points=points,
        draws=np.linspace(0, 1, 101),
        models=models or {key: key for key in points},
        n_examples=20,
        n_clusters=n_clusters,
    )


@settings(max_examples=30)
@given(st.lists(st.floats(-1, 1), min_size=2, max_size=5))
def test_the_mean_over_tasks_does_not_depend_on_their_order(values):
    parts = [sampled({(1, 1): value}) for value in values]
    assert mean_of(parts).point == pytest.approx(np.mean(values))
    assert mean_of(parts[::-1]).point == pytest.approx(np.mean(values))


def test_untrained_tasks_pair_with_every_target_seed():
    trained = sampled({(1, 1): 0.2, (2, 2): 0.4, (3, 3): 0.6})
    retrieval = sampled({(1, -1): 0.1, (2, -1): 0.3, (3, -1): 0.2})
    average = mean_of([trained, retrieval])
    assert dict(average.points) == {
        (1, 1): pytest.approx(0.15),
        (2, 2): pytest.approx(0.35),
        (3, 3): pytest.approx(0.4),
    }
    assert (average.n_examples, average.n_clusters, average.n_seeds) == (40, 20, 3)


def test_tasks_whose_seeds_do_not_pair_have_no_mean():
    assert mean_of([sampled({(1, 1): 0.2, (2, 2): 0.4}), sampled({(1, 1): 0.2})]) is None


def test_counterparts():
    assert counterpart((1, 2), [(1, 2), (-1, 2)]) == (1, 2)
    assert counterpart((1, 2), [(-1, 1), (-1, 2)]) == (-1, 2)
    assert counterpart((1, -1), [(-1, -1)]) == (-1, -1)
    assert counterpart((1, 2), [(2, 2)]) is None


def kinds(item):
    return [band.kind for band in estimate_of("score", {}, item, (), 0.95).intervals]


def test_which_intervals_there_are():
    three = {(1, 1): 0.2, (2, 2): 0.4, (3, 3): 0.6}
    assert kinds(sampled(three)) == ["items", "seeds"]
    assert kinds(sampled({(1, 1): 0.2, (2, 2): 0.4})) == ["items"]
    assert kinds(sampled(three, n_clusters=1)) == ["seeds"]
    same = sampled(three, models=dict.fromkeys(three, "one"))
    assert same.n_seeds == 1
    assert kinds(same) == ["items"]
    two_models = sampled(three, models={(1, 1): "a", (2, 2): "a", (3, 3): "b"})
    assert kinds(two_models) == ["items"]
    crossed = {(i, t): 0.1 * t for i in (1, 2, 3) for t in (1, 2, 3)}
    assert kinds(sampled(crossed, models={key: key[1] for key in crossed})) == ["items", "seeds"]


def test_an_estimate_carries_its_marks_once():
    estimate = estimate_of("score", {"arm": "none"}, sampled({(1, 1): 0.2}), ("a", "b", "a"), 0.95)
    assert estimate.marks == ("a", "b")
    assert estimate.where == {"arm": "none"}
    assert estimate.point == 0.2


def test_an_upper_bound_of_its_own_never_narrows_the_interval():
    item = sampled({(1, 1): 0.5})
    (plain,) = estimate_of("worst_case", {}, item, (), 0.95).intervals
    for reach, high in ((0.3, plain.high + 0.3), (-0.3, plain.high)):
        raised = replace(item, high_draws=item.draws + reach)
        (found,) = estimate_of("worst_case", {}, raised, (), 0.95).intervals
        assert (found.low, found.high) == (plain.low, pytest.approx(high))
        assert found.method != plain.method
    undefined = replace(item, high_draws=np.full(101, np.nan))
    assert estimate_of("worst_case", {}, undefined, (), 0.95).intervals == (plain,)
