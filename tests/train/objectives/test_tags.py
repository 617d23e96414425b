"""Every word is asked once."""

from dataclasses import replace

import pytest
import torch

from crosswind.core.errors import DataError
from crosswind.model.tokenise import ModelInput, PieceReader, open_reader
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import IGNORED, TextRules, TrainingRow, collated
from crosswind.train.objectives.tags import TAGS

RULES = TextRules(kind="tagging", fields=(), labels=("a", "b"), max_tokens=40)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> PieceReader:
    return open_reader(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")))


def example(words, tags) -> Example:
    return Example(example_id="x1", parallel_id="1", language="en", words=words, tags=tags)


def test_each_word_is_asked_once(reader):
    words = tuple(f"word{index}" for index in range(30))
    tags = tuple("ab"[index % 2] for index in range(30))
    text = TAGS.read([example(words, tags), example(words[:2], tags[:2])], RULES, reader)
    assert len(text.rows) > 2
    assert (text.n_windowed, text.n_truncated) == (1, 0)
    asked = [tag for row in text.rows[:-1] for tag in row.target if tag != IGNORED]
    assert len(asked) == 30
    assert asked.count(1) == 15


def test_a_word_that_is_cut_is_counted(reader):
    text = TAGS.read([example(("x" * 60,), ("a",))], RULES, reader)
    assert (text.n_windowed, text.n_truncated) == (0, 1)


def test_tags_must_match_words(reader):
    with pytest.raises(DataError, match="one tag a word"):
        TAGS.read([example(("a", "b"), ("a",))], RULES, reader)


def test_labels_are_the_tags_that_occur():
    examples = [example(("x", "y"), ("b", "a"))]
    assert TAGS.labels(examples, replace(RULES, labels=()), "") == ("a", "b")
    assert TAGS.labels(examples, RULES, "") == ("a", "b")


def test_a_tag_that_no_training_text_has_is_not_asked_in_validation_and_counted(reader):
    text = TAGS.read([example(("x", "y", "z"), ("b", "rare", "a"))], RULES, reader)
    assert [tag for row in text.rows for tag in row.target if tag != IGNORED] == [1, 0]
    assert text.n_unknown == 1


def test_training_text_has_declared_tags_alone():
    with pytest.raises(DataError, match="a label that is not trained: 'c'"):
        TAGS.labels([example(("x", "y", "z"), ("a", "b", "c"))], RULES, "")


def test_targets_are_padded_with_ignored():
    rows = [
        TrainingRow((ModelInput((0, 5, 2)),), (IGNORED, 1, IGNORED)),
        TrainingRow((ModelInput((0,)),), (0,)),
    ]
    batch = collated(rows, TAGS, pad_id=1, device=torch.device("cpu"))
    assert batch.targets.tolist() == [[IGNORED, 1, IGNORED], [0, IGNORED, IGNORED]]
