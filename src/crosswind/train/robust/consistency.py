"""Consistency: what is predicted for a text and for its perturbed view shall agree.

    loss = L(x) + weight x mean over what is asked of [KL(s(p) | q) + KL(s(q) | p)]

p and q are what the model chooses by for the clean row and for its view; s stops the gradient.

Source: example consistency of Zheng et al. 2021 (xTune, arXiv:2106.08226), weight 5.0.

Differs: the view is text with our noise in place of subword sampling, embedding noise, code
switching or translation, and the second stage of the paper (consistency with another model) is left
out. A span is compared over the tokens that both rows share at their beginning and their end: with
noise in the question, special tokens and the whole context.
"""

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from crosswind.config.robust import Consistency
from crosswind.train.losses import Loss, Update, logits_for, plain_loss
from crosswind.train.objective import IGNORED, LOWEST, TrainingBatch, TrainingRow, loss_of
from crosswind.train.objectives.spans import SPANS
from crosswind.train.robust.method import Method
from crosswind.train.robust.original import perturbed_copies


def disagreement(first: Tensor, second: Tensor) -> Tensor:
    """Mean symmetric KL divergence of two sets of logits, (N, C); 0 without any.

    Each term moves one of them towards the other, which stands still.
    """
    one, two = (functional.log_softmax(logits, dim=-1) for logits in (first, second))
    total = sum(
        functional.kl_div(moving, still.detach(), reduction="sum", log_target=True)
        for moving, still in ((one, two), (two, one))
    )
    return torch.as_tensor(total) / max(len(first), 1)


def compared(logits: Tensor, batch: TrainingBatch) -> Tensor:
    """The logits of what is asked, in the order of the rows: (N, C)."""
    return logits[batch.targets != IGNORED]


def compared_spans(
    logits: Tensor, rows: tuple[TrainingRow, ...], others: tuple[TrainingRow, ...]
) -> Tensor:
    """The logits (B, 2, T) of spans at the tokens that a row shares with its other view.

    Those of the common beginning and of the common end, in their order: (2 B, most shared).
    """
    kept = []
    for scores, row, other in zip(logits, rows, others, strict=True):
        ids, theirs = row.reads[0].ids, other.reads[0].ids
        head = _n_common(ids, theirs)
        tail = _n_common(ids[head:][::-1], theirs[head:][::-1])
        places = [*range(head), *range(len(ids) - tail, len(ids))]
        kept.append(scores[:, places].T)
    padded = pad_sequence(kept, batch_first=True, padding_value=LOWEST)
    return padded.transpose(1, 2).flatten(0, 1)


def _n_common(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    """How many ids two rows have in common before they first differ."""
    pairs = zip(first, second, strict=False)
    differing = (place for place, (one, two) in enumerate(pairs) if one != two)
    return next(differing, min(len(first), len(second)))


def _loss(settings: Consistency) -> Loss:
    def loss(update: Update) -> Tensor:
        if update.view is None:
            return plain_loss(update)
        clean, view = update.batch, update.view
        logits, noisy = (logits_for(update, batch) for batch in (clean, view))
        if update.objective is SPANS:
            pair = (
                compared_spans(logits, clean.rows, view.rows),
                compared_spans(noisy, view.rows, clean.rows),
            )
        else:
            pair = (compared(logits, clean), compared(noisy, view))
        return loss_of(logits, clean.targets) + settings.weight * disagreement(*pair)

    return loss


METHOD = Method(loss=_loss, copies=perturbed_copies, is_beside=True)
