"""The order of tasks and rows is a pure function of the seed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.train.draws import task_sequence
from crosswind.train.sampling import as_probabilities

WEIGHTS = st.lists(st.floats(0.01, 1000.0), min_size=1, max_size=9)


@settings(max_examples=20)
@given(WEIGHTS, st.integers(0, 2**31 - 1))
def test_equal_seeds_give_equal_orders(weights, seed):
    chances = as_probabilities(weights)
    order = task_sequence(chances, 50, seed)
    assert order == task_sequence(chances, 50, seed)
    assert len(order) == 50
    assert set(order) <= set(range(len(weights)))


def test_frequencies_of_a_long_order_are_the_probabilities():
    chances = [0.5, 0.3, 0.15, 0.05]
    order = task_sequence(chances, 200_000, 3)
    for number, chance in enumerate(chances):
        assert order.count(number) / len(order) == pytest.approx(chance, abs=0.005)
