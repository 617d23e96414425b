"""AdamW with a linear schedule: the recipe of the reference papers."""

from collections.abc import Iterable, Sequence

import torch
from torch import Tensor, nn


def new_optimiser(
    trained: Iterable[nn.Parameter], *, learning_rate: float, weight_decay: float
) -> torch.optim.AdamW:
    """AdamW with betas 0.9 and 0.999, eps 1e-8; biases and layer norms are not decayed.

    Source: Loshchilov & Hutter 2019; the fine-tuning scripts of XTREME and jiant.
    """
    trained = list(trained)
    matrices = [weights for weights in trained if weights.ndim >= 2]
    vectors = [weights for weights in trained if weights.ndim < 2]
    groups = [
        {"params": matrices, "weight_decay": weight_decay},
        {"params": vectors, "weight_decay": 0.0},
    ]
    # One fused kernel a tensor: the plain loop costs a tenth of an update on a CPU.
    return torch.optim.AdamW(groups, lr=learning_rate, eps=1e-8, fused=True)


@torch.no_grad()
def clip_gradients(trained: Sequence[nn.Parameter], max_norm: float, *, words: Tensor) -> float:
    """Scale all gradients down to a common norm, and return the norm that they had.

    Of the word embedding only the rows that have a gradient are summed, in their order, so that the
    norm has the same bits whether the rest of the matrix is there or not.

    Args:
        trained: all weights that are trained.
        max_norm: norms below it stay.
        words: the word embedding, trained or not.
    """
    gradients = [
        _occurring(weights.grad) if weights is words else weights.grad
        for weights in trained
        if weights.grad is not None
    ]
    norm = torch.nn.utils.get_total_norm(gradients)
    torch.nn.utils.clip_grads_with_norm_(trained, max_norm, norm)
    return norm.item()


def _occurring(gradient: Tensor) -> Tensor:
    return gradient[gradient.any(dim=1)]


def optimiser_bytes(trained: Iterable[nn.Parameter]) -> int:
    """Memory that AdamW's two moments of some weights take."""
    return sum(2 * weights.numel() * weights.element_size() for weights in trained)


def learning_rate_at(update: int, *, peak: float, n_updates: int, warmup_fraction: float) -> float:
    """Learning rate of an update: linear from 0 to `peak`, then linear to 0.

    The first update learns already, and so does the last: the rate is never 0 in between.

    Args:
        update: from 1 to `n_updates`.
        peak: highest rate, reached at the end of the warm-up.
        n_updates: length of the stage.
        warmup_fraction: share of the updates that warm up.
    """
    warmup = round(warmup_fraction * n_updates)
    if update <= warmup:
        return peak * update / warmup
    return peak * (n_updates - update + 1) / (n_updates - warmup)


def decay_product(
    *, peak: float, n_updates: int, last_update: int, warmup_fraction: float, weight_decay: float
) -> float:
    """Product of (1 - rate x decay) over updates 1 to `last_update`."""
    factor = 1.0
    for update in range(1, last_update + 1):
        rate = learning_rate_at(
            update, peak=peak, n_updates=n_updates, warmup_fraction=warmup_fraction
        )
        factor *= 1.0 - rate * weight_decay
    return factor
