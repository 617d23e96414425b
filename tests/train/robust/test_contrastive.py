"""Pairs of equal vectors have the least loss; a text that stands twice is no negative of itself."""

import math
from dataclasses import replace

import pytest
import torch

from crosswind.config.robust import Contrastive
from crosswind.train.losses import plain_loss
from crosswind.train.robust.contrastive import METHOD, nt_xent
from tests.train.robust.made_up import KINDS, update

SETTINGS = Contrastive(method="contrastive", perturbation=("typo",))
APART = torch.arange(6)


def test_identical_pairs_are_minimal():
    rng = torch.Generator().manual_seed(1)
    vectors = torch.eye(6, 16)
    least = float(nt_xent(vectors, vectors, APART, 0.05))
    # One positive of cosine 1 among ten negatives of cosine 0, from both sides.
    assert least == pytest.approx(math.log(1 + 10 * math.exp(-1 / 0.05)), abs=1e-6)
    for _ in range(20):
        moved = vectors + 0.5 * torch.randn(6, 16, generator=rng)
        assert nt_xent(vectors, moved, APART, 0.05) > least
    assert nt_xent(vectors, vectors.roll(1, 0), APART, 0.05) > 10


def test_a_text_that_stands_twice_is_no_negative_of_itself():
    vectors = torch.eye(6, 16)
    vectors[1] = vectors[0]
    once = nt_xent(vectors, vectors, APART, 0.05)
    twice = nt_xent(vectors, vectors, torch.tensor([0, 0, 2, 3, 4, 5]), 0.05)
    assert once > 0.2
    assert twice < 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_plain_plus_weighted_contrast(tmp_path, kind):
    one = update(tmp_path, kind)
    loss = METHOD.loss(SETTINGS)
    assert loss(replace(one, view=None)) == plain_loss(one)
    none = METHOD.loss(SETTINGS.model_copy(update={"weight": 0.0}))(one)
    torch.testing.assert_close(none, plain_loss(one))
    assert loss(one) > plain_loss(one)
    loss(one).backward()
    gradients = [weights.grad for weights in one.model.parameters() if weights.grad is not None]
    assert all(gradient.isfinite().all() for gradient in gradients)
