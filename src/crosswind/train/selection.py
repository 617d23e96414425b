"""Which update's weights are kept: the last, or the best on validation text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from crosswind.model.devices import autocast
from crosswind.train.objective import collated, logits_of, outputs_of, right_and_asked
from crosswind.train.part import Part, trained_weights

SELECTIONS = ("last_update", "source_validation", "target_validation")
_ROWS = 32


@dataclass(slots=True)
class Selection:
    """The record of one stage's selection, and the best weights so far.

    Attributes:
        parts: the tasks of the stage; those with held-out rows are judged.
        every: updates between two evaluations; 0 = none at all.
        patience: evaluations without a gain after which training stops; 0 = never.
        history: (update, share of right choices) of each evaluation: of labels, tags, span ends,
            choices, or own candidates among those of 32 rows; of several tasks, the mean.
        best: trained weights at the best evaluation; the earliest wins ties.
    """

    parts: Sequence[Part]
    every: int
    patience: int
    pad_id: int
    precision: str
    history: list[tuple[int, float]] = field(default_factory=list)
    best: dict[str, Tensor] = field(default_factory=dict)

    @property
    def best_update(self) -> int:
        """Update of the best evaluation; 0 before the first."""
        return max(self.history, key=lambda entry: (entry[1], -entry[0]), default=(0, 0.0))[0]

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
        """Add an evaluation, and keep the weights if it is the best."""
        shares = [self._share_right(part) for part in self.judged]
        self.history.append((update, sum(shares) / len(shares)))
        if self.best_update == update:
            self.best = {
                name: weights.detach().clone()
                for name, weights in trained_weights(self.parts).items()
            }

    def is_exhausted(self) -> bool:
        """Whether `patience` evaluations have passed since the best one."""
        if not self.patience or not self.history:
            return False
        since = sum(update > self.best_update for update, _ in self.history)
        return since >= self.patience

    @torch.no_grad()
    def restore(self) -> None:
        """Put the best weights back."""
        weights = trained_weights(self.parts)
        for name, best in self.best.items():
            weights[name].copy_(best)

    @torch.no_grad()
    def _share_right(self, part: Part) -> float:
        device = next(part.model.parameters()).device
        part.model.eval()
        right = asked = 0
        order = sorted(part.text.held_out.rows, key=lambda row: row.n_longest)
        for start in range(0, len(order), _ROWS):
            rows = order[start : start + _ROWS]
            batch = collated(rows, part.objective, pad_id=self.pad_id, device=device)
            with autocast(device, self.precision):
                outputs = outputs_of(part.model, batch)
            counts = right_and_asked(logits_of(outputs, batch, part.objective), batch.targets)
            right, asked = right + counts[0], asked + counts[1]
        part.model.train()
        return right / max(asked, 1)
