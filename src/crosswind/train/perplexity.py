"""Perplexity of masked words: how many pieces the head hesitates between, on held-out text."""

import math

import torch

from crosswind.model.devices import autocast
from crosswind.train.objective import collated, logits_of, loss_of, outputs_of
from crosswind.train.part import Part

_ROWS = 8


@torch.no_grad()
def perplexity(part: Part, *, pad_id: int, precision: str) -> float:
    """The exponential of the mean cross entropy over the masked pieces of the held-out rows.

    The rows are masked alike whenever they are read, so two checkpoints of one encoder compare;
    vocabularies of two encoders do not.
    """
    device = next(part.model.parameters()).device
    part.model.eval()
    loss, n_asked = 0.0, 0
    rows = sorted(part.text.held_out.rows, key=lambda row: row.n_longest)
    for start in range(0, len(rows), _ROWS):
        batch = collated(rows[start : start + _ROWS], part.objective, pad_id=pad_id, device=device)
        with autocast(device, precision):
            outputs = outputs_of(part.model, batch)
        logits = logits_of(outputs, batch, part.objective)
        loss += float(loss_of(logits, batch.targets)) * len(batch.targets)
        n_asked += len(batch.targets)
    part.model.train()
    return math.exp(min(loss / max(n_asked, 1), 700.0))
