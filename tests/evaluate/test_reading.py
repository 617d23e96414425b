"""Examples to model inputs and outputs to predictions, with outputs made by hand."""

import numpy as np
import pytest

from crosswind.evaluate.reading import Reading, predictions_of, read_text
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def how(kind: str, fields: tuple[str, ...] = ("text",)) -> Reading:
    return Reading(kind=kind, fields=fields, max_tokens=20, stride=4, max_answer_tokens=30)


def example(number: int, **parts) -> Example:
    return Example(example_id=f"e{number}", parallel_id="p", language="en", **parts)


def test_equal_texts_are_one_input_and_two_predictions(reader):
    examples = [example(n, texts={"text": text}) for n, text in enumerate(("fog", "sun", "fog"))]
    text = read_text(examples, how("classification"), reader)
    inputs = text.inputs()
    assert len(inputs) == 2
    outputs = {
        inputs[0]: np.array([0.2, 0.8], dtype=np.float32),
        inputs[1]: np.array([0.5, 0.5], dtype=np.float32),
    }
    rows = predictions_of(text, how("classification"), ("a", "b"), outputs)
    assert [row.predicted for row in rows] == ["b", "a", "b"]
    assert rows[0].score == pytest.approx(0.8)
    assert rows[0].n_tokens == 3


def test_tags_come_from_first_pieces(reader):
    text = read_text([example(0, words=("fog", "sun"))], how("tagging"), reader)
    (read,) = text.inputs()
    tags = np.zeros((len(read.ids), 2), dtype=np.float32)
    tags[1], tags[4] = (1, 0.5), (2, 0.9)
    (row,) = predictions_of(text, how("tagging"), ("X", "Y", "Z"), {read: tags})
    assert row.tags == ("Y", "Z")
    assert row.score == pytest.approx(0.7)


def test_an_answer_is_a_slice_without_the_space_before_it(reader):
    qa = how("span_qa", ("question", "context"))
    one = example(0, texts={"question": "q", "context": "fog  sun"})
    text = read_text([one], qa, reader)
    (read,) = text.inputs()
    logits = np.zeros((len(read.ids), 2), dtype=np.float32)
    first = reader.second_start(1)
    logits[first + 3, 0] = logits[first + 5, 1] = 5.0
    (row,) = predictions_of(text, qa, (), {read: logits})
    assert (row.predicted, row.start, row.score) == ("sun", 5, 10.0)


def test_retrieval_searches_distinct_targets(reader):
    sources, targets = ("one", "two", "one"), ("uno", "dos", "uno")
    examples = [
        example(n, texts={"source": source, "target": target})
        for n, (source, target) in enumerate(zip(sources, targets, strict=True))
    ]
    text = read_text(examples, how("retrieval"), reader)
    assert len(text.inputs()) == 4
    vectors = dict(zip(text.inputs(), np.eye(4, dtype=np.float32) + 0.1, strict=True))
    inputs = text.inputs()
    vectors[inputs[2]] = vectors[inputs[1]]  # "uno" lies where "two" lies
    rows = predictions_of(text, how("retrieval"), (), vectors)
    assert rows[1].predicted == "e0"
    assert {row.predicted for row in rows} <= {"e0", "e1"}
