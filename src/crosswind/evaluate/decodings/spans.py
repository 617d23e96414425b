"""Span QA: the best span over all windows of the context, or none where none is allowed."""

from collections.abc import Sequence

from crosswind.evaluate.pool import Run, logits
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.evaluate.spans import Span, best_span, null_score
from crosswind.model.texts import text_of
from crosswind.model.tokenise import PieceReader
from crosswind.model.windows import SpanRows, span_rows
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = span_rows(examples, how.fields, reader, how.max_tokens, how.stride)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _run(how: Reading) -> Run:
    return logits


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    return Decoded(
        predictions=[
            _answer(example, row, how, outputs)
            for example, row in zip(text.examples, text.rows, strict=True)
            if isinstance(row, SpanRows)
        ]
    )


def _answer(example: Example, row: SpanRows, how: Reading, outputs: Outputs) -> Prediction:
    values = [outputs[window.read] for window in row.windows]
    span = best_span(row.windows, values, max_answer_tokens=how.max_answer_tokens)
    if how.null_threshold is not None and span.start >= 0:
        null = null_score(values)
        if null - span.score > how.null_threshold:
            span = Span(score=null)
    return Prediction(
        example_id=example.example_id,
        predicted=span.text(text_of(example, how.fields[1])),
        start=span.start,
        score=span.score,
        n_tokens=row.n_tokens,
    )


SPANS = Decoding(read=_read, run=_run, decode=_decode)
