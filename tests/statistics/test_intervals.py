import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from crosswind.statistics.intervals import items_interval, seeds_interval

VALUES = st.floats(-1, 1, allow_nan=False)


def paired(*values):
    return {(i, i): value for i, value in enumerate(values)}


def crossed(table):
    return {(i, t): value for i, row in enumerate(table) for t, value in enumerate(row)}


@settings(max_examples=30)
@given(st.lists(VALUES, min_size=3, max_size=6), VALUES)
def test_moving_all_seeds_moves_the_interval(values, shift):
    one = seeds_interval(paired(*values), 0.95)
    other = seeds_interval(paired(*(value + shift for value in values)), 0.95)
    assert other.low == pytest.approx(one.low + shift, abs=1e-9)
    assert one.low - 1e-12 <= np.mean(values) <= one.high + 1e-12


def test_paired_seeds_are_a_t_interval():
    band = seeds_interval(paired(0.1, 0.2, 0.4), 0.95)
    low, high = stats.t.interval(
        0.95, 2, np.mean([0.1, 0.2, 0.4]), np.std([0.1, 0.2, 0.4], ddof=1) / np.sqrt(3)
    )
    assert (band.low, band.high) == (pytest.approx(low), pytest.approx(high))
    assert (band.kind, band.method) == ("seeds", "t over paired seeds")


def test_fewer_than_three_seeds_say_nothing():
    assert seeds_interval(paired(0.1, 0.2), 0.95) is None
    assert seeds_interval(crossed([[0.1, 0.2, 0.3], [0.2, 0.3, 0.1]]), 0.95) is None


def test_crossed_seeds_that_vary_by_one_seed_alone_have_its_degrees_of_freedom():
    rows = [0.1, 0.2, 0.6]
    band = seeds_interval(crossed([[value] * 3 for value in rows]), 0.95)
    expected = seeds_interval(paired(*rows), 0.95)
    assert (band.low, band.high) == (pytest.approx(expected.low), pytest.approx(expected.high))
    assert "Satterthwaite" in band.method


def test_crossed_seeds_are_symmetric_in_both_seeds():
    table = np.array([[0.1, 0.3, 0.2], [0.5, 0.4, 0.6], [0.2, 0.4, 0.1]])
    one, other = (seeds_interval(crossed(item), 0.9) for item in (table, table.T))
    assert (one.low, one.high) == (pytest.approx(other.low), pytest.approx(other.high))
    assert one.low < table.mean() < one.high


def test_equal_values_give_an_interval_without_width():
    band = seeds_interval(crossed(np.full((3, 3), 0.5)), 0.95)
    assert (band.low, band.high) == (0.5, 0.5)


@pytest.mark.parametrize(
    ("first", "second", "rest"), [(0, 0, 1), (1, 0, 1), (1, 1, 1), (1, 1, 0.1)]
)
def test_crossed_intervals_cover_the_mean(first, second, rest):
    rng = np.random.default_rng(7)
    hits = 0
    for _ in range(400):
        table = rng.normal(0, first, (3, 1)) + rng.normal(0, second, (1, 3))
        band = seeds_interval(crossed(table + rng.normal(0, rest, (3, 3))), 0.95)
        hits += band.low <= 0 <= band.high
    assert 0.92 <= hits / 400 <= 0.995


def test_items_are_a_percentile_interval():
    band = items_interval(np.arange(1001.0), 0.9)
    assert (band.low, band.high) == (pytest.approx(50), pytest.approx(950))
    assert (band.kind, band.level) == ("items", 0.9)


def test_undefined_draws_are_left_out_unless_they_are_many():
    draws = np.arange(100.0)
    draws[:4] = np.nan
    assert items_interval(draws, 0.95).low == pytest.approx(np.quantile(draws[4:], 0.025))
    draws[:20] = np.nan
    assert items_interval(draws, 0.95) is None
