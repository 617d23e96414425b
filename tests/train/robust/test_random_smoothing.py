"""Radius 0 is plain training to the bit; another radius is not."""

from dataclasses import replace

import pytest
import torch

from crosswind.config.robust import RandomSmoothing
from crosswind.train.losses import plain_loss
from crosswind.train.robust.random_smoothing import METHOD
from tests.train.robust.made_up import KINDS, update


def gradients(one, settings):
    one.model.zero_grad()
    loss = METHOD.loss(settings)(one) if settings else plain_loss(one)
    loss.backward()
    return loss, {name: weights.grad for name, weights in one.model.named_parameters()}


@pytest.mark.parametrize("distribution", ["uniform", "gaussian"])
@pytest.mark.parametrize("kind", KINDS)
def test_radius_zero_has_the_loss_and_gradients_of_plain_training(tmp_path, kind, distribution):
    one = update(tmp_path, kind)
    still = RandomSmoothing(method="random_smoothing", radius=0.0, distribution=distribution)
    plain, expected = gradients(one, None)
    loss, found = gradients(one, still)
    assert loss == plain
    for name, gradient in expected.items():
        if gradient is not None:
            assert torch.equal(found[name], gradient), name
    moving = still.model_copy(update={"radius": 1.0})
    assert gradients(one, moving)[0] != plain
    assert gradients(one, moving)[0] == gradients(one, moving)[0]
    assert gradients(replace(one, number=2), moving)[0] != gradients(one, moving)[0]
