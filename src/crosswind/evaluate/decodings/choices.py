"""Multiple choice: the choice of highest score, as the text of its position."""

from collections.abc import Sequence

import numpy as np

from crosswind.evaluate.pool import Run, logits
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.model.texts import choice_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.choices import choice_labels
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = choice_rows(examples, how.fields, reader, how.max_tokens)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _run(how: Reading) -> Run:
    return logits


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    # The head may have been trained with another number of choices: the fields say how many.
    positions = choice_labels(how.fields)
    predictions = []
    for example, row in zip(text.examples, text.rows, strict=True):
        scores = np.array([outputs[read][0] for read in row.reads], dtype=np.float64)
        shares = np.exp(scores - scores.max())
        best = int(scores.argmax())
        predictions.append(
            Prediction(
                example_id=example.example_id,
                predicted=positions[best],
                score=float(shares[best] / shares.sum()),
                n_tokens=row.n_tokens,
            )
        )
    return Decoded(predictions=predictions)


CHOICES = Decoding(read=_read, run=_run, decode=_decode)
