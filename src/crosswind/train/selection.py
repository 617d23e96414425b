"""Which update's weights are kept: the last, or the best on validation text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor

from crosswind.model.batches import collate
from crosswind.model.devices import autocast
from crosswind.model.heads import TaskModel
from crosswind.train.objectives import TrainingRow, right_and_asked, stack_targets

SELECTIONS = ("last_update", "source_validation", "target_validation")
# Phang et al. 2020 select on the first 500 examples.
VALIDATION_EXAMPLES = 500
_ROWS = 32


@dataclass(slots=True)
class Selection:
    """The record of one stage's selection, and the best weights so far.

    Attributes:
        rows: validation rows; empty with `last_update`.
        kind: task kind.
        every: updates between two evaluations.
        patience: evaluations without a gain after which training stops; 0 = never.
        history: (update, share of right outputs) of each evaluation.
        best: trained weights at the best evaluation; the earliest wins ties.
    """

    rows: Sequence[TrainingRow]
    kind: str
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

    def is_due(self, update: int, n_updates: int) -> bool:
        """Whether to evaluate after this update; always after the last."""
        return bool(self.rows) and (update % self.every == 0 or update == n_updates)

    def evaluate(self, model: TaskModel, update: int) -> None:
        """Add an evaluation, and keep the weights if it is the best."""
        self.history.append((update, self._share_right(model)))
        if self.best_update == update:
            self.best = {
                name: weights.detach().clone()
                for name, weights in model.named_parameters()
                if weights.requires_grad
            }

    def is_exhausted(self) -> bool:
        """Whether `patience` evaluations have passed since the best one."""
        if not self.patience or not self.history:
            return False
        since = sum(update > self.best_update for update, _ in self.history)
        return since >= self.patience

    @torch.no_grad()
    def restore(self, model: TaskModel) -> None:
        """Put the best weights back."""
        weights = dict(model.named_parameters())
        for name, best in self.best.items():
            weights[name].copy_(best)

    @torch.no_grad()
    def _share_right(self, model: TaskModel) -> float:
        device = next(model.parameters()).device
        model.eval()
        right = asked = 0
        order = sorted(range(len(self.rows)), key=lambda index: len(self.rows[index].read.ids))
        for start in range(0, len(order), _ROWS):
            rows = [self.rows[index] for index in order[start : start + _ROWS]]
            width = max(len(row.read.ids) for row in rows)
            batch = collate(
                [row.read for row in rows], pad_id=self.pad_id, width=width, device=device
            )
            with autocast(device, self.precision):
                logits = model(batch.ids, batch.keep, batch.type_ids)
            targets = stack_targets(rows, self.kind, width).to(device)
            counts = right_and_asked(self.kind, logits.float(), targets, batch.keep)
            right, asked = right + counts[0], asked + counts[1]
        model.train()
        return right / max(asked, 1)
