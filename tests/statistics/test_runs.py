import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.runs import Runs, interquartile_mean, probability_of_improvement
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())
VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=5)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(lambda found: len(found) != 0))
@settings(max_examples=40)
def test_whole_quarters_are_cut_as_elsewhere(values: list[float]) -> None:
    # On a number of values that four divides, it is the mean without a quarter at each end.
    whole = np.array(values * 4)
    assert interquartile_mean(whole) == pytest.approx(stats.trim_mean(whole, 0.25))


def test_a_value_on_the_edge_counts_with_its_part() -> None:
    assert interquartile_mean(np.array([0.0, 1.0, 2.0])) == pytest.approx(1.0)
    assert interquartile_mean(np.array([3.0])) == 3.0
    # Of five, the middle 2.5: one whole value, and three quarters of both beside it.
    found = interquartile_mean(np.array([0.0, 1.0, 2.0, 4.0, 100.0]))
    assert found == pytest.approx((0.75 * 1 + 2 + 0.75 * 4) / 2.5)


@given(VALUES, VALUES)
@settings(max_examples=40)
def test_better_runs_are_the_mann_whitney_share(ours: list[float], theirs: list[float]) -> None:
    first, second = np.array(ours), np.array(theirs)
    share = probability_of_improvement(first, second)
    u = stats.mannwhitneyu(first, second, method="asymptotic").statistic
    assert share == pytest.approx(u / (len(ours) * len(theirs)))
    assert share + probability_of_improvement(second, first) == pytest.approx(1)


def found_in(**more):
    shares = {
        (arm, language, name, severity): 0.5 + 0.1 * (arm == "mnli") - 0.05 * severity
        for arm in ("none", "mnli")
        for language in ("en", "de")
        for name, severity in (("", 0), ("typo", 3))
    }
    cube, _ = cube_of(shares, **more)
    runs = Runs(baseline="none")
    runs.add(cube, "mnli", SETTING)
    return {item.quantity: item for item in runs.findings()}


def test_clean_and_noisy_runs_are_aggregated() -> None:
    found = found_in()
    assert {name: item.sampled.point for name, item in found.items()} == {
        "interquartile_mean_gain": pytest.approx(0.1),
        "probability_of_improvement": 1.0,
        "interquartile_mean_gain_noisy": pytest.approx(0.1),
        "probability_of_improvement_noisy": 1.0,
    }
    assert all(not item.sampled.has_replicates for item in found.values())


def test_pairs_that_enter_no_average_are_left_out() -> None:
    assert found_in(same_task=True) == {}
