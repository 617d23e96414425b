"""The best choice, by its position among the fields."""

import numpy as np
import pytest

from crosswind.evaluate.decodings.choices import CHOICES


def test_the_score_is_the_softmax_over_the_choices(reader, how, example):
    chosen = how("multiple_choice", ("text", "choice1", "choice2", "choice3"))
    texts = {"text": "it", "choice1": "sun", "choice2": "fog", "choice3": "sun"}
    text = CHOICES.read([example(0, texts=texts)], chosen, reader)
    first, second = text.inputs()
    outputs = {
        first: np.array([1.0], dtype=np.float32),
        second: np.array([1.0 + np.log(2)], dtype=np.float32),
    }
    # The head was trained with two choices; the fields say that there are three.
    (row,) = CHOICES.decode(text, chosen, ("0", "1"), outputs).predictions
    assert row.predicted == "1"
    assert row.score == pytest.approx(0.5)
    assert row.n_tokens == len("itsunfogsun")


def test_the_first_of_equal_choices_wins(reader, how, example):
    chosen = how("multiple_choice", ("text", "answerA", "answerB"))
    texts = {"text": "it", "answerA": "sun", "answerB": "sun"}
    text = CHOICES.read([example(0, texts=texts)], chosen, reader)
    (read,) = text.inputs()
    (row,) = CHOICES.decode(text, chosen, (), {read: np.ones(1, dtype=np.float32)}).predictions
    assert (row.predicted, row.score) == ("0", 0.5)
