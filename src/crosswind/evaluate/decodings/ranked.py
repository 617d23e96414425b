"""Retrieval from a pool: the candidates of highest cosine, best first.

Source: XTREME-R's LAReQA and Mewsli-X, which rank one pool by the dot product of unit vectors.
"""

from collections.abc import Mapping, Sequence
from itertools import chain, islice

from crosswind.evaluate.decodings.neighbors import vectors_run
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.evaluate.search import find_neighbors
from crosswind.model.texts import query_tokens, text_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read_questions(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = text_rows(examples, how.fields, reader, query_tokens(how.max_tokens))
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _read_mentions(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = text_rows(examples, how.fields, reader, how.max_tokens)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    assert text.candidates is not None, "the step reads the candidates"
    if not text.examples:
        return Decoded(predictions=[])
    behind = text.candidates.by_input()
    found, facts = find_neighbors(
        [outputs[row.reads[0]] for row in text.rows],
        [outputs[read] for read in behind],
        how.n_ranked,
        search=how.search,
    )
    ids = list(behind.values())
    best, cosine = found.index.tolist(), found.similarity[:, 0].tolist()
    predictions = []
    for place, (example, row) in enumerate(zip(text.examples, text.rows, strict=True)):
        # Candidates that read alike are tied: they stand in their order.
        ranked = tuple(islice(chain.from_iterable(ids[at] for at in best[place]), how.n_ranked))
        predictions.append(
            Prediction(
                example_id=example.example_id,
                predicted=ranked[0],
                ranked=ranked,
                score=cosine[place],
                n_tokens=row.n_tokens,
            )
        )
    return Decoded(predictions=predictions, facts=_facts(text, len(behind), facts))


def _facts(text: ReadText, n_distinct: int, facts: Mapping[str, object]) -> dict[str, object]:
    assert text.candidates is not None, "the step reads the candidates"
    return {
        "n_candidates": len(text.candidates.ids),
        "n_distinct_candidates": n_distinct,
        **facts,
    }


ANSWERS = Decoding(read=_read_questions, run=vectors_run, decode=_decode)
ENTITIES = Decoding(read=_read_mentions, run=vectors_run, decode=_decode)
