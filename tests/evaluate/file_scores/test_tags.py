import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.tags import named_entities, parts_of_speech


def test_entities(submitted):
    found = named_entities(submitted("panx", "B-PER\nO\n\nO\n\n", "B-PER\nB-LOC\n\nO\n\n"))
    assert found.n == 2
    assert found.metrics == {
        "f1": pytest.approx(200 / 3),
        "precision": 50.0,
        "recall": 100.0,
        "token_accuracy": pytest.approx(200 / 3),
    }


def test_nothing_right_is_zero(submitted):
    metrics = named_entities(submitted("panx", "O\n\n", "O\n\n")).metrics
    assert metrics == {"f1": 0.0, "precision": 0.0, "recall": 0.0, "token_accuracy": 100.0}


def test_two_parts_of_speech_that_end_alike_are_one_type_in_the_newer_rule_alone(submitted):
    metrics = parts_of_speech(submitted("udpos", "SCONJ\nNOUN\n\n", "CCONJ\nNOUN\n\n")).metrics
    assert metrics == {
        "udpos_f1_seqeval_0_0_12": 50.0,
        "udpos_f1_seqeval_1_2_2": 100.0,
        "token_accuracy": 50.0,
    }


def test_equal_neighbors_are_one_chunk(submitted):
    # Gold: one chunk of two nouns and a verb. Predicted: one noun, two verbs. Nothing is right.
    metrics = parts_of_speech(
        submitted("udpos", "NOUN\nNOUN\nVERB\n", "NOUN\nVERB\nVERB\n")
    ).metrics
    assert metrics["udpos_f1_seqeval_0_0_12"] == 0.0
    assert metrics["token_accuracy"] == pytest.approx(200 / 3)


def test_two_empty_lines_make_an_empty_sentence(submitted):
    assert parts_of_speech(submitted("udpos", "X\n\n\nX\n\n", "X\n\n\nX\n\n")).n == 3


@pytest.mark.parametrize(
    ("gold", "predictions", "problem"),
    [
        ("X\n\nX\nX\n\n", "X\n\nX\n\n", r"predictions.x:3: sentence 2 has 2 tags"),
        ("X\n\nX\n\n", "X\nX\n\n", r"predictions.x: 1 sentences of predictions"),
        ("Noun\n\n", "NOUN\n\n", r"gold.x:1: unknown gold label.*mean 'NOUN'"),
        ("X\n\n", "x1\n\n", r"predictions.x:1: not one prediction is a label"),
        ("\n", "\n", r"gold.x:1: the gold file holds no label"),
        ("", "", r"gold.x:1: the gold file is empty"),
    ],
)
def test_files_that_do_not_fit(submitted, gold, predictions, problem):
    with pytest.raises(DataError, match=problem):
        parts_of_speech(submitted("udpos", gold, predictions))
