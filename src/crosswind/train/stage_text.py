"""The labelled text of one stage: rows to train on, rows to select on, and their labels."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.garbage import without_collection
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.codecs import read_examples
from crosswind.records.example import Example
from crosswind.train.controls import shuffled
from crosswind.train.masking import masked, masked_once, masking
from crosswind.train.objective import TextRules, TrainingRow, TrainingText
from crosswind.train.objectives.table import OBJECTIVES

# Phang et al. 2020 select on the first 500 examples.
VALIDATION_EXAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """What is read in place of the clean rows; none without a robust method.

    Attributes:
        epochs: the rows of each copy, in the order of the clean ones; epoch e reads copy e, from
            the first again after the last.
        n_changed: examples of all copies that differ from the clean ones.
        n_kept_clean: examples of all copies that stayed clean, as their copy asks something else.
    """

    epochs: tuple[tuple[TrainingRow, ...], ...] = ()
    n_changed: int = 0
    n_kept_clean: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageText:
    """What one stage reads.

    Attributes:
        n_texts: artifacts it was read from.
        n_examples: of the training text, before long ones become several rows.
        labels: in the order of the head's outputs; empty for spans and vectors.
        training: rows of the updates.
        held_out: rows that the selection is judged on; none with the last update.
        copies: of the training rows, which a robust method trains on.
    """

    n_texts: int
    n_examples: int
    labels: tuple[str, ...]
    training: TrainingText
    held_out: TrainingText
    copies: Copies = field(default_factory=Copies)

    def rows(self, epoch: int) -> tuple[TrainingRow, ...]:
        """The rows of an epoch, from 0: equally many in each."""
        epochs = self.copies.epochs
        return epochs[epoch % len(epochs)] if epochs else self.training.rows

    def seen(self, number: int, seed: int, epoch: int) -> TrainingRow:
        """A row as an epoch reads it: of its copy, masked anew, or as it is."""
        if self.copies.epochs:
            return self.rows(epoch)[number]
        return self.training.seen(number, seed, epoch)

    def inputs(self) -> Iterator[ModelInput]:
        """Everything the encoder will read, in any epoch."""
        for rows in (self.training.rows, self.held_out.rows, *self.copies.epochs):
            for row in rows:
                yield from row.reads
                if row.view is not None:
                    yield from row.view.reads


@without_collection()
def read_stage_text(
    train: Sequence[Path], validation: Path | None, reader: PieceReader, rules: TextRules
) -> StageText:
    """Read the artifacts of a stage.

    Args:
        train: example artifacts, read one after another.
        validation: examples to select on, of which the first 500 count; None for the last update.
        reader: the encoder's tokenizer.
        rules: how they are read.

    Raises:
        DataError: if a text is empty, has one label only, or labels that are not trained.
    """
    place = ", ".join(str(folder) for folder in train)
    examples = [example for folder in train for example in read_examples(folder)]
    _require_examples(
        examples, "training", place, action="Check the task's files and max_examples."
    )
    objective = OBJECTIVES[rules.kind]
    rules = replace(rules, labels=objective.labels(examples, rules, place))
    if rules.control == "shuffled_labels":
        examples = shuffled(examples, rules.kind, rules.fields, rules.seed)
    held_out: Sequence[Example] = ()
    if validation is not None:
        held_out = read_examples(validation)[:VALIDATION_EXAMPLES]
        action = "Set selection = last_update, or check the task's files."
        _require_examples(held_out, "validation", str(validation), action=action)
    text = StageText(
        n_texts=len(train),
        n_examples=len(examples),
        labels=rules.labels,
        training=objective.read(examples, rules, reader),
        held_out=objective.read(held_out, rules, reader),
    )
    return _without_labels(text, reader, rules.mask_rate) if rules.mask_rate else text


def _without_labels(text: StageText, reader: PieceReader, mask_rate: float) -> StageText:
    """The same rows for masked words."""
    how = masking(reader, mask_rate)
    return replace(
        text,
        labels=(),
        training=masked(text.training, how),
        held_out=masked_once(text.held_out, how),
    )


def _require_examples(examples: Sequence[Example], noun: str, place: str, *, action: str) -> None:
    if not examples:
        raise DataError(
            f"the {noun} text is empty",
            place=place,
            value=0,
            allowed="at least one example",
            action=action,
        )
