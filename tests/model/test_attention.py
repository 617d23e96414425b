"""Attention by matrix products equals the stock attention."""

import pytest
import torch
from torch import nn
from torch.nn import functional

from crosswind.model.attention import (
    ATTENTION,
    matrix_product_attention,
    use_matrix_products,
)
from crosswind.model.encoders import open_encoder
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.mark.parametrize("kv_heads", [4, 2])
def test_equals_scaled_dot_product_attention(kv_heads):
    rng = torch.Generator().manual_seed(1)
    query = torch.randn(3, 4, 5, 8, generator=rng, requires_grad=True)
    key = torch.randn(3, kv_heads, 5, 8, generator=rng)
    value = torch.randn(3, kv_heads, 5, 8, generator=rng)
    keep = torch.tensor([[1, 1, 1, 1, 1], [1, 1, 1, 0, 0], [1, 0, 0, 0, 0]], dtype=torch.bool)
    mask = torch.zeros(3, 1, 5, 5).masked_fill(~keep[:, None, None, :], -1e30)
    ours, _ = matrix_product_attention(nn.Module().eval(), query, key, value, mask)
    stock = functional.scaled_dot_product_attention(query, key, value, mask, enable_gqa=True)
    torch.testing.assert_close(ours, stock.transpose(1, 2), rtol=1e-5, atol=1e-6)
    (gradient,) = torch.autograd.grad(ours.sum(), query)
    assert torch.isfinite(gradient).all()


def test_dropout_acts_in_training_only():
    layer = nn.Module()
    query = torch.ones(1, 1, 4, 2)
    layer.eval()
    still, _ = matrix_product_attention(layer, query, query, query, None, dropout=0.9)
    assert torch.equal(still, torch.ones(1, 4, 1, 2))
    layer.train()
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(1)
        moved, _ = matrix_product_attention(layer, query, query, query, None, dropout=0.9)
    assert not torch.equal(moved, still)


def test_every_opened_encoder_uses_it(tmp_path):
    encoder = open_encoder(tiny_encoder_folder(tmp_path))
    assert encoder.config._attn_implementation == ATTENTION
    assert not use_matrix_products(nn.Linear(2, 2))
