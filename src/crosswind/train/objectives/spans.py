"""Span QA: where the answer starts and where it ends. Logits (B, 2, tokens).

Source: Devlin et al. 2019, sections 4.2 and 4.3. Padding cannot be chosen as a start or an end. A
question without an answer (SQuAD v2.0) starts and ends at the first special token.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from crosswind.core.errors import DataError
from crosswind.model.batches import Batch
from crosswind.model.texts import text_of
from crosswind.model.tokenise import PieceReader
from crosswind.model.windows import SpanWindow, span_rows
from crosswind.records.example import Example
from crosswind.train.objective import (
    LOWEST,
    STRIDE,
    Objective,
    TextRules,
    TrainingBatch,
    TrainingRow,
    TrainingText,
)


def answer_positions(window: SpanWindow, start: int, end: int) -> tuple[int, int]:
    """First and last token of the answer at code points `start` to `end`.

    (0, 0), the position of the first special token, if the window does not hold the whole answer
    (Devlin et al. 2019, as in the SQuAD script of transformers).
    """
    inside = [
        index
        for index, (left, right) in enumerate(window.offsets)
        if left < right and right > start and left < end
    ]
    whole = (
        inside and window.offsets[inside[0]][0] <= start and window.offsets[inside[-1]][1] >= end
    )
    if not whole:
        return 0, 0
    return window.first + inside[0], window.first + inside[-1]


def answer_of(example: Example, context_field: str) -> tuple[int, int] | None:
    """Where the first gold answer starts and ends, white space at its ends left out.

    None for a question without an answer; reading refuses those of tasks that have none such.

    Raises:
        DataError: if it does not stand in the context.
    """
    if not example.answers:
        return None
    context = text_of(example, context_field)
    answer = example.answers[0]
    found = answer.text.strip() and answer.start >= 0
    if not found or not context.startswith(answer.text, answer.start):
        raise DataError(
            f"example {example.example_id!r} has an answer that does not stand in its context",
            value=(answer.start, answer.text),
            allowed="an answer whose text stands at its start",
            action="Check the task file.",
        )
    start = answer.start + len(answer.text) - len(answer.text.lstrip())
    return start, start + len(answer.text.strip())


def _no_labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    return ()


def _read(examples: Sequence[Example], rules: TextRules, reader: PieceReader) -> TrainingText:
    texts = span_rows(examples, rules.fields, reader, rules.max_tokens, STRIDE)
    rows: list[TrainingRow] = []
    for example, text in zip(examples, texts, strict=True):
        answer = answer_of(example, rules.fields[1])
        rows.extend(
            TrainingRow((window.read,), answer_positions(window, *answer) if answer else (0, 0))
            for window in text.windows
        )
    return TrainingText(
        rows=tuple(rows),
        n_truncated=sum(text.is_truncated for text in texts),
        n_windowed=sum(text.is_windowed for text in texts),
    )


def _targets(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """Positions of start and end, (B, 2)."""
    return torch.tensor([row.target for row in rows])


def _logits(outputs: tuple[Tensor, ...], batch: TrainingBatch) -> Tensor:
    """The head's (B, tokens, 2) with the tokens last, without those of padding."""
    padding = ~batch.sides[0].keep.unsqueeze(1)
    return outputs[0].transpose(1, 2).masked_fill(padding, LOWEST)


SPANS = Objective(labels=_no_labels, read=_read, targets=_targets, logits=_logits)
