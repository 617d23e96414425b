"""Bitext mining: the pairs of highest margin between the examples and their candidates.

Distinct texts are mined, and what is found holds for every example and candidate with that text.
An example has one prediction, so of several candidates that propose it (direction "backward") the
one of highest margin is kept; the others are counted.
"""

from collections.abc import Sequence

from crosswind.evaluate.candidates import joined_text
from crosswind.evaluate.decodings.neighbors import vectors_run
from crosswind.evaluate.mining import MinedPair, distinct_texts, mined_pairs
from crosswind.evaluate.reading import Decoded, Decoding, Outputs, Reading, ReadText
from crosswind.evaluate.search import find_mutual_neighbors
from crosswind.model.texts import text_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction


def _read(examples: Sequence[Example], how: Reading, reader: PieceReader) -> ReadText:
    rows = text_rows(examples, how.fields, reader, how.max_tokens)
    return ReadText(examples=tuple(examples), rows=tuple(rows))


def _decode(text: ReadText, how: Reading, labels: Sequence[str], outputs: Outputs) -> Decoded:
    pool = text.candidates
    assert pool is not None, "the step reads the candidates"
    if not text.examples:
        return Decoded(predictions=[])
    sources = distinct_texts([joined_text(example, how.fields) for example in text.examples])
    targets = distinct_texts(pool.texts)
    vectors = [outputs[text.rows[places[-1]].reads[0]] for places in sources]
    others = [outputs[pool.rows[places[-1]].read] for places in targets]
    forward, backward, facts = find_mutual_neighbors(vectors, others, how.k, search=how.search)
    pairs = mined_pairs(forward, backward, margin=how.margin, direction=how.direction)
    best = _best_of_each_source(pairs)
    predictions: list[Prediction] = [
        Prediction(example_id=example.example_id, n_tokens=row.n_tokens)
        for example, row in zip(text.examples, text.rows, strict=True)
    ]
    for source, pair in best.items():
        ids = tuple(pool.ids[place] for place in targets[pair.target])
        for place in sources[source]:
            predictions[place] = Prediction(
                example_id=text.examples[place].example_id,
                predicted=ids[0],
                ranked=ids,
                score=pair.score,
                n_tokens=text.rows[place].n_tokens,
            )
    counts: dict[str, object] = {
        "n_candidates": len(pool.ids),
        "n_distinct_candidates": len(targets),
        "n_mined_pairs": len(pairs),
        "n_pairs_passed_over": len(pairs) - len(best),
    }
    return Decoded(predictions=predictions, facts=counts | facts)


def _best_of_each_source(pairs: Sequence[MinedPair]) -> dict[int, MinedPair]:
    """Of the pairs of one source the one of highest margin, the first of equals."""
    best: dict[int, MinedPair] = {}
    for pair in pairs:
        if pair.source not in best or pair.score > best[pair.source].score:
            best[pair.source] = pair
    return best


MINED = Decoding(read=_read, run=vectors_run, decode=_decode)
