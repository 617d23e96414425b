"""Classification: the label of highest probability."""

from collections.abc import Sequence

from crosswind.evaluate.pool import Run, probabilities
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.model.texts import text_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = text_rows(examples, how.fields, reader, how.max_tokens)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _run(how: Reading) -> Run:
    return probabilities


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    predictions = []
    for example, row in zip(text.examples, text.rows, strict=True):
        (read,) = row.reads
        shares = outputs[read]
        best = int(shares.argmax())
        predictions.append(
            Prediction(
                example_id=example.example_id,
                predicted=labels[best],
                score=float(shares[best]),
                n_tokens=row.n_tokens,
            )
        )
    return Decoded(predictions=predictions)


LABELS = Decoding(read=_read, run=_run, decode=_decode)
