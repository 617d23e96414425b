"""Objective: how the examples of a task kind become rows, batches and something to choose from.

Every kind is trained as a choice: its logits end in an axis of things to choose from, its targets
say which is right, and the loss is the cross entropy between them. What differs is a record of
functions, one for each kind (`train.objectives`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from crosswind.core.errors import DataError, nearest_match
from crosswind.model.batches import Batch, collate
from crosswind.model.heads import TaskModel
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import WORD_PIECES
from crosswind.records.example import Example

# Shapes: B rows, C things to choose from; some kinds choose several times a row.

# Pieces that neighboring windows of training text share.
STRIDE = 128
# Target of a choice that is not asked for.
IGNORED = -100
# Logit of what cannot be chosen. Minus infinity would make gradients of nothing but itself NaN.
LOWEST = torch.finfo(torch.float32).min


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One row and what its output should be.

    Attributes:
        reads: what the encoder reads: one input, one for each choice, or query and candidate.
        target: what is right, in the numbers of its objective: the label; the tag of each token,
            -100 where none is asked; first and last token of the answer; the choice; or the number
            of its candidate.
        view: the same row perturbed, where a robust method compares the two.
    """

    reads: tuple[ModelInput, ...]
    target: tuple[int, ...]
    view: "TrainingRow | None" = None

    @property
    def n_longest(self) -> int:
        """Tokens of its longest input."""
        return max(len(read.ids) for read in self.reads)

    @property
    def n_tokens(self) -> int:
        """Tokens of all its inputs, those of its view included."""
        own = sum(len(read.ids) for read in self.reads)
        return own + (self.view.n_tokens if self.view else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRules:
    """How labelled text is read; the fields are those of `FineTuneParams`."""

    kind: str
    fields: tuple[str, ...]
    labels: tuple[str, ...]
    max_tokens: int
    control: str = ""
    mask_rate: float = 0.0
    seed: int = 0
    word_piece: str = WORD_PIECES[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingBatch:
    """The rows of one update, as tensors.

    Attributes:
        rows: as they were drawn.
        sides: what the encoder reads, each side padded to its own longest input.
        targets: indices of what is right, shape of the logits without their last axis.
        asked: of masked words, which tokens of the one side are decoded; None for other kinds.
    """

    rows: tuple[TrainingRow, ...]
    sides: tuple[Batch, ...]
    targets: Tensor
    asked: Tensor | None = None


# (row, seed, epoch, number of the row) -> the row as the epoch sees it.
View = Callable[[TrainingRow, int, int, int], TrainingRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """All rows of a text, and what did not fit.

    Attributes:
        rows: in the order of the examples.
        n_truncated: examples that lost pieces.
        n_windowed: examples that became several rows.
        view: what an epoch sees of a row; None: the row itself.
        n_unknown: words of a validation text that are not asked: no training text has their tag.
    """

    rows: tuple[TrainingRow, ...] = ()
    n_truncated: int = 0
    n_windowed: int = 0
    n_unknown: int = 0
    view: View | None = None

    def seen(self, number: int, seed: int, epoch: int) -> TrainingRow:
        """A row as an epoch sees it."""
        row = self.rows[number]
        return row if self.view is None else self.view(row, seed, epoch, number)


Labels = Callable[[Sequence[Example], TextRules, str], tuple[str, ...]]
Read = Callable[[Sequence[Example], TextRules, PieceReader], TrainingText]
Sides = Callable[[Sequence[TrainingRow]], tuple[list[ModelInput], ...]]
Targets = Callable[[Sequence[TrainingRow], tuple[Batch, ...]], Tensor]
Asked = Callable[[Sequence[TrainingRow], tuple[Batch, ...]], Tensor | None]
Logits = Callable[[tuple[Tensor, ...], TrainingBatch], Tensor]
Facts = Callable[[TrainingText, int], Mapping[str, object]]


def one_side(rows: Sequence[TrainingRow]) -> tuple[list[ModelInput], ...]:
    """All inputs of all rows, one after another, as one side."""
    return ([read for row in rows for read in row.reads],)


def first_targets(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """The one target of each row, (B,)."""
    return torch.tensor([row.target[0] for row in rows])


def only_output(outputs: tuple[Tensor, ...], batch: TrainingBatch) -> Tensor:
    """The head's output as it is."""
    return outputs[0]


def all_asked(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> None:
    """The head decides what it puts out."""
    return


def no_facts(text: TrainingText, batch_examples: int) -> Mapping[str, object]:
    """Nothing worth telling."""
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """What tasks of one kind train.

    Attributes:
        labels: (examples, rules, place of the text) -> names of the head's outputs, in their order.
        read: (examples, rules with these labels, tokenizer) -> rows.
        sides: rows of a batch -> what the encoder reads, in one or two sides.
        targets: (rows, collated sides) -> targets of the batch.
        logits: (the model's output for each side, batch) -> logits, in fp32.
        facts: (training rows, rows of a batch) -> what the checkpoint's record tells of them.
        asked: (rows, collated sides) -> the tokens that are decoded, where not all are.
        by_length: whether rows of like length may be drawn together. Not where the rows of a
            batch are each other's negatives; such a batch cannot be computed in parts either.
    """

    labels: Labels
    read: Read
    sides: Sides = one_side
    targets: Targets = first_targets
    logits: Logits = only_output
    facts: Facts = no_facts
    asked: Asked = all_asked
    by_length: bool = True


def collated(
    rows: Sequence[TrainingRow], objective: Objective, *, pad_id: int, device: torch.device
) -> TrainingBatch:
    """The tensors of some rows, each side padded to its longest input."""
    sides = tuple(
        collate(side, pad_id=pad_id, width=max(len(read.ids) for read in side), device=device)
        for side in objective.sides(rows)
    )
    targets = objective.targets(rows, sides).to(device)
    asked = objective.asked(rows, sides)
    return TrainingBatch(
        rows=tuple(rows),
        sides=sides,
        targets=targets,
        asked=None if asked is None else asked.to(device),
    )


def outputs_of(model: TaskModel, batch: TrainingBatch) -> tuple[Tensor, ...]:
    """What the model gives for each side."""
    return tuple(model(side.ids, side.keep, side.type_ids, batch.asked) for side in batch.sides)


def logits_of(outputs: tuple[Tensor, ...], batch: TrainingBatch, objective: Objective) -> Tensor:
    """The logits that the batch chooses by, in fp32; outside autocast."""
    return objective.logits(tuple(output.float() for output in outputs), batch)


def loss_of(logits: Tensor, targets: Tensor) -> Tensor:
    """Mean cross entropy over the choices that are asked for; 0 if none is.

    Args:
        logits: shape (..., C).
        targets: shape (...), -100 where nothing is asked.
    """
    # A sum over what is asked: the mean would be undefined for a batch in which nothing is.
    total = functional.cross_entropy(
        logits.flatten(0, -2), targets.flatten(), ignore_index=IGNORED, reduction="sum"
    )
    return total / (targets != IGNORED).sum().clamp(min=1)


def right_and_asked(logits: Tensor, targets: Tensor) -> tuple[int, int]:
    """How many choices are right, and how many were asked for."""
    asked = targets != IGNORED
    return int(((logits.argmax(dim=-1) == targets) & asked).sum()), int(asked.sum())


def index_of(label: str, index: Mapping[str, int], example: Example) -> int:
    """The output of a label.

    Raises:
        DataError: if the label is not trained.
    """
    if label not in index:
        raise DataError(
            f"example {example.example_id!r} has a label that is not trained",
            value=label,
            allowed=tuple(index),
            nearest=nearest_match(label, index),
            action="Check the labels of the task, and that training text holds them all.",
        )
    return index[label]
