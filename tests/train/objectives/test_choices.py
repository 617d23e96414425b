"""One score a choice, whatever the number of choices."""

import pytest
import torch
from torch.nn import functional

from crosswind.core.errors import ConfigError, DataError
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import (
    TextRules,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    right_and_asked,
)
from crosswind.train.objectives.choices import CHOICES

FIELDS = ("premise", "question", "choice1", "choice2")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def rules(labels=("0", "1"), fields=FIELDS, max_tokens=40) -> TextRules:
    return TextRules(kind="multiple_choice", fields=fields, labels=labels, max_tokens=max_tokens)


def example(label="1", premise="It rained.") -> Example:
    texts = {"premise": premise, "question": "Why?", "choice1": "sun", "choice2": "fog"}
    return Example(example_id="x", parallel_id="x", language="en", texts=texts, label=label)


def test_a_row_has_an_input_for_each_choice(reader):
    text = CHOICES.read([example(), example("0", "rain " * 20)], rules(), reader)
    assert [len(row.reads) for row in text.rows] == [2, 2]
    assert [row.target for row in text.rows] == [(1,), (0,)]
    assert text.n_truncated == 1
    context, choice = reader.cut(["It rained. Why?", "fog"])
    assert text.rows[0].reads[1] == reader.join(context.ids, choice.ids)


def test_labels_are_positions():
    assert CHOICES.labels([], rules(labels=()), "") == ("0", "1")
    three = ("context", "answerA", "answerB", "answerC")
    assert CHOICES.labels([], rules(labels=(), fields=three), "") == ("0", "1", "2")
    with pytest.raises(ConfigError, match="positions of the choices"):
        CHOICES.labels([], rules(labels=("a", "b")), "")


def test_a_label_beyond_the_choices_is_an_error(reader):
    with pytest.raises(DataError, match="not trained"):
        CHOICES.read([example("2")], rules(), reader)


def test_examples_of_two_and_of_three_choices_mix():
    read = ModelInput((0, 5, 2))
    rows = [TrainingRow((read,) * 2, (1,)), TrainingRow((read,) * 3, (0,))]
    batch = collated(rows, CHOICES, pad_id=1, device=torch.device("cpu"))
    scores = torch.tensor([[1.0], [3.0], [0.0], [2.0], [1.0]])
    logits = logits_of((scores,), batch, CHOICES)
    assert logits.shape == (2, 3)
    assert right_and_asked(logits, batch.targets) == (1, 2)
    two = functional.cross_entropy(torch.tensor([[1.0, 3.0]]), torch.tensor([1]))
    three = functional.cross_entropy(torch.tensor([[0.0, 2.0, 1.0]]), torch.tensor([0]))
    assert loss_of(logits, batch.targets).item() == pytest.approx(((two + three) / 2).item())
