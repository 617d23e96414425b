"""Rows, targets and losses."""

import pytest
import torch
from torch.nn import functional

from crosswind.core.errors import DataError
from crosswind.model.tokenise import PieceReader, open_reader
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objectives import (
    IGNORED,
    TrainingRow,
    loss_of,
    right_and_asked,
    stack_targets,
    training_text,
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def example(**parts) -> Example:
    return Example(example_id="x1", parallel_id="1", language="en", **parts)


def rows(examples, kind, reader, *, labels=("a", "b"), max_tokens=40):
    return training_text(
        examples,
        kind=kind,
        labels=labels,
        fields=("question", "context") if kind == "span_qa" else ("text",),
        reader=reader,
        max_tokens=max_tokens,
    )


def test_labels_become_indices(reader):
    text = rows([example(texts={"text": "fog"}, label="b")], "classification", reader)
    assert text.rows[0].target == (1,)
    assert text.n_truncated == 0


def test_an_unknown_label_is_an_error(reader):
    with pytest.raises(DataError, match=r"x1.*Did you mean 'b'"):
        rows([example(texts={"text": "fog"}, label="B")], "classification", reader)


def test_each_word_is_asked_once(reader):
    words = tuple(f"word{index}" for index in range(30))
    tags = tuple("ab"[index % 2] for index in range(30))
    text = rows([example(words=words, tags=tags)], "tagging", reader)
    assert len(text.rows) > 1
    asked = [tag for row in text.rows for tag in row.target if tag != IGNORED]
    assert len(asked) == 30
    assert asked.count(1) == 15


def test_tags_must_match_words(reader):
    with pytest.raises(DataError, match="one tag a word"):
        rows([example(words=("a", "b"), tags=("a",))], "tagging", reader)


def test_answers_are_found_in_the_window_that_holds_them(reader):
    context = "fog " * 15 + "blue  moon " + "rain " * 10
    start = context.index("blue")
    qa = example(
        texts={"question": "what", "context": context},
        answers=(Answer(start=start, text="blue  moon"),),
    )
    text = rows([qa], "span_qa", reader)
    found = [row for row in text.rows if row.target != (0, 0)]
    assert len(text.rows) > len(found) >= 1
    for row in found:
        first, last = row.target
        pieces = reader.cut(["blue moon"])[0].ids
        assert row.read.ids[first : last + 1] == pieces


@pytest.mark.parametrize(
    "answer", [Answer(start=1, text="fog"), Answer(start=90, text="fog"), Answer(start=0, text="")]
)
def test_answers_outside_the_context_are_errors(reader, answer):
    qa = example(texts={"question": "what", "context": "fog fog"}, answers=(answer,))
    with pytest.raises(DataError, match="stands in its context"):
        rows([qa], "span_qa", reader)


def test_losses_by_hand():
    logits = torch.tensor([[[0.0, 1.0], [2.0, 0.0], [9.0, 9.0]]])
    keep = torch.tensor([[True, True, False]])
    tags = torch.tensor([[1, IGNORED, IGNORED]])
    expected = functional.cross_entropy(logits[:, 0], torch.tensor([1]))
    assert loss_of("tagging", logits, tags, keep) == pytest.approx(expected.item())
    nothing = torch.full((1, 3), IGNORED)
    assert loss_of("tagging", logits, nothing, keep).item() == 0.0
    spans = torch.tensor([[1, 0]])
    start = functional.cross_entropy(torch.tensor([[0.0, 2.0]]), torch.tensor([1]))
    end = functional.cross_entropy(torch.tensor([[1.0, 0.0]]), torch.tensor([0]))
    assert loss_of("span_qa", logits, spans, keep).item() == pytest.approx(
        ((start + end) / 2).item()
    )
    assert right_and_asked("span_qa", logits, spans, keep) == (2, 2)
    assert right_and_asked("tagging", logits, tags, keep) == (1, 1)


def test_targets_are_padded_with_ignored():
    made = [TrainingRow(None, (1, 0)), TrainingRow(None, (1,))]  # type: ignore[arg-type]
    assert stack_targets(made, "tagging", 3).tolist() == [
        [1, 0, IGNORED],
        [1, IGNORED, IGNORED],
    ]
    assert stack_targets(made, "classification", 3).tolist() == [1, 1]
