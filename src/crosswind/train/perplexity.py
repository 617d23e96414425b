"""Perplexity of masked words: how many pieces the head hesitates between, on held-out text."""

import math

from crosswind.train.held_out import held_out_logits
from crosswind.train.objective import loss_of
from crosswind.train.part import Part

_ROWS = 8


def perplexity(part: Part, *, pad_id: int, precision: str) -> float:
    """The exponential of the mean cross entropy over the masked pieces of the held-out rows.

    The rows are masked alike whenever they are read, so two checkpoints of one encoder compare;
    vocabularies of two encoders do not.
    """
    loss, n_asked = 0.0, 0
    for logits, targets in held_out_logits(part, n_rows=_ROWS, pad_id=pad_id, precision=precision):
        loss += float(loss_of(logits, targets)) * len(targets)
        n_asked += len(targets)
    return math.exp(min(loss / max(n_asked, 1), 700.0))
