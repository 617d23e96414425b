"""Tagging: the best tag of each word, at one of its pieces, where it has most context."""

from collections.abc import Sequence

import numpy as np

from crosswind.evaluate.pool import Run, best_tags
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.model.tokenise import PieceReader
from crosswind.model.windows import WordRows, word_rows
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = word_rows(examples, reader, how.max_tokens, how.stride, word_piece=how.word_piece)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _run(how: Reading) -> Run:
    return best_tags


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    return Decoded(
        predictions=[
            _tags(example, row, labels, outputs)
            for example, row in zip(text.examples, text.rows, strict=True)
            if isinstance(row, WordRows)
        ],
        facts={"word_piece": how.word_piece},
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


TAGS = Decoding(read=_read, run=_run, decode=_decode)
