"""English texts look for their translations."""

import numpy as np

from crosswind.evaluate.decodings.neighbors import NEIGHBORS


def test_retrieval_searches_distinct_targets(reader, how, example):
    sources, targets = ("one", "two", "one"), ("uno", "dos", "uno")
    examples = [
        example(n, texts={"source": source, "target": target})
        for n, (source, target) in enumerate(zip(sources, targets, strict=True))
    ]
    text = NEIGHBORS.read(examples, how("retrieval"), reader)
    inputs = text.inputs()
    assert len(inputs) == 4
    vectors = dict(zip(inputs, np.eye(4, dtype=np.float32) + 0.1, strict=True))
    vectors[inputs[2]] = vectors[inputs[1]]  # "uno" lies where "two" lies
    decoded = NEIGHBORS.decode(text, how("retrieval"), (), vectors)
    rows = decoded.predictions
    assert rows[1].predicted == "e0"
    assert {row.predicted for row in rows} <= {"e0", "e1"}
    assert [row.n_tokens for row in rows] == [3, 3, 3]
    assert decoded.facts == {"search": "exact"}


def test_without_examples_nothing_is_searched(reader, how):
    text = NEIGHBORS.read([], how("retrieval"), reader)
    assert NEIGHBORS.decode(text, how("retrieval"), (), {}).predictions == []
