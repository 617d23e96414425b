"""Mined pairs as predictions of the examples."""

from dataclasses import replace

import numpy as np
import pytest

from crosswind.evaluate.candidates import read_candidates
from crosswind.evaluate.decodings.mined import MINED

WHERE = {
    "uno": (1.0, 0.0),
    "dos": (0.0, 1.0),
    "tres": (0.6, 0.8),
    "one": (1.0, 0.0),
    "two": (0.0, 1.0),
}


def mined(reader, how, example, queries, pool, **changes):
    parts = {"k": 1, "margin": "absolute", **changes}
    asked = how("mining", **parts)
    examples = [example(n, texts={"text": text}) for n, text in enumerate(queries)]
    candidates = [
        replace(example(n), example_id=f"c{n}", texts={"text": text}) for n, text in enumerate(pool)
    ]
    text = MINED.read(examples, asked, reader)
    text = replace(text, candidates=read_candidates(candidates, reader, 20, place="pool"))
    outputs = {
        reader.join(reader.cut([word])[0].ids): np.array(vector, dtype=np.float32)
        for word, vector in WHERE.items()
    }
    return MINED.decode(text, asked, (), outputs)


def test_repeated_texts_are_mined_once_and_predicted_for_all(reader, how, example):
    decoded = mined(reader, how, example, ("uno", "dos", "uno"), ("two", "one", "one"))
    assert [row.predicted for row in decoded.predictions] == ["c1", "c0", "c1"]
    assert [row.ranked for row in decoded.predictions] == [("c1", "c2"), ("c0",), ("c1", "c2")]
    assert [row.score for row in decoded.predictions] == pytest.approx([1, 1, 1])
    assert decoded.facts == {
        "n_candidates": 3,
        "n_distinct_candidates": 2,
        "n_mined_pairs": 2,
        "n_pairs_passed_over": 0,
        "search": "exact",
    }


def test_what_is_not_extracted_has_an_empty_prediction(reader, how, example):
    queries = ("uno", "dos", "tres")
    decoded = mined(reader, how, example, queries, ("two", "one"))
    assert [row.predicted for row in decoded.predictions] == ["c1", "c0", ""]
    assert decoded.predictions[2].score == 0.0
    decoded = mined(reader, how, example, queries, ("two", "one"), direction="forward")
    assert [row.predicted for row in decoded.predictions] == ["c1", "c0", "c0"]
    assert decoded.predictions[2].score == pytest.approx(0.8)


def test_of_two_candidates_that_propose_an_example_the_better_is_kept(reader, how, example):
    decoded = mined(reader, how, example, ("tres",), ("one", "two"), direction="backward")
    (row,) = decoded.predictions
    assert (row.predicted, row.score) == ("c1", pytest.approx(0.8))
    assert decoded.facts["n_pairs_passed_over"] == 1


def test_without_examples_nothing_is_mined(reader, how, example):
    assert mined(reader, how, example, (), ("one",)).predictions == []
