"""Tagging: one tag a word, asked at one of its pieces. Logits (B, tokens, tags).

Where the training text decides the tags, validation may hold others (rare CCG categories): a word
with such a tag is not asked there, and counted. It could be right under no update, so which update
is kept does not depend on it.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from crosswind.core.errors import DataError
from crosswind.model.batches import Batch
from crosswind.model.tokenise import PieceReader
from crosswind.model.windows import WordWindow, word_rows
from crosswind.records.example import Example
from crosswind.train.objective import (
    IGNORED,
    STRIDE,
    Objective,
    TextRules,
    TrainingRow,
    TrainingText,
    index_of,
)
from crosswind.train.objectives.labels import trained_labels


def _labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    labels = trained_labels((tag for example in examples for tag in example.tags), rules, place)
    index = {label: number for number, label in enumerate(labels)}
    for example in examples:
        for tag in dict.fromkeys(example.tags):
            index_of(tag, index, example)
    return labels


def _read(examples: Sequence[Example], rules: TextRules, reader: PieceReader) -> TrainingText:
    index = {label: number for number, label in enumerate(rules.labels)}
    texts = word_rows(examples, reader, rules.max_tokens, STRIDE, word_piece=rules.word_piece)
    rows: list[TrainingRow] = []
    n_unknown = 0
    for example, text in zip(examples, texts, strict=True):
        if len(example.tags) != len(example.words):
            raise DataError(
                f"example {example.example_id!r} has {len(example.tags)} tags",
                value=len(example.words),
                allowed="one tag a word",
                action="Check the task file.",
            )
        tags = [index.get(tag, IGNORED) for tag in example.tags]
        n_unknown += tags.count(IGNORED)
        rows.extend(_row(window, tags) for window in text.windows)
    return TrainingText(
        rows=tuple(rows),
        n_truncated=sum(text.is_truncated for text in texts),
        n_windowed=sum(text.is_windowed for text in texts),
        n_unknown=n_unknown,
    )


def _row(window: WordWindow, tags: Sequence[int]) -> TrainingRow:
    """A target for each token: that of a word at its own place, in one window only."""
    target = [IGNORED] * len(window.read.ids)
    for word, position in zip(window.words, window.positions, strict=True):
        target[position] = tags[word]
    return TrainingRow((window.read,), tuple(target))


def _targets(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """The tags of each token, (B, tokens)."""
    width = sides[0].ids.shape[1]
    return torch.tensor([[*row.target, *[IGNORED] * (width - len(row.target))] for row in rows])


TAGS = Objective(labels=_labels, read=_read, targets=_targets)
