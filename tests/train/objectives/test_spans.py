"""Answers are found in the windows that hold them."""

from dataclasses import replace

import pytest
import torch
from torch.nn import functional

from crosswind.core.errors import DataError
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.records.example import Answer, Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import (
    TextRules,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    right_and_asked,
)
from crosswind.train.objectives.spans import SPANS

RULES = TextRules(kind="span_qa", fields=("question", "context"), labels=(), max_tokens=40)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def example(context: str, answer: Answer) -> Example:
    return Example(
        example_id="x1",
        parallel_id="1",
        language="en",
        texts={"question": "what", "context": context},
        answers=(answer,),
    )


def test_answers_are_found_in_the_window_that_holds_them(reader):
    context = "fog " * 15 + "blue  moon " + "rain " * 10
    qa = example(context, Answer(start=context.index("blue"), text="blue  moon"))
    text = SPANS.read([qa], RULES, reader)
    found = [row for row in text.rows if row.target != (0, 0)]
    assert len(text.rows) > len(found) >= 1
    assert text.n_windowed == 1
    for row in found:
        first, last = row.target
        pieces = reader.cut(["blue moon"])[0].ids
        assert row.reads[0].ids[first : last + 1] == pieces


@pytest.mark.parametrize("white", ["\r\n", "\r", "\n\n", "\u00a0", "\t"])
def test_white_space_of_any_kind_moves_no_answer(reader, white):
    context = f"fog{white}rain{white}blue moon{white}sun"
    start = context.index("blue")
    text = SPANS.read([example(context, Answer(start=start, text="blue moon"))], RULES, reader)
    (row,) = text.rows
    first, last = row.target
    assert row.reads[0].ids[first : last + 1] == reader.cut(["blue moon"])[0].ids


def test_a_question_without_an_answer_starts_and_ends_at_the_first_token(reader):
    unanswerable = replace(example("fog sun", Answer(start=0, text="fog")), answers=())
    text = SPANS.read([unanswerable], RULES, reader)
    assert {row.target for row in text.rows} == {(0, 0)}


@pytest.mark.parametrize(
    "answer", [Answer(start=1, text="fog"), Answer(start=90, text="fog"), Answer(start=0, text="")]
)
def test_answers_outside_the_context_are_errors(reader, answer):
    with pytest.raises(DataError, match="does not stand in its context"):
        SPANS.read([example("fog fog", answer)], RULES, reader)


def test_the_loss_is_the_mean_of_start_and_end_and_padding_is_no_place():
    rows = [
        TrainingRow((ModelInput((0, 5)),), (1, 0)),
        TrainingRow((ModelInput((0, 5, 6)),), (1, 0)),
    ]
    batch = collated(rows, SPANS, pad_id=1, device=torch.device("cpu"))
    outputs = torch.tensor([[[0.0, 1.0], [2.0, 0.0], [9.0, 9.0]]] * 2)
    logits = logits_of((outputs,), batch, SPANS)
    assert right_and_asked(logits, batch.targets) == (2, 4)
    start = functional.cross_entropy(torch.tensor([[0.0, 2.0]]), torch.tensor([1]))
    end = functional.cross_entropy(torch.tensor([[1.0, 0.0]]), torch.tensor([0]))
    assert loss_of(logits[:1], batch.targets[:1]).item() == pytest.approx(
        ((start + end) / 2).item()
    )
