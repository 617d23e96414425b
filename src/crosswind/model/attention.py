"""Attention by batched matrix products, registered with transformers for every encoder.

The stock CPU kernel behind `scaled_dot_product_attention` has a slow backward at short lengths and
did not give equal bits in equal runs; two batched matrix products and a softmax do.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import once_differentiable
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

from crosswind.model.dropout import kept, scale_up

ATTENTION = "crosswind_matrix_products"

# Shapes: B batch, N heads, T query tokens, S key tokens, D head dim.


def use_matrix_products(encoder: nn.Module) -> bool:
    """Make an encoder use `matrix_product_attention`; False if its code has attention of its own.

    An encoder that keeps its own code (mDeBERTa's disentangled attention) must have been loaded
    with `attn_implementation="eager"`, which is made of matrix products as well.
    """
    if not getattr(encoder, "_supports_attention_backend", False):
        return False
    AttentionInterface.register(ATTENTION, matrix_product_attention)
    AttentionMaskInterface.register(ATTENTION, eager_mask)
    encoder.set_attn_implementation(ATTENTION)  # type: ignore[operator]
    return True


def matrix_product_attention(
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    dropout: float = 0.0,
    **others: Any,
) -> tuple[Tensor, None]:
    """softmax(scaling * query key^T + mask) value, in the calling convention of transformers.

    Args:
        module: the attention layer; only its training flag is read.
        query: shape (B, N, T, D).
        key: shape (B, N or fewer, S, D); fewer heads are shared by groups of queries.
        value: shape of `key`.
        attention_mask: added to the scores, shape (B, 1 or N, T, S); None keeps every key.
        scaling: factor of the scores; default D ** -0.5.
        dropout: share of attention probabilities set to zero while training.
        others: what transformers passes besides; of no use here.

    Returns:
        The output, shape (B, T, N, D), and None in place of the probabilities.
    """
    heads, dim = query.shape[1], query.shape[3]
    key, value = _for_every_head(key, heads), _for_every_head(value, heads)
    scale = dim**-0.5 if scaling is None else scaling
    share = dropout if module.training else 0.0
    if query.device.type != "cpu":
        return _device_attention(query, key, value, attention_mask, scale, share), None
    dtype = _product_dtype(query)
    parts = query.to(dtype), key.to(dtype), value.to(dtype)
    drawn = kept(query.shape[:3] + key.shape[2:3], share, dtype) if share else None
    factors = (scale, scale_up(share))
    mixed: Tensor = _Attention.apply(*parts, attention_mask, drawn, factors)  # type: ignore[no-untyped-call]
    return mixed, None


class _Attention(torch.autograd.Function):
    """Attention of a CPU: products of matrices in the dtype of its inputs, softmax in fp32.

    Torch's softmax in bf16 takes three times as long as one in fp32 with both conversions.
    """

    @staticmethod
    def forward(
        ctx: Any,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        mask: Tensor | None,
        kept: Tensor | None,
        factors: tuple[float, float],
    ) -> Tensor:
        """The output, (B, T, N, D); `kept` (B, N, T, S) is 0 for probabilities that are dropped."""
        batch, heads, n_query, dim = query.shape
        queries, keys, values = (part.flatten(0, 1) for part in (query, key, value))
        scores = torch.bmm(queries, keys.transpose(1, 2)).float().mul_(factors[0])
        if mask is not None:
            scores.view(batch, heads, n_query, -1).add_(mask)
        shares = torch.softmax(scores, dim=-1)
        used = shares.to(value.dtype)
        if kept is not None:
            kept = kept.flatten(0, 1)
            used = (used * kept).mul_(factors[1])
        mixed = torch.bmm(used, values).view(batch, heads, n_query, dim)
        ctx.save_for_backward(queries, keys, values, shares, used, kept)
        ctx.factors, ctx.mask_shape = factors, None if mask is None else mask.shape
        return mixed.transpose(1, 2).contiguous()

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: Tensor) -> tuple[Tensor | None, ...]:
        """Gradients of query, key, value and, if it is asked for, of the mask."""
        queries, keys, values, shares, used, kept = ctx.saved_tensors
        batch, n_query, heads, dim = gradient.shape
        flat = gradient.transpose(1, 2).reshape(batch * heads, n_query, dim)
        to_shares = torch.bmm(flat, values.transpose(1, 2))
        if kept is not None:
            to_shares = (to_shares * kept).mul_(ctx.factors[1])
        to_scores = torch._softmax_backward_data(to_shares.float(), shares, -1, torch.float32)
        to_mask = None
        if ctx.needs_input_grad[3]:
            to_mask = to_scores.view(batch, heads, n_query, -1).sum_to_size(ctx.mask_shape)
        scaled = to_scores.mul_(ctx.factors[0]).to(queries.dtype)
        to_query = torch.bmm(scaled, keys)
        to_key = torch.bmm(scaled.transpose(1, 2), queries)
        to_value = torch.bmm(used.transpose(1, 2), flat)
        parts = (part.view(batch, heads, -1, dim) for part in (to_query, to_key, to_value))
        return (*parts, to_mask, None, None)


def _device_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None,
    scale: float,
    share: float,
) -> Tensor:
    """The kernel of the device behind torch's own attention; shape (B, T, N, D)."""
    bias = None if mask is None else mask.to(query.dtype)
    mixed = functional.scaled_dot_product_attention(
        query, key, value, bias, dropout_p=share, scale=scale
    )
    return mixed.transpose(1, 2)


def _product_dtype(query: Tensor) -> torch.dtype:
    """What matrix products are computed in: inside autocast, its dtype."""
    if torch.is_autocast_enabled(query.device.type):
        return torch.get_autocast_dtype(query.device.type)
    return query.dtype


def _for_every_head(shared: Tensor, heads: int) -> Tensor:
    """Keys or values of fewer heads, repeated for their groups of queries."""
    if shared.shape[1] == heads:
        return shared
    return shared.repeat_interleave(heads // shared.shape[1], dim=1)
