"""Examples of a prediction job as model inputs, and outputs as predictions, by task kind."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.evaluate.embeddings import nearest
from crosswind.evaluate.pool import Floats
from crosswind.evaluate.spans import best_span
from crosswind.model.heads import CLASSIFICATION_KINDS
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import (
    SpanRows,
    TextRow,
    WordRows,
    span_rows,
    text_of,
    text_rows,
    word_rows,
)
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction

Outputs = Mapping[ModelInput, Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """A job's examples, read.

    Attributes:
        examples: as in the artifact.
        rows: one entry an example (retrieval: of its `target` text).
        sources: entries of the `source` texts (retrieval only).
    """

    examples: tuple[Example, ...]
    rows: tuple[TextRow | WordRows | SpanRows, ...]
    sources: tuple[TextRow, ...] = ()

    def inputs(self) -> list[ModelInput]:
        """Distinct model inputs, in order of appearance."""
        found: dict[ModelInput, None] = {}
        for row in (*self.sources, *self.rows):
            if isinstance(row, TextRow):
                found[row.read] = None
            else:
                found.update((window.read, None) for window in row.windows)
        return list(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How examples are read; the fields are those of `PredictParams`."""

    kind: str
    fields: tuple[str, ...]
    max_tokens: int
    stride: int
    max_answer_tokens: int


def read_text(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    """Tokenise examples as their task kind asks."""
    kept = tuple(examples)
    if how.kind == "tagging":
        rows = word_rows(kept, reader, how.max_tokens, how.stride)
        return ReadText(examples=kept, rows=tuple(rows))
    if how.kind == "span_qa":
        spans = span_rows(kept, how.fields, reader, how.max_tokens, how.stride)
        return ReadText(examples=kept, rows=tuple(spans))
    if how.kind == "retrieval":
        return ReadText(
            examples=kept,
            rows=tuple(text_rows(kept, ("target",), reader, how.max_tokens)),
            sources=tuple(text_rows(kept, ("source",), reader, how.max_tokens)),
        )
    return ReadText(examples=kept, rows=tuple(text_rows(kept, how.fields, reader, how.max_tokens)))


def predictions_of(
    text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs
) -> list[Prediction]:
    """One prediction an example, in the order of the examples."""
    if how.kind in CLASSIFICATION_KINDS:
        return [
            _label(example, row, labels, outputs)
            for example, row in zip(text.examples, text.rows, strict=True)
            if isinstance(row, TextRow)
        ]
    if how.kind == "tagging":
        return [
            _tags(example, row, labels, outputs)
            for example, row in zip(text.examples, text.rows, strict=True)
            if isinstance(row, WordRows)
        ]
    if how.kind == "span_qa":
        return [
            _answer(example, row, how, outputs)
            for example, row in zip(text.examples, text.rows, strict=True)
            if isinstance(row, SpanRows)
        ]
    return _neighbors(text, outputs)


def _label(example: Example, row: TextRow, labels: Sequence[str], outputs: Outputs) -> Prediction:
    probabilities = outputs[row.read]
    best = int(probabilities.argmax())
    return Prediction(
        example_id=example.example_id,
        predicted=labels[best],
        score=float(probabilities[best]),
        n_tokens=row.n_tokens,
    )


def _tags(example: Example, row: WordRows, labels: Sequence[str], outputs: Outputs) -> Prediction:
    found: dict[int, tuple[int, float]] = {}
    for window in row.windows:
        values = outputs[window.read]
        for word, position in zip(window.words, window.positions, strict=True):
            found[word] = (int(values[position, 0]), float(values[position, 1]))
    ordered = [found[word] for word in range(len(example.words))]
    return Prediction(
        example_id=example.example_id,
        tags=tuple(labels[tag] for tag, _ in ordered),
        score=float(np.mean([share for _, share in ordered])) if ordered else 0.0,
        n_tokens=row.n_tokens,
    )


def _answer(example: Example, row: SpanRows, how: Reading, outputs: Outputs) -> Prediction:
    span = best_span(
        row.windows,
        [outputs[window.read] for window in row.windows],
        max_answer_tokens=how.max_answer_tokens,
    )
    return Prediction(
        example_id=example.example_id,
        predicted=span.text(text_of(example, how.fields[1])),
        start=span.start,
        score=span.score,
        n_tokens=row.n_tokens,
    )


def _neighbors(text: ReadText, outputs: Outputs) -> list[Prediction]:
    if not text.examples:
        return []
    # The first example of each distinct model input stands for all that read the same.
    first: dict[ModelInput, str] = {}
    for example, row in zip(text.examples, text.rows, strict=True):
        if isinstance(row, TextRow):
            first.setdefault(row.read, example.example_id)
    ids = list(first.values())
    index, cosine = nearest(
        [outputs[row.read] for row in text.sources], [outputs[read] for read in first]
    )
    return [
        Prediction(
            example_id=example.example_id,
            predicted=ids[best],
            score=float(near),
            n_tokens=row.n_tokens,
        )
        for example, row, best, near in zip(
            text.examples, text.rows, index.tolist(), cosine.tolist(), strict=True
        )
    ]
