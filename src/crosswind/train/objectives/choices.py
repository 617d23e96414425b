"""Multiple choice: one score a choice, softmax over the choices. Logits (B, most choices).

The rows of all examples of a batch are read as one side, so examples may have different numbers
of choices; an example cannot choose what it does not have.
"""

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from crosswind.core.errors import ConfigError
from crosswind.model.texts import choice_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.choices import choice_labels
from crosswind.records.example import Example
from crosswind.train.objective import (
    LOWEST,
    Objective,
    TextRules,
    TrainingBatch,
    TrainingRow,
    TrainingText,
    index_of,
)


def _labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    positions = choice_labels(rules.fields)
    if rules.labels and tuple(rules.labels) != positions:
        raise ConfigError(
            "the labels of multiple choice are the positions of the choices",
            place=place,
            value=list(rules.labels),
            allowed=positions,
            action="Check the labels and the fields of the task.",
        )
    return positions


def _read(examples: Sequence[Example], rules: TextRules, reader: PieceReader) -> TrainingText:
    index = {label: number for number, label in enumerate(rules.labels)}
    texts = choice_rows(examples, rules.fields, reader, rules.max_tokens)
    return TrainingText(
        rows=tuple(
            TrainingRow(text.reads, (index_of(example.label, index, example),))
            for example, text in zip(examples, texts, strict=True)
        ),
        n_truncated=sum(text.is_truncated for text in texts),
    )


def _logits(outputs: tuple[Tensor, ...], batch: TrainingBatch) -> Tensor:
    """The scores of each example's own choices side by side."""
    scores = torch.split(outputs[0].squeeze(-1), [len(row.reads) for row in batch.rows])
    return pad_sequence(list(scores), batch_first=True, padding_value=LOWEST)


CHOICES = Objective(labels=_labels, read=_read, logits=_logits)
