"""Retrieval of translations: each English text finds its nearest text of the other language.

Source: the Tatoeba script of XTREME: the index is the other language, the queries are English.
"""

from collections.abc import Sequence

from crosswind.evaluate.pool import Run, pooled_run
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.evaluate.search import find_neighbors
from crosswind.model.texts import text_rows
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def vectors_run(how: Reading) -> Run:
    """Sentence vectors of the asked layer and pooling."""
    return pooled_run(how.pooling, how.layer)


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    return ReadText(
        examples=tuple(examples),
        rows=tuple(text_rows(examples, ("target",), reader, how.max_tokens)),
        queries=tuple(text_rows(examples, ("source",), reader, how.max_tokens)),
    )


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    if not text.examples:
        return Decoded(predictions=[])
    # The first example of each distinct model input stands for all that read the same.
    first: dict[ModelInput, str] = {}
    for example, row in zip(text.examples, text.rows, strict=True):
        first.setdefault(row.reads[0], example.example_id)
    ids = list(first.values())
    found, facts = find_neighbors(
        [outputs[row.read] for row in text.queries],
        [outputs[read] for read in first],
        1,
        search=how.search,
    )
    best, cosine = found.index[:, 0].tolist(), found.similarity[:, 0].tolist()
    predictions = [
        Prediction(
            example_id=example.example_id,
            predicted=ids[best[place]],
            score=cosine[place],
            n_tokens=row.n_tokens,
        )
        for place, (example, row) in enumerate(zip(text.examples, text.rows, strict=True))
    ]
    return Decoded(predictions=predictions, facts=facts)


NEIGHBORS = Decoding(read=_read, run=vectors_run, decode=_decode)
