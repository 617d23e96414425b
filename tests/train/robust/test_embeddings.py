"""Perturbations of embeddings: within the ball, at tokens alone, the same for equal updates."""

from dataclasses import replace

import pytest
import torch

from crosswind.model.encoders import word_embedding
from crosswind.train.embedding_rows import SeenRows
from crosswind.train.losses import plain_loss
from crosswind.train.robust.embeddings import into_ball, random_shift, shifted, steepest
from tests.train.robust.made_up import update


@pytest.mark.parametrize("drawn_from", ["l2", "linf", "gaussian"])
def test_a_random_shift_is_in_its_ball_and_spares_padding(tmp_path, drawn_from):
    one = update(tmp_path)
    keep = one.batch.sides[0].keep
    shift = random_shift(one, 0.5, drawn_from=drawn_from, purpose="test")
    assert shift.shape == (*keep.shape, 32)
    assert not shift[~keep].any()
    lengths = shift[keep].norm(dim=-1)
    if drawn_from == "l2":
        assert lengths.max() <= 0.5 + 1e-6
        assert lengths.mean() > 0.4
    elif drawn_from == "linf":
        assert shift.abs().max() <= 0.5
    else:
        assert 0.4 < lengths.mean() < 0.6
    assert torch.equal(shift, random_shift(one, 0.5, drawn_from=drawn_from, purpose="test"))
    later = random_shift(replace(one, number=2), 0.5, drawn_from=drawn_from, purpose="test")
    assert not torch.equal(shift, later)


@pytest.mark.parametrize("norm", ["l2", "linf"])
def test_projection_keeps_what_is_inside_and_shortens_the_rest(norm):
    inside = torch.full((2, 3, 4), 0.01)
    assert torch.allclose(into_ball(inside, 1.0, norm), inside)
    outside = torch.randn(2, 3, 4, generator=torch.Generator().manual_seed(1)) * 100
    size = into_ball(outside, 1.0, norm)
    lengths = size.norm(dim=-1) if norm == "l2" else size.abs().amax(dim=-1)
    torch.testing.assert_close(lengths, torch.ones(2, 3))
    assert not into_ball(outside, 0.0, norm).any()
    direction = steepest(outside, norm)
    lengths = direction.norm(dim=-1) if norm == "l2" else direction.abs().amax(dim=-1)
    torch.testing.assert_close(lengths, torch.ones(2, 3))
    assert not steepest(torch.zeros(1, 1, 4), norm).any()


def test_a_shift_acts_inside_alone_and_on_seen_rows_too(tmp_path):
    one = update(tmp_path)
    plain = plain_loss(one)
    shift = random_shift(one, 3.0, drawn_from="l2", purpose="test")
    with shifted(one.model, shift):
        moved = plain_loss(one)
    assert plain_loss(one) == plain
    assert moved != plain
    whole = word_embedding(one.model.encoder)
    seen = SeenRows(whole, torch.arange(whole.num_embeddings))
    one.model.encoder.set_input_embeddings(seen)
    with shifted(one.model, shift):
        torch.testing.assert_close(plain_loss(one), moved)


def test_the_gradient_of_a_shift_is_that_of_the_embedding(tmp_path):
    one = update(tmp_path)
    shift = torch.zeros(*one.batch.sides[0].ids.shape, 32, requires_grad=True)
    with shifted(one.model, shift):
        loss = plain_loss(one)
    (of_shift,) = torch.autograd.grad(loss, shift, retain_graph=True)
    words = word_embedding(one.model.encoder).weight
    (of_words,) = torch.autograd.grad(loss, words)
    ids, keep = one.batch.sides[0].ids, one.batch.sides[0].keep
    gathered = torch.zeros_like(words)
    gathered.index_add_(0, ids[keep], of_shift[keep])
    torch.testing.assert_close(gathered, of_words)
