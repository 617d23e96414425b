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
    """

    number: int
    model: TaskModel
    objective: Objective
    batch: TrainingBatch
    precision: str
    seed: int


Loss = Callable[[Update], Tensor]


def batch_logits(update: Update) -> Tensor:
    """The logits that the batch chooses by, in fp32."""
    with autocast(update.batch.targets.device, update.precision):
        outputs = outputs_of(update.model, update.batch)
    return logits_of(outputs, update.batch, update.objective)


def plain_loss(update: Update) -> Tensor:
    """Mean cross entropy of the batch."""
    return loss_of(batch_logits(update), update.batch.targets)
