"""Which fields are choices."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.records.choices import choice_labels, split_fields


def test_choices_are_told_by_their_names():
    assert split_fields(("premise", "question", "choice1", "choice2")) == (
        ("premise", "question"),
        ("choice1", "choice2"),
    )
    assert split_fields(("context", "answer0", "answer1", "answer2", "answer3"))[0] == ("context",)
    assert split_fields(("answer_hint", "choices", "choiceA", "choiceB"))[0] == (
        "answer_hint",
        "choices",
    )


def test_labels_are_positions():
    assert choice_labels(("context", "question", "answerA", "answerB", "answerC")) == (
        "0",
        "1",
        "2",
    )


@pytest.mark.parametrize(
    "fields",
    [
        ("premise", "hypothesis"),
        ("choice1", "choice2"),
        ("premise", "choice1"),
        ("premise", "choice1", "question", "choice2"),
        (),
    ],
)
def test_other_fields_are_refused(fields):
    with pytest.raises(ConfigError, match="choice1"):
        split_fields(fields)
