"""Share: what one of several processes does of every update, and the sum of all of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, distributed, nn

from crosswind.train.objective import TrainingRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One of `n_shares` processes that make the same updates from the same weights.

    Each computes its rows of a batch. A row counts with its choices among those of all processes,
    so the sums of losses and gradients are those of one process with the whole batch. With one
    share nothing is added up, and nothing changes.

    Attributes:
        index: from 0; the process 0 alone writes.
        n_shares: how many there are.
    """

    index: int = 0
    n_shares: int = 1

    def of(self, rows: Sequence[TrainingRow], *, is_whole: bool) -> list[TrainingRow]:
        """The rows that this process computes.

        Args:
            rows: of an update.
            is_whole: whether they need each other (in-batch negatives): the process 0 has all then.
        """
        if is_whole:
            return [] if self.index else list(rows)
        return list(rows[self.index :: self.n_shares])

    def total(self, count: int) -> int:
        """The sum of a count over all processes."""
        if self.n_shares == 1:
            return count
        sums = torch.tensor(count, device=_device())
        distributed.all_reduce(sums)
        return int(sums)

    def add_up(self, loss: Tensor | None, weights: Iterable[nn.Parameter]) -> Tensor:
        """Put the sum of all processes into every gradient; returns the sum of their losses.

        Args:
            loss: of this process; None if it had no row.
            weights: all that are trained, in the same order everywhere. One without a gradient in
                any process is left without.
        """
        if self.n_shares == 1:
            assert loss is not None, "one process has all rows"
            return loss
        trained = list(weights)
        has_gradient = [float(one.grad is not None) for one in trained]
        found = torch.tensor(has_gradient, device=_device())
        distributed.all_reduce(found)
        for one, n_found in zip(trained, found.tolist(), strict=True):
            if n_found:
                one.grad = torch.zeros_like(one) if one.grad is None else one.grad
                distributed.all_reduce(one.grad)
        total = torch.zeros((), device=_device()) if loss is None else loss
        distributed.all_reduce(total)
        return total


WHOLE = Share()


def _device() -> torch.device:
    """Where the group of processes adds up."""
    is_on_card = distributed.get_backend() == "nccl"
    return torch.device("cuda" if is_on_card else "cpu")
