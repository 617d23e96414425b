"""Training rows, their targets, the loss and the share of right outputs, by task kind."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from crosswind.core.errors import DataError, nearest_match
from crosswind.model.heads import CLASSIFICATION_KINDS
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import SpanWindow, span_rows, text_rows, word_rows
from crosswind.records.example import Example

# Pieces that neighboring windows of training text share.
STRIDE = 128
IGNORED = -100


@dataclass(frozen=True, slots=True)
class TrainingRow:
    """One row and what its output should be.

    Attributes:
        read: what the encoder reads.
        target: the label's index; a tag's index for each token, -100 where none is asked; or the
            positions of the first and last token of the answer.
    """

    read: ModelInput
    target: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """All rows of a text, and how many of its examples lost pieces."""

    rows: tuple[TrainingRow, ...]
    n_truncated: int


def training_text(
    examples: Sequence[Example],
    *,
    kind: str,
    labels: Sequence[str],
    fields: Sequence[str],
    reader: PieceReader,
    max_tokens: int,
) -> TrainingText:
    """Rows of every example; a long tagging or QA example has several.

    Raises:
        DataError: for a label or tag outside `labels`, tags that do not match the words, or an
            answer that does not stand in its context.
    """
    if kind in CLASSIFICATION_KINDS:
        index = {label: number for number, label in enumerate(labels)}
        texts = text_rows(examples, fields, reader, max_tokens)
        rows = tuple(
            TrainingRow(text.read, (_index_of(example.label, index, example),))
            for example, text in zip(examples, texts, strict=True)
        )
        return TrainingText(rows=rows, n_truncated=sum(text.is_truncated for text in texts))
    if kind == "tagging":
        return _tagging_text(examples, labels, reader, max_tokens)
    return _span_text(examples, fields, reader, max_tokens)


def stack_targets(rows: Sequence[TrainingRow], kind: str, width: int) -> Tensor:
    """Targets of a batch: (B,) labels, (B, T) tags, or (B, 2) positions."""
    if kind in CLASSIFICATION_KINDS:
        return torch.tensor([row.target[0] for row in rows])
    if kind == "tagging":
        return torch.tensor([[*row.target, *[IGNORED] * (width - len(row.target))] for row in rows])
    return torch.tensor([row.target for row in rows])


def loss_of(kind: str, logits: Tensor, targets: Tensor, keep: Tensor) -> Tensor:
    """Cross entropy, computed in fp32; for spans the mean of those of start and end.

    Source: Devlin et al. 2019. Padding cannot be chosen as a start or an end.
    """
    logits = logits.float()
    if kind in CLASSIFICATION_KINDS:
        return functional.cross_entropy(logits, targets)
    if kind == "tagging":
        # A sum over asked words: the mean would be undefined for a batch in which none is asked.
        total = functional.cross_entropy(
            logits.flatten(0, 1), targets.flatten(), ignore_index=IGNORED, reduction="sum"
        )
        return total / (targets != IGNORED).sum().clamp(min=1)
    masked = logits.masked_fill(~keep.unsqueeze(-1), torch.finfo(logits.dtype).min)
    start, end = masked.unbind(dim=-1)
    return (
        functional.cross_entropy(start, targets[:, 0])
        + functional.cross_entropy(end, targets[:, 1])
    ) / 2


def right_and_asked(kind: str, logits: Tensor, targets: Tensor, keep: Tensor) -> tuple[int, int]:
    """How many outputs are right, and how many were asked: labels, tags, or span ends."""
    if kind == "span_qa":
        masked = logits.masked_fill(~keep.unsqueeze(-1), torch.finfo(logits.dtype).min)
        return int((masked.argmax(dim=1) == targets).sum()), targets.numel()
    asked = targets != IGNORED
    return int(((logits.argmax(dim=-1) == targets) & asked).sum()), int(asked.sum())


def _tagging_text(
    examples: Sequence[Example], labels: Sequence[str], reader: PieceReader, max_tokens: int
) -> TrainingText:
    index = {label: number for number, label in enumerate(labels)}
    rows: list[TrainingRow] = []
    texts = word_rows(examples, reader, max_tokens, STRIDE)
    for example, text in zip(examples, texts, strict=True):
        if len(example.tags) != len(example.words):
            raise DataError(
                f"example {example.example_id!r} has {len(example.tags)} tags",
                value=len(example.words),
                allowed="one tag a word",
                action="Check the task file.",
            )
        tags = [_index_of(tag, index, example) for tag in example.tags]
        for window in text.windows:
            target = [IGNORED] * len(window.read.ids)
            for word, position in zip(window.words, window.positions, strict=True):
                target[position] = tags[word]
            rows.append(TrainingRow(window.read, tuple(target)))
    return TrainingText(rows=tuple(rows), n_truncated=sum(text.is_truncated for text in texts))


def _span_text(
    examples: Sequence[Example], fields: Sequence[str], reader: PieceReader, max_tokens: int
) -> TrainingText:
    rows: list[TrainingRow] = []
    texts = span_rows(examples, fields, reader, max_tokens, STRIDE)
    for example, text in zip(examples, texts, strict=True):
        start, end = _answer_of(example, fields[1])
        rows.extend(
            TrainingRow(window.read, answer_positions(window, start, end))
            for window in text.windows
        )
    return TrainingText(rows=tuple(rows), n_truncated=sum(text.is_truncated for text in texts))


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


def _answer_of(example: Example, context_field: str) -> tuple[int, int]:
    """Where the first gold answer starts and ends, white space at its ends left out."""
    context = example.texts[context_field]
    answer = example.answers[0] if example.answers else None
    found = answer and answer.text.strip() and answer.start >= 0
    if not found or answer is None or not context.startswith(answer.text, answer.start):
        raise DataError(
            f"example {example.example_id!r} has no answer that stands in its context",
            value=None if answer is None else (answer.start, answer.text),
            allowed="an answer whose text stands at its start",
            action="Check the task file.",
        )
    start = answer.start + len(answer.text) - len(answer.text.lstrip())
    return start, start + len(answer.text.strip())


def _index_of(label: str, index: dict[str, int], example: Example) -> int:
    if label not in index:
        raise DataError(
            f"example {example.example_id!r} has a label that is not trained",
            value=label,
            allowed=tuple(index),
            nearest=nearest_match(label, index),
            action="Check the labels of the task, and that training text holds them all.",
        )
    return index[label]
