"""Adapters as ordinary weights."""

import pytest
import torch
from torch import nn

from crosswind.core.errors import StoreError
from crosswind.model.adapters import merge_adapters, take_adapters

ADAPTERS = {
    "one.A": torch.tensor([[1.0, 2.0, 3.0]]),
    "one.B": torch.tensor([[1.0], [10.0]]),
    "scale": torch.tensor([2.0], dtype=torch.float64),
}


def encoder() -> nn.Module:
    made = nn.ModuleDict({"one": nn.Linear(3, 2), "two": nn.Linear(2, 2)})
    with torch.no_grad():
        for weights in made.parameters():
            weights.zero_()
    return made


def test_the_scaled_product_is_added():
    made = encoder()
    merge_adapters(made, ADAPTERS, "here")
    assert made["one"].weight.tolist() == [[2.0, 4.0, 6.0], [20.0, 40.0, 60.0]]
    assert not made["two"].weight.any()


def test_none_changes_nothing():
    made = encoder()
    merge_adapters(made, {}, "here")
    assert not made["one"].weight.any()


def test_adapters_are_taken_out_of_the_tensors():
    tensors = {"adapter.scale": torch.ones(1), "head.x": torch.ones(1)}
    assert list(take_adapters(tensors)) == ["scale"]
    assert list(tensors) == ["head.x"]


@pytest.mark.parametrize(
    "change",
    [
        {"one.A": torch.zeros(1, 4)},
        {"one.B": torch.zeros(2, 2)},
        {"other.A": torch.zeros(1, 3), "other.B": torch.zeros(2, 1)},
        {"two.A": torch.zeros(1, 2)},
    ],
)
def test_what_does_not_fit_is_an_error(change):
    with pytest.raises(StoreError, match="do not fit"):
        merge_adapters(encoder(), {**ADAPTERS, **change}, "here")


def test_a_missing_scale_is_an_error():
    with pytest.raises(StoreError, match="do not fit"):
        merge_adapters(encoder(), {k: v for k, v in ADAPTERS.items() if k != "scale"}, "here")
