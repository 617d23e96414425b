"""Gradients of a batch that is computed in parts, as if it had been computed at once."""

from collections.abc import Callable, Sequence

from torch import Tensor

from crosswind.core.clock import Clock
from crosswind.train.objective import IGNORED, TrainingBatch, TrainingRow
from crosswind.train.share import WHOLE, Share


def micro_batches(rows: Sequence[TrainingRow], budget: int) -> list[list[TrainingRow]]:
    """Rows in their order, cut so that no part has more than `budget` padded tokens.

    A row that is larger by itself stands alone.

    Args:
        rows: of one update.
        budget: padded tokens of a part: its inputs times the longest of them; 0 = no limit.
    """
    if not budget:
        return [list(rows)]
    parts: list[list[TrainingRow]] = []
    n_inputs = width = 0
    for row in rows:
        n_inputs, width = n_inputs + len(row.reads), max(width, row.n_longest)
        if not parts or n_inputs * width > budget:
            parts.append([])
            n_inputs, width = len(row.reads), row.n_longest
        parts[-1].append(row)
    return parts


def n_asked(batch: TrainingBatch) -> int:
    """Choices that a batch asks for."""
    return int((batch.targets != IGNORED).sum())


def accumulate(
    batches: Sequence[TrainingBatch],
    loss_of: Callable[[TrainingBatch], Tensor],
    clock: Clock | None = None,
    share: Share = WHOLE,
) -> Tensor | None:
    """Add up the gradients of the parts of a batch; returns their loss, None if there is none.

    The loss of each part is a mean over what it asks for, so it counts with its share of all that
    is asked: the sum is the mean over the whole batch. Where other processes compute the rest of
    it, what they ask counts too.
    """
    clock = clock or Clock()
    counts = [n_asked(batch) for batch in batches]
    total = max(share.total(sum(counts)), 1)
    is_in_parts = len(batches) > 1 or share.n_shares > 1
    losses = []
    for batch, count in zip(batches, counts, strict=True):
        with clock.phase("forward"):
            loss = loss_of(batch)
        if is_in_parts:
            loss = loss * (count / total)
        with clock.phase("backward"):
            loss.backward()  # type: ignore[no-untyped-call]
        losses.append(loss.detach())
    return sum(losses[1:], losses[0]) if losses else None
