"""Labels become outputs."""

from dataclasses import replace

import pytest

from crosswind.core.errors import DataError
from crosswind.model.tokenise import open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import TextRules
from crosswind.train.objectives.labels import LABELS

RULES = TextRules(kind="classification", fields=("text",), labels=("a", "b"), max_tokens=8)


def example(label: str, text: str = "fog") -> Example:
    return Example(
        example_id="x1", parallel_id="1", language="en", texts={"text": text}, label=label
    )


def test_labels_become_indices_and_cuts_are_counted(tmp_path):
    reader = open_reader(tiny_encoder_folder(tmp_path))
    text = LABELS.read([example("b"), example("a", "fog and rain")], RULES, reader)
    assert [row.target for row in text.rows] == [(1,), (0,)]
    assert (text.n_truncated, text.n_windowed) == (1, 0)


def test_an_unknown_label_is_an_error(tmp_path):
    reader = open_reader(tiny_encoder_folder(tmp_path))
    with pytest.raises(DataError, match=r"x1.*Did you mean 'b'"):
        LABELS.read([example("B")], RULES, reader)


def test_labels_that_are_not_declared_are_those_that_occur():
    examples = [example("d"), example("c"), example("d")]
    assert LABELS.labels(examples, replace(RULES, labels=()), "here") == ("c", "d")
    assert LABELS.labels(examples, RULES, "here") == ("a", "b")
    with pytest.raises(DataError, match=r"here: .* one label only"):
        LABELS.labels([example("d")], RULES, "here")
