"""Rankings of one pool, by hand and as the official script ranks."""

import json
from dataclasses import replace

import numpy as np
import pytest

from crosswind.evaluate.candidates import read_candidates
from crosswind.evaluate.decodings.ranked import ANSWERS, ENTITIES
from crosswind.evaluate.search import find_neighbors


def pooled(decoding, reader, how, example, *, n_ranked=20):
    """Two mentions, and four candidates of which two read alike."""
    asked = how("entity_retrieval", max_tokens=20, n_ranked=n_ranked)
    mentions = [example(n, texts={"text": text}) for n, text in enumerate(("fog", "sun"))]
    pool = [
        replace(example(n), example_id=f"c{n}", texts={"text": text})
        for n, text in enumerate(("mist", "star", "mist", "rock"))
    ]
    text = decoding.read(mentions, asked, reader)
    text = replace(text, candidates=read_candidates(pool, reader, 20, place="pool"))
    where = {"fog": (1.0, 0.2), "sun": (0.0, 1.0), "mist": (1, 0), "star": (0, 1), "rock": (-1, 0)}
    outputs = {
        reader.join(reader.cut([word])[0].ids): np.array(vector, dtype=np.float32)
        for word, vector in where.items()
    }
    return decoding.decode(text, asked, (), outputs)


def test_candidates_stand_by_cosine_and_equals_in_their_order(reader, how, example):
    decoded = pooled(ENTITIES, reader, how, example)
    fog, sun = decoded.predictions
    assert fog.ranked == ("c0", "c2", "c1", "c3")
    assert sun.ranked == ("c1", "c0", "c2", "c3")  # 0 against 0: the order of the pool
    assert (fog.predicted, sun.predicted) == ("c0", "c1")
    assert fog.score == pytest.approx(1 / np.hypot(1, 0.2))
    assert decoded.facts == {"n_candidates": 4, "n_distinct_candidates": 3, "search": "exact"}


def test_a_ranking_is_cut_at_its_length_inside_equals_too(reader, how, example):
    assert [
        row.ranked for row in pooled(ANSWERS, reader, how, example, n_ranked=1).predictions
    ] == [
        ("c0",),
        ("c1",),
    ]


@pytest.mark.shared_data
@pytest.mark.parametrize("case", ["en_de_zh", "es_only"])
def test_the_official_rankings(shared_data, case):
    folder = shared_data / "oracles" / "lareqa" / case
    questions, candidates = (np.load(folder / f"{n}.npy") for n in ("question", "candidate"))
    asked, ids = (
        (folder / f"{n}_uids.txt").read_text("utf-8").split() for n in ("question", "candidate")
    )
    expected = json.loads((folder / "predictions.json").read_text("utf-8"))
    found, _ = find_neighbors(questions, candidates, 20)
    for question, row in zip(asked, found.index, strict=True):
        assert [ids[place] for place in row] == expected[question]
