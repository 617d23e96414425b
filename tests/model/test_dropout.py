"""Dropout: exact shares, independent elements, a function of torch's seed alone."""

from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn
from torch.utils.checkpoint import checkpoint

from crosswind.model.dropout import Dropout, drop, kept, scale_up, use_counters

N = 1 << 18


@pytest.fixture(autouse=True)
def _seeded():
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(11)
        yield


def drawn(share: float, count: int = N) -> torch.Tensor:
    return kept((count,), share, torch.float64)


def deviations(values: torch.Tensor, expected: float, variance: float) -> float:
    """How far a mean lies from what is expected, in its standard deviations."""
    return abs(float(values.mean()) - expected) / (variance / values.numel()) ** 0.5


@given(share=st.floats(0.0, 1.0), shape=st.lists(st.integers(1, 7), min_size=1, max_size=4))
@settings(max_examples=40, deadline=None)
def test_the_expectation_is_exact_and_nothing_but_zeros_is_made(share, shape):
    values = torch.full(shape, 3.0)
    found = drop(values, share)
    whole = 3.0 * scale_up(share)
    assert found.shape == values.shape
    assert bool(((found == 0) | torch.isclose(found, torch.tensor(whole))).all())
    n_dropped = round(share * 65536)
    assert n_dropped == 65536 or scale_up(share) == pytest.approx(1 / (1 - n_dropped / 65536))


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_the_share_is_met(share):
    for _ in range(5):
        stays = drawn(share)
        assert deviations(stays, 1 - share, share * (1 - share)) < 4.5
        # Both halves of a word, and every stretch of the counter, have the same share.
        for part in (stays[0::2], stays[1::2], *stays.split(N // 8)):
            assert deviations(part, 1 - share, share * (1 - share)) < 4.5


@pytest.mark.parametrize("lag", [1, 2, 3, 8, 64, 384, 1024, 4096])
def test_elements_are_independent_of_those_before(lag):
    dropped = 1 - drawn(0.1)
    both = dropped[lag:] * dropped[:-lag]
    assert deviations(both, 0.01, 0.01 * 0.99) < 4.5


def test_calls_are_independent_of_each_other():
    first, second, third = (1 - drawn(0.1) for _ in range(3))
    for both in (first * second, second * third, first * third):
        assert deviations(both, 0.01, 0.01 * 0.99) < 4.5


def test_neighboring_seeds_are_independent():
    dropped = []
    for seed in range(6):
        torch.default_generator.manual_seed(seed)
        dropped.append(1 - drawn(0.1))
    for one, other in pairwise(dropped):
        assert deviations(one * other, 0.01, 0.01 * 0.99) < 4.5


def test_words_spread_over_all_bits():
    counts = torch.zeros(16)
    for number, threshold in enumerate(torch.linspace(1 / 16, 1, 16).tolist()):
        torch.default_generator.manual_seed(5)
        counts[number] = float((1 - drawn(threshold)).sum())
    bins = torch.diff(counts, prepend=torch.zeros(1))
    chi = float(((bins - N / 16) ** 2 / (N / 16)).sum())
    assert chi < 40  # 15 degrees of freedom: once in 2,000 seeds


def test_equal_seeds_drop_equal_elements_at_any_number_of_threads():
    before = torch.get_num_threads()
    found = []
    for threads in (1, 2):
        torch.set_num_threads(threads)
        torch.default_generator.manual_seed(3)
        found.append(drawn(0.1))
    torch.set_num_threads(before)
    assert torch.equal(*found)


def test_the_gradient_is_that_of_the_elements_that_stay():
    values = torch.ones(64, requires_grad=True)
    found = drop(values, 0.25)
    (gradient,) = torch.autograd.grad(found.sum(), values)
    assert torch.equal(gradient, found.detach())


def test_precision_does_not_move_what_is_dropped():
    torch.default_generator.manual_seed(3)
    one = drop(torch.ones(999), 0.1)
    torch.default_generator.manual_seed(3)
    other = drop(torch.ones(999, dtype=torch.bfloat16), 0.1)
    assert torch.equal(one == 0, other == 0)


def test_gradient_checkpoints_drop_the_same_elements_again():
    layer = nn.Sequential(nn.Linear(8, 8), Dropout(0.5))
    values = torch.ones(4, 8, requires_grad=True)
    gradients = []
    for run in (layer, lambda rows: checkpoint(layer, rows, use_reentrant=False)):
        torch.default_generator.manual_seed(3)
        gradients.append(torch.autograd.grad(run(values).sum(), values)[0])
    assert torch.equal(*gradients)


def test_layers_act_while_training_only_and_replace_those_of_torch():
    model = nn.Sequential(nn.Linear(2, 2), nn.Sequential(nn.Dropout(0.5)))
    use_counters(model)
    layer = model[1][0]
    assert isinstance(layer, Dropout)
    assert layer.p == 0.5
    values = torch.ones(100)
    assert not torch.equal(layer(values), values)
    assert torch.equal(layer.eval()(values), values)


def test_other_devices_use_their_own_kernel():
    assert drop(torch.ones(5, 3, device="meta"), 0.1).shape == (5, 3)
