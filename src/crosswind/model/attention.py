"""Attention by batched matrix products, registered with transformers for every encoder.

The stock CPU kernel behind `scaled_dot_product_attention` has a slow backward at short lengths and
did not give equal bits in equal runs; two batched matrix products and a softmax do.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask

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
    **_unread: Any,
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

    Returns:
        The output, shape (B, T, N, D), and None in place of the probabilities.
    """
    batch, heads, n_query, dim = query.shape
    key, value = _for_every_head(key, heads), _for_every_head(value, heads)
    scale = dim**-0.5 if scaling is None else scaling
    scores = torch.bmm(
        (query * scale).reshape(batch * heads, n_query, dim),
        key.reshape(batch * heads, -1, dim).transpose(1, 2),
    ).view(batch, heads, n_query, -1)
    if attention_mask is not None:
        scores.add_(attention_mask)  # in place: the product's backward does not read its output
    weights = functional.softmax(scores, dim=-1)
    if dropout and module.training:
        weights = functional.dropout(weights, p=dropout)
    shares = weights.to(value.dtype).view(batch * heads, n_query, -1)
    mixed = torch.bmm(shares, value.reshape(batch * heads, -1, dim))
    return mixed.view(batch, heads, n_query, dim).transpose(1, 2), None


def _for_every_head(shared: Tensor, heads: int) -> Tensor:
    """Keys or values of fewer heads, repeated for their groups of queries."""
    if shared.shape[1] == heads:
        return shared
    return shared.repeat_interleave(heads // shared.shape[1], dim=1)
