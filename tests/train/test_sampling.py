"""Probabilities of tasks: the table of the paper, and laws."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.train.draws import task_sequence
from crosswind.train.sampling import (
    SAMPLINGS,
    Sampling,
    as_probabilities,
    epoch_updates,
    probabilities,
    smoothed,
    with_masked,
)

# Training sizes of the nine tasks of arXiv:2005.13013 and what min(n, 2^17) makes of them.
PAPER = {
    "anli_plus": (1_104_934, 0.181),
    "mnli": (392_702, 0.181),
    "qqp": (363_846, 0.181),
    "squad_v2": (130_319, 0.180),
    "squad": (87_599, 0.121),
    "hellaswag": (39_905, 0.055),
    "ccg": (38_015, 0.052),
    "cosmos_qa": (25_588, 0.035),
    "commonsense_qa": (9_741, 0.013),
}
SIZES = [size for size, _ in PAPER.values()]
CAPPED = Sampling(name="size_capped", cap=131_072)
MANY = st.lists(st.integers(1, 10**6), min_size=1, max_size=9)


def test_the_capped_sizes_of_the_paper():
    found = probabilities(SIZES, CAPPED)
    for chance, (_, expected) in zip(found, PAPER.values(), strict=True):
        assert chance == pytest.approx(expected, abs=0.001)


def test_a_long_schedule_has_these_frequencies():
    chances = probabilities(SIZES, CAPPED)
    counts = Counter(task_sequence(chances, 200_000, seed=1))
    for number, chance in enumerate(chances):
        assert counts[number] / 200_000 == pytest.approx(chance, abs=0.01)


@settings(max_examples=30)
@given(sizes=MANY, name=st.sampled_from(SAMPLINGS), temperature=st.floats(0.5, 100))
def test_probabilities_sum_to_one_and_follow_the_sizes(sizes, name, temperature):
    shares = tuple(float(size) for size in sizes)
    sampling = Sampling(name=name, cap=1000, temperature=temperature, shares=shares)
    found = probabilities(sizes, sampling)
    assert sum(found) == pytest.approx(1.0)
    largest = max(range(len(sizes)), key=sizes.__getitem__)
    assert found[largest] == pytest.approx(max(found))


def test_temperature_lies_between_proportional_and_uniform():
    sizes = [10_000, 100]
    one = probabilities(sizes, Sampling(name="temperature", temperature=1.0))
    assert one == probabilities(sizes, Sampling(name="proportional"))
    assert probabilities(sizes, Sampling(name="temperature", temperature=2.0))[1] == pytest.approx(
        10 / 110
    )
    flat = probabilities(sizes, Sampling(name="temperature", temperature=1e9))
    assert flat == pytest.approx(probabilities(sizes, Sampling(name="uniform")))


def test_one_task_has_all():
    assert probabilities([7], Sampling(name="")) == (1.0,)


@pytest.mark.parametrize("shares", [(0.0, 0.0), (1.0, -0.5)])
def test_shares_that_are_no_distribution_are_refused(shares):
    with pytest.raises(ConfigError, match="no distribution"):
        probabilities([1, 2], Sampling(name="fixed", shares=shares))


def test_an_unknown_sampling_is_refused():
    with pytest.raises(ConfigError):
        probabilities([1, 2], Sampling(name="size_caped"))


@given(st.lists(st.floats(0.01, 1000.0), min_size=1, max_size=9))
def test_weights_keep_their_ratios(weights):
    found = as_probabilities(weights)
    assert sum(found) == pytest.approx(1.0)
    assert found[0] * weights[-1] == pytest.approx(found[-1] * weights[0])


def test_smoothing_lifts_small_languages():
    assert smoothed([1000, 10], 1.0) == pytest.approx((1000 / 1010, 10 / 1010))
    assert smoothed([1000, 10], 0.0) == (0.5, 0.5)
    assert 10 / 1010 < smoothed([1000, 10], 0.3)[1] < 0.5


def test_an_epoch_counts_what_a_task_counts_for():
    plain, capped = Sampling(name="proportional"), Sampling(name="size_capped", cap=40)
    assert epoch_updates(100, 100, 32, plain) == 4
    assert epoch_updates(100, 100, 32, capped) == 2
    # 80 examples became 160 rows: half of the examples are half of the rows.
    assert epoch_updates(160, 80, 10, capped) == 8


def test_masked_text_is_added_and_takes_nothing_away():
    assert with_masked(100, 0.0) == 100
    assert with_masked(100, 0.5) == 200
    assert with_masked(90, 0.1) == 100
