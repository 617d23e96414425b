"""Perturbations of the input embeddings: where they are added, and the ball they stay in.

The word embedding's output is moved, before positions are added. What stands there is the whole
matrix or its seen rows: both are called once a forward pass. Each token is moved within a ball of
its own; padding stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from crosswind.core.seeds import derive_seed
from crosswind.model.encoders import word_embedding
from crosswind.model.heads import TaskModel
from crosswind.train.losses import Update

# Shapes: B rows, T tokens, D size of a word's vector.

_TINY = 1e-12


@contextmanager
def shifted(model: TaskModel, shift: Tensor) -> Iterator[None]:
    """While inside, the encoder reads its word embeddings plus `shift`, (B, T, D)."""

    def add(module: Any, inputs: Any, output: Tensor) -> Tensor:
        return output + shift.to(output.dtype)

    handle = word_embedding(model.encoder).register_forward_hook(add)
    try:
        yield
    finally:
        handle.remove()


def random_shift(update: Update, radius: float, *, drawn_from: str, purpose: str) -> Tensor:
    """A random perturbation for each token, a pure function of seed and update.

    Args:
        update: whose batch is moved.
        radius: of the ball of each token.
        drawn_from: "l2" or "linf": uniform in that ball; "gaussian": normal with a deviation of
            radius / sqrt(D) in each dimension, so that its L2 norm is about the radius.
        purpose: address of the stream.
    """
    (side,) = update.batch.sides
    dim = word_embedding(update.model.encoder).weight.shape[1]
    rng = torch.Generator().manual_seed(derive_seed(update.seed, purpose, update.number))
    shape = (*side.ids.shape, dim)
    if drawn_from == "linf":
        drawn = 2 * torch.rand(shape, generator=rng) - 1
    else:
        drawn = torch.randn(shape, generator=rng)
        if drawn_from == "gaussian":
            drawn /= dim**0.5
        else:
            lengths = torch.rand((*side.ids.shape, 1), generator=rng) ** (1 / dim)
            drawn *= lengths / drawn.norm(dim=-1, keepdim=True).clamp_min(_TINY)
    kept: Tensor = radius * drawn.to(side.ids.device) * side.keep.unsqueeze(-1)
    return kept


def steepest(gradient: Tensor, norm: str) -> Tensor:
    """The perturbation of norm 1 of each token along which its loss rises most."""
    if norm == "linf":
        return gradient.sign()
    lengths: Tensor = gradient.norm(dim=-1, keepdim=True).clamp_min(_TINY)
    return gradient / lengths


def into_ball(shift: Tensor, radius: float, norm: str) -> Tensor:
    """The nearest perturbation whose tokens are within the radius."""
    if norm == "linf":
        return shift.clamp(-radius, radius)
    lengths: Tensor = shift.norm(dim=-1, keepdim=True).clamp_min(_TINY)
    return shift * (radius / lengths).clamp(max=1.0)
