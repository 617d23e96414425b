"""The schedule and what is decayed."""

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import nn

from crosswind.train.optimiser import decay_product, learning_rate_at, new_optimiser


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
