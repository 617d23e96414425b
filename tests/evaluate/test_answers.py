import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.evaluate.answers import (
    answer_exact,
    answer_f1,
    best_over_golds,
    normalized_answer,
)

TEXTS = st.text(alphabet="ab The-an,.é ", max_size=12)


@settings(max_examples=60)
@given(TEXTS, TEXTS)
def test_f1_is_symmetric_and_an_exact_match_with_words_has_f1_1(one, other):
    assert answer_f1(one, other) == pytest.approx(answer_f1(other, one))
    if answer_exact(one, other) and normalized_answer(one):
        assert answer_f1(one, other) == 1.0


@settings(max_examples=40)
@given(TEXTS)
def test_normalization_of_case_and_blanks_is_settled_after_one_pass(text):
    once = normalized_answer(text)
    assert once == once.lower() == " ".join(once.split())


def test_articles_punctuation_and_blanks_are_taken_out_of_english():
    assert normalized_answer("The  Cat, sat-on a mat!") == "cat saton mat"
    assert normalized_answer("theatre") == "theatre"


def test_two_texts_that_are_nothing_match_exactly_and_share_no_word():
    assert answer_exact("the", "...") == 1.0
    assert answer_f1("the", "...") == 0.0


def test_f1_by_hand():
    # 2 shared words of 3 predicted and 4 gold: p = 2/3, r = 1/2.
    assert answer_f1("red green blue", "red green white black") == pytest.approx(4 / 7)
    assert answer_f1("x x", "x") == pytest.approx(2 / 3)


def test_each_measure_takes_its_own_best_gold():
    assert best_over_golds("...", ["the", "other words"]) == (0.0, 1.0)
    assert best_over_golds("red blue", ["green", "red"]) == (pytest.approx(2 / 3), 0.0)
    with pytest.raises(ValueError):
        best_over_golds("x", [])


@pytest.mark.shared_data
@pytest.mark.parametrize("case", ["xquad/en_edge_pairs", "squad_v1/en_multiple_answers"])
def test_each_question_has_the_official_value(shared_data, case):
    folder = shared_data / "oracles" / case
    expected = json.loads((folder / "per_question.json").read_text("utf-8"))
    predictions = json.loads((folder / "predictions.json").read_text("utf-8"))
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    for article in gold["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                if question["id"] not in predictions:
                    continue
                golds = [answer["text"] for answer in question["answers"]]
                f1, exact = best_over_golds(predictions[question["id"]], golds)
                assert [exact, f1] == pytest.approx(expected[question["id"]], abs=1e-9)
