"""The loss of one update, and what a robust method may put in its place."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from crosswind.model.devices import autocast
from crosswind.model.heads import TaskModel
from crosswind.train.objective import Objective, TrainingBatch, logits_of, loss_of, outputs_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What the loss of one update is made from.

    Attributes:
        number: of the update, from 1.
        model: encoder and head of the task that is drawn.
        objective: of the task.
        batch: its rows.
        precision: "fp32" or "bf16".
        seed: of the stage: what a method draws is a pure function of it and the number.
        view: the rows perturbed, where a method compares the two; a row without a view stands for
            itself.
    """

    number: int
    model: TaskModel
    objective: Objective
    batch: TrainingBatch
    precision: str
    seed: int
    view: TrainingBatch | None = None


Loss = Callable[[Update], Tensor]


def logits_for(update: Update, batch: TrainingBatch) -> Tensor:
    """The logits that a batch (the update's own, or its view) chooses by, in fp32."""
    with autocast(batch.targets.device, update.precision):
        outputs = outputs_of(update.model, batch)
    return logits_of(outputs, batch, update.objective)


def plain_loss(update: Update) -> Tensor:
    """Mean cross entropy of the batch."""
    return loss_of(logits_for(update, update.batch), update.batch.targets)
