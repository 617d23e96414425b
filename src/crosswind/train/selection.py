"""Which weights are kept: the last, the best on validation text, or the mean of several."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from crosswind.train.held_out import held_out_logits
from crosswind.train.objective import right_and_asked
from crosswind.train.part import Part, trained_weights

SELECTIONS = ("last_update", "source_validation", "target_validation", "checkpoint_average")
_ROWS = 32


@dataclass(slots=True)
class Selection:
    """The record of one stage's selection, and the weights it keeps.

    An average is the mean of the weights at every evaluation from the end of the warm-up on, the
    last update included; nothing is judged by it, and nothing stops it early. Source: checkpoint
    averaging as Vaswani et al. 2017 (section 6.1) do it, over the whole run as Schmidt et al. 2023
    (arXiv:2305.16834) do for cross-lingual transfer.

    Attributes:
        parts: the tasks of the stage; those with held-out rows are judged.
        every: updates between two evaluations; 0 = none at all.
        patience: evaluations without a gain after which training stops; 0 = never.
        history: (update, share of right choices) of each evaluation: of labels, tags, span ends,
            choices, or own candidates among those of 32 rows; of several tasks, the mean.
        average_from: first update of an average; 0: the best is kept, not an average.
        kept: trained weights at the best evaluation, the earliest of equals; or their mean so far.
    """

    parts: Sequence[Part]
    every: int
    patience: int
    pad_id: int
    precision: str
    history: list[tuple[int, float]] = field(default_factory=list)
    average_from: int = 0
    kept: dict[str, Tensor] = field(default_factory=dict)

    @property
    def best_update(self) -> int:
        """Update of the best evaluation; 0 before the first."""
        return max(self.history, key=lambda entry: (entry[1], -entry[0]), default=(0, 0.0))[0]

    @property
    def averaged(self) -> list[int]:
        """Updates whose weights are averaged."""
        first = self.average_from
        return [update for update, _ in self.history if first and update >= first]

    def kept_updates(self, n_updates: int) -> list[int]:
        """Updates whose weights the stage leaves: those averaged, the best, or the last."""
        return self.averaged or [self.best_update or n_updates]

    @property
    def judged(self) -> list[Part]:
        """The tasks that have rows to select on; masked words only where there are no others."""
        found = [part for part in self.parts if part.text.held_out.rows]
        return [part for part in found if not part.is_masked] or found

    def is_due(self, update: int, n_updates: int) -> bool:
        """Whether to evaluate after this update; always after the last."""
        if not self.every or not self.judged:
            return False
        return update % self.every == 0 or update == n_updates

    def evaluate(self, update: int) -> None:
        """Add an evaluation; keep the weights if it is the best, or take them into the mean."""
        self.history.append((update, self.share_right()))
        n_averaged = len(self.averaged)
        if n_averaged > 1:
            self._take_into_mean(n_averaged)
        elif self.averaged or (not self.average_from and self.best_update == update):
            self.kept = {
                name: weights.detach().clone()
                for name, weights in trained_weights(self.parts).items()
            }

    def is_exhausted(self) -> bool:
        """Whether `patience` evaluations have passed since the best one."""
        if not self.patience or not self.history or self.average_from:
            return False
        since = sum(update > self.best_update for update, _ in self.history)
        return since >= self.patience

    @torch.no_grad()
    def restore(self) -> None:
        """Put the kept weights back."""
        weights = trained_weights(self.parts)
        for name, kept in self.kept.items():
            weights[name].copy_(kept)

    def share_right(self) -> float:
        """Share of right choices of the weights as they are now; of several tasks, the mean."""
        shares = [self._share_right(part) for part in self.judged]
        return sum(shares) / len(shares)

    def facts(self) -> dict[str, object]:
        """What the checkpoint tells of it; while the kept weights are in the model."""
        evaluations = [list(entry) for entry in self.history]
        if not self.averaged:
            return {"evaluations": evaluations}
        mean = {"averaged_updates": self.averaged, "kept_share": self.share_right()}
        return {"evaluations": evaluations, **mean}

    @torch.no_grad()
    def _take_into_mean(self, n_averaged: int) -> None:
        for name, weights in trained_weights(self.parts).items():
            self.kept[name].lerp_(weights, 1 / n_averaged)

    def _share_right(self, part: Part) -> float:
        right = asked = 0
        batches = held_out_logits(part, n_rows=_ROWS, pad_id=self.pad_id, precision=self.precision)
        for logits, targets in batches:
            counts = right_and_asked(logits, targets)
            right, asked = right + counts[0], asked + counts[1]
        return right / max(asked, 1)
