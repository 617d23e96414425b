"""The schedule and what is decayed."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from crosswind.train.optimiser import (
    clip_gradients,
    decay_product,
    learning_rate_at,
    new_optimiser,
    optimiser_bytes,
)


@settings(max_examples=50)
@given(n=st.integers(1, 200), fraction=st.floats(0, 1))
def test_the_rate_rises_then_falls_and_is_never_zero(n, fraction):
    rates = [
        learning_rate_at(update, peak=2.0, n_updates=n, warmup_fraction=fraction)
        for update in range(1, n + 1)
    ]
    assert max(rates) == 2.0
    assert min(rates) > 0
    top = rates.index(2.0)
    assert rates[: top + 1] == sorted(rates[: top + 1])
    assert rates[top:] == sorted(rates[top:], reverse=True)


def test_ten_updates_by_hand():
    rates = [
        learning_rate_at(update, peak=1.0, n_updates=10, warmup_fraction=0.2)
        for update in range(1, 11)
    ]
    assert rates == [0.5, 1.0, *(k / 8 for k in range(8, 0, -1))]


def test_biases_and_norms_are_not_decayed():
    model = nn.Sequential(nn.Linear(2, 2), nn.LayerNorm(2))
    groups = new_optimiser(model.parameters(), learning_rate=0.1, weight_decay=0.5).param_groups
    assert [len(group["params"]) for group in groups] == [1, 3]
    assert [group["weight_decay"] for group in groups] == [0.5, 0.0]
    assert all(group["eps"] == 1e-8 for group in groups)


def test_the_decay_product_is_what_adamw_does_without_gradients():
    layer = nn.Linear(1, 1, bias=False)
    with torch.no_grad():
        layer.weight.fill_(1.0)
    optimiser = new_optimiser(layer.parameters(), learning_rate=0.1, weight_decay=0.5)
    for update in range(1, 6):
        optimiser.param_groups[0]["lr"] = learning_rate_at(
            update, peak=0.1, n_updates=8, warmup_fraction=0.25
        )
        layer.weight.grad = torch.zeros_like(layer.weight)
        optimiser.step()
    factor = decay_product(
        peak=0.1, n_updates=8, last_update=5, warmup_fraction=0.25, weight_decay=0.5
    )
    assert factor == pytest.approx(layer.weight.item(), rel=1e-6)


def test_the_norm_does_not_feel_rows_without_a_gradient():
    rng = torch.Generator().manual_seed(1)
    values = torch.randn(70, 33, generator=rng)
    other = nn.Parameter(torch.zeros(5))
    whole, compact = nn.Parameter(torch.zeros(1000, 33)), nn.Parameter(torch.zeros(80, 33))
    for words, rows in ((whole, range(0, 700, 10)), (compact, range(70))):
        words.grad = torch.zeros_like(words)
        words.grad[list(rows)] = values
    norms = []
    for words in (whole, compact):
        other.grad = torch.ones(5)
        norms.append(clip_gradients([words, other], 0.5, words=words))
    assert norms[0] == norms[1]
    assert norms[0] == pytest.approx((values.square().sum().item() + 5) ** 0.5, rel=1e-5)
    assert torch.equal(whole.grad[range(0, 700, 10)], compact.grad[:70])
    total = compact.grad.square().sum() + other.grad.square().sum()
    assert total.item() ** 0.5 == pytest.approx(0.5, rel=1e-4)


def test_small_gradients_stay():
    weights = nn.Parameter(torch.zeros(3))
    weights.grad = torch.full((3,), 0.1)
    before = weights.grad.clone()
    assert clip_gradients([weights], 10.0, words=torch.zeros(1)) == pytest.approx(0.1 * 3**0.5)
    torch.testing.assert_close(weights.grad, before)


def test_two_moments_a_weight():
    assert optimiser_bytes([nn.Parameter(torch.zeros(3, 4))]) == 2 * 12 * 4
