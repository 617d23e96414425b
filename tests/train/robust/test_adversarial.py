"""The worst perturbation stays in its ball and raises the loss, more so with more steps."""

import pytest
import torch

from crosswind.config.robust import Adversarial
from crosswind.train.losses import plain_loss
from crosswind.train.robust.adversarial import METHOD, worst_shift
from crosswind.train.robust.embeddings import random_shift, shifted
from tests.train.robust.made_up import KINDS, update


def loss_at(one, shift) -> float:
    with torch.no_grad(), shifted(one.model, shift):
        return float(plain_loss(one))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("norm", "radius"), [("l2", 0.05), ("linf", 0.01)])
@pytest.mark.parametrize("steps", [1, 5])
def test_it_stays_in_the_ball_and_raises_the_loss(tmp_path, kind, norm, radius, steps):
    one = update(tmp_path, kind)
    settings = Adversarial(method="adversarial", steps=steps, radius=radius, norm=norm)
    shift = worst_shift(one, settings)
    keep = one.batch.sides[0].keep
    size = shift.norm(dim=-1) if norm == "l2" else shift.abs().amax(dim=-1)
    assert size.max() <= radius * (1 + 1e-5)
    assert not shift[~keep].any()
    random = random_shift(one, radius, drawn_from=norm, purpose="elsewhere")
    worst = loss_at(one, shift)
    assert worst > loss_at(one, torch.zeros_like(shift))
    assert worst > loss_at(one, random)
    assert torch.equal(shift, worst_shift(one, settings))


def test_one_step_is_the_gradient_at_the_radius(tmp_path):
    one = update(tmp_path)
    settings = Adversarial(method="adversarial", radius=0.2)
    shift = torch.zeros(*one.batch.sides[0].ids.shape, 32, requires_grad=True)
    with shifted(one.model, shift):
        (gradient,) = torch.autograd.grad(plain_loss(one), shift)
    expected = 0.2 * gradient / gradient.norm(dim=-1, keepdim=True).clamp_min(1e-12)
    torch.testing.assert_close(worst_shift(one, settings), expected, atol=1e-6, rtol=1e-4)


def test_the_loss_is_clean_plus_weighted_adversarial(tmp_path):
    one = update(tmp_path)
    clean = plain_loss(one)
    none, some = (
        METHOD.loss(Adversarial(method="adversarial", weight=weight))(one) for weight in (0.0, 2.0)
    )
    torch.testing.assert_close(none, clean)
    worst = loss_at(one, worst_shift(one, Adversarial(method="adversarial")))
    torch.testing.assert_close(some, clean + 2 * worst)
    some.backward()
    gradients = [weights.grad for weights in one.model.parameters()]
    assert all(gradient is None or gradient.isfinite().all() for gradient in gradients)
