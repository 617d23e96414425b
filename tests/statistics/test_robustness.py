import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.statistics.robustness import (
    chance_adjusted_retention,
    flip_rate,
    log_odds,
    mean_corrupted_score,
    retention,
    robustness_drop,
    robustness_gain,
    worst_case,
    worst_case_at_most,
)

SCORES = st.floats(0, 1, allow_nan=False)


@settings(max_examples=40)
@given(SCORES, SCORES, SCORES, SCORES)
def test_the_gain_is_antisymmetric_and_is_the_difference_of_drops(a, b, c, d):
    assert robustness_gain(a, b, a, b) == 0
    assert robustness_gain(a, b, c, d) == pytest.approx(-robustness_gain(c, d, a, b))
    drops = robustness_drop(c, d) - robustness_drop(a, b)
    assert robustness_gain(a, b, c, d) == pytest.approx(drops)


@settings(max_examples=40)
@given(st.integers(0, 50), st.integers(51, 100))
def test_log_odds_are_finite_rising_and_odd(right, n):
    value = log_odds(right / n, n)
    assert np.isfinite(value)
    assert value == pytest.approx(-log_odds(1 - right / n, n))
    assert log_odds((right + 1) / n, n) > value


def test_published_retention():
    # Clean 73.0 and mPC 59.2 are published with rPC 81.1.
    assert retention(0.730, 0.592) == pytest.approx(0.811, abs=5e-4)


def test_retention_is_undefined_without_anything_learned():
    assert np.isnan(retention(0.0, 0.0))
    assert np.isnan(chance_adjusted_retention(0.3, 0.2, chance=1 / 3))
    assert chance_adjusted_retention(0.8, 0.5, chance=0.5) == 0.0


def test_means_and_minima_over_conditions():
    noisy = np.array([[[0.5], [0.7], [0.9]]])
    assert mean_corrupted_score(noisy, np.array([0.25, 0.25, 0.5])) == pytest.approx(
        np.array([[0.75]])
    )
    assert worst_case(np.array([[0.5, 0.6], [0.4, 0.9]])) == pytest.approx([0.4, 0.6])
    assert flip_rate(3, 12) == 0.25


def test_a_single_worst_perturbation_is_bounded_by_its_own_draws():
    draws = np.array([[0.5, 0.48, 0.5, 0.53], [0.9, 0.88, 0.9, 0.92]])
    assert worst_case_at_most(draws) == pytest.approx([0.5, 0.52, 0.5, 0.47])


def test_perturbations_that_may_be_the_worst_raise_its_bound():
    rng = np.random.default_rng(0)
    draws = 0.5 + rng.normal(0, 0.02, (4, 200))
    draws[:, 0] = [0.5, 0.5, 0.5, 0.5]
    alone, all_four = worst_case_at_most(draws[:1]), worst_case_at_most(draws)
    assert all_four[0] == alone[0] == 0.5
    assert (all_four[1:] >= alone[1:]).all()
    assert np.quantile(all_four[1:], 0.975) > np.quantile(alone[1:], 0.975)
    assert worst_case_at_most(np.full((2, 3), 1.0)) == pytest.approx([1.0, 1.0, 1.0])


def test_an_undefined_draw_stays_undefined_and_leaves_the_others():
    draws = np.array([[0.5, np.nan, 0.52], [0.9, 0.9, 0.9]])
    found = worst_case_at_most(draws)
    assert np.isnan(found[1])
    assert found[[0, 2]] == pytest.approx([0.5, 0.48])
