"""Distinct model inputs of a job."""

import numpy as np
import pytest

from crosswind.evaluate.candidates import Candidates
from crosswind.evaluate.decodings.labels import LABELS
from crosswind.evaluate.reading import Reading, ReadText
from crosswind.model.texts import TextRow
from crosswind.model.tokenise import ModelInput, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder


def row(*ids: int) -> TextRow:
    return TextRow(read=ModelInput(ids), n_tokens=len(ids), is_truncated=False)


def test_queries_rows_and_candidates_are_read_once_each():
    pool = Candidates(ids=("a", "b"), texts=("x", "y"), rows=(row(1), row(4)))
    text = ReadText(
        examples=(), rows=(row(1), row(2), row(1)), queries=(row(3), row(2)), candidates=pool
    )
    assert text.inputs() == [ModelInput((n,)) for n in (3, 2, 1, 4)]


def test_equal_texts_are_one_input_and_two_predictions(tmp_path):
    reader = open_reader(tiny_encoder_folder(tmp_path))
    how = Reading(
        kind="classification", fields=("text",), max_tokens=20, stride=4, max_answer_tokens=30
    )
    examples = [
        Example(example_id=f"e{n}", parallel_id="p", language="en", texts={"text": text})
        for n, text in enumerate(("fog", "sun", "fog"))
    ]
    text = LABELS.read(examples, how, reader)
    first, second = text.inputs()
    outputs = {
        first: np.array([0.2, 0.8], dtype=np.float32),
        second: np.array([0.5, 0.5], dtype=np.float32),
    }
    rows = LABELS.decode(text, how, ("a", "b"), outputs).predictions
    assert [one.predicted for one in rows] == ["b", "a", "b"]
    assert rows[0].score == pytest.approx(0.8)
    assert rows[0].n_tokens == 3
