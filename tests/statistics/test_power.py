import numpy as np
import pytest
from scipy import stats

from crosswind.records.estimate import slice_key
from crosswind.statistics.power import planned_effect, power_rows, smallest_effect, spread_rows
from tests.statistics.claimed import finding, sampled

WHOLE = {"arm": "mnli", "against": "none", "scope": "target_languages"}


def kept(*items):
    return {slice_key(item.quantity, item.where): item for item in items}


def test_the_normal_case_is_the_textbook_multiple() -> None:
    assert smallest_effect(1.0) == pytest.approx(1.959964 + 0.841621, abs=1e-5)


def test_an_effect_of_that_size_is_seen_with_that_probability() -> None:
    effect = smallest_effect(1 / np.sqrt(5), 4)
    rng = np.random.default_rng(0)
    found = stats.ttest_1samp(effect + rng.normal(size=(20_000, 5)), 0, axis=1)
    assert 0.77 < np.mean((found.pvalue < 0.05) & (found.statistic > 0)) < 0.86


def test_more_seeds_see_smaller_effects() -> None:
    found = [planned_effect(0.01, n) for n in (2, 3, 5, 10)]
    assert found == sorted(found, reverse=True)


def test_headlines_have_power_over_items_and_seeds() -> None:
    gain = finding("intermediate_gain", sampled(0.02, 0.01), **WHOLE)
    task = finding("intermediate_gain", sampled(0.02), task="xnli", **WHOLE)
    (row,) = power_rows(kept(gain, task), 0.95)
    assert row["seed_sd"] == pytest.approx(0.01)
    assert row["items_error"] == pytest.approx(0.01, rel=0.1)
    assert row["effect_seeds"] == pytest.approx(planned_effect(0.01, 5))
    assert row["planned"]["5"] == pytest.approx(row["effect_seeds"])
    assert row["effect_items"] == pytest.approx(smallest_effect(row["items_error"]))


def test_two_seeds_have_a_deviation_but_no_effect_of_their_own() -> None:
    (row,) = power_rows(kept(finding("robustness_gain", sampled(0.02, n_seeds=2), **WHOLE)), 0.95)
    assert row["seed_sd"] is not None
    assert row["effect_seeds"] is None


def test_spread_counts_collapsed_runs_and_keeps_them() -> None:
    item = finding("score", sampled(0.5, 0.1), arm="mnli", task="xnli", scope="target_languages")
    said = ["mnli xnli seeds 1-1: clean score 0.1", "mnli xnli_2 seeds 1-1: clean score 0.1"]
    (row,) = spread_rows(kept(item), said)
    assert (row["n_seeds"], row["collapsed"]) == (5, 1)
    assert row["least"] < row["mean"] < row["greatest"]
    assert row["sd"] == pytest.approx(0.1)
    assert row["median"] == pytest.approx(np.median(list(item.sampled.points.values())))
