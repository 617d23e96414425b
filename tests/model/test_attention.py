"""Attention by matrix products equals the stock attention."""

import pytest
import torch
from torch import nn
from torch.nn import functional
from transformers import AutoModel

from crosswind.model.attention import (
    ATTENTION,
    matrix_product_attention,
    use_matrix_products,
)
from crosswind.model.devices import autocast
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
    weights = torch.randn(ours.shape, generator=rng)
    (gradient,) = torch.autograd.grad((ours * weights).sum(), query)
    (other,) = torch.autograd.grad((stock.transpose(1, 2) * weights).sum(), query)
    torch.testing.assert_close(gradient, other, rtol=1e-5, atol=1e-6)


def plain(query, key, value, mask, scale=0.5):
    scores = query @ key.transpose(2, 3) * scale
    return ((scores + mask).softmax(dim=-1) @ value).transpose(1, 2)


def parts(*, n_query=5, dtype=torch.float64):
    rng = torch.Generator().manual_seed(2)
    shapes = ((2, 3, n_query, 4), (2, 3, 6, 4), (2, 3, 6, 4), (2, 1, n_query, 6))
    return [torch.randn(shape, generator=rng).to(dtype).requires_grad_() for shape in shapes]


def test_every_gradient_is_right_and_so_is_that_of_a_learned_bias():
    inputs = parts()

    def ours(*given):
        return matrix_product_attention(nn.Module().eval(), *given, scaling=0.5)[0]

    weights = torch.linspace(-1, 1, 2 * 5 * 3 * 4, dtype=torch.float64).view(2, 5, 3, 4)
    found = torch.autograd.grad((ours(*inputs) * weights).sum(), inputs)
    expected = torch.autograd.grad((plain(*inputs) * weights).sum(), inputs)
    for one, other in zip(found, expected, strict=True):
        # The softmax is computed in fp32 whatever the inputs are.
        torch.testing.assert_close(one, other, rtol=1e-5, atol=1e-6)


def test_bf16_is_within_its_own_rounding():
    inputs = parts(dtype=torch.float32)
    exact = plain(*inputs)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        found, _ = matrix_product_attention(nn.Module().eval(), *inputs, scaling=0.5)
    assert found.dtype == torch.bfloat16
    # Eight bits of mantissa: each of the three roundings on the way is within 2 ** -8.
    torch.testing.assert_close(found.float(), exact, rtol=2e-2, atol=2e-2)


def test_gradients_with_dropout_are_those_of_the_same_drawing():
    inputs = [part.detach().requires_grad_() for part in parts(dtype=torch.float64)]
    layer = nn.Module().train()

    def ours(*given):
        with torch.random.fork_rng():
            torch.default_generator.manual_seed(4)
            return matrix_product_attention(layer, *given, scaling=0.5, dropout=0.3)[0]

    step = 1e-2
    for index, part in enumerate(inputs):
        (gradient,) = torch.autograd.grad(ours(*inputs).sum(), part)
        ahead, behind = list(inputs), list(inputs)
        direction = torch.linspace(-1, 1, part.numel()).view(part.shape).to(part.dtype)
        ahead[index], behind[index] = part + step * direction, part - step * direction
        rise = ours(*ahead).sum() - ours(*behind).sum()
        slope = rise.item() / (2 * step)
        assert slope == pytest.approx((gradient * direction).sum().item(), rel=1e-2, abs=1e-3)


@pytest.mark.parametrize("masked", [True, False])
def test_other_devices_use_the_attention_of_torch(masked):
    query, key, value, mask = (part.detach().to("meta") for part in parts(dtype=torch.float32))
    found, _ = matrix_product_attention(
        nn.Module().train(), query, key, value, mask if masked else None, dropout=0.1
    )
    assert found.shape == (2, 5, 3, 4)
    assert found.device.type == "meta"


@pytest.mark.parametrize(("precision", "tolerance"), [("fp32", 1e-5), ("bf16", 3e-2)])
def test_an_encoder_computes_what_the_plain_code_of_transformers_does(
    tmp_path, precision, tolerance
):
    folder = tiny_encoder_folder(tmp_path)
    ours = open_encoder(folder)
    plainly = AutoModel.from_pretrained(folder, attn_implementation="eager").eval()
    rng = torch.Generator().manual_seed(3)
    ids = torch.randint(5, 200, (4, 11), generator=rng)
    keep = torch.ones_like(ids)
    keep[1, 6:] = 0
    with autocast(torch.device("cpu"), precision):
        found = ours(input_ids=ids, attention_mask=keep).last_hidden_state
    expected = plainly(input_ids=ids, attention_mask=keep).last_hidden_state
    kept = keep.bool()
    torch.testing.assert_close(found.float()[kept], expected[kept], rtol=tolerance, atol=tolerance)
    names = dict(plainly.named_parameters())
    weights = torch.randn(int(kept.sum()), 32, generator=rng)
    (found.float()[kept] * weights).sum().backward()
    (expected[kept] * weights).sum().backward()
    for name, weights in ours.named_parameters():
        whole = names[name].grad
        # Some gradients are nothing but rounding: a bias of the keys moves no probability.
        assert (weights.grad - whole).norm() < 3 * tolerance * whole.norm().clamp(min=1.0), name


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
