import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.evaluate.answers import (
    SQUAD,
    SQUAD_V2,
    answer_exact,
    answer_f1,
    best_over_golds,
    normalized_answer,
    rule_of,
)
from tests.evaluate.oracles import cases, expected_of

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


def test_squad_v2_lets_nothing_equal_nothing():
    assert answer_f1("the", "...", SQUAD_V2) == 1.0
    assert answer_f1("red", "...", SQUAD_V2) == answer_f1("...", "red", SQUAD_V2) == 0.0
    assert best_over_golds("", [], SQUAD_V2) == best_over_golds(" a.", [], SQUAD_V2) == (1.0, 1.0)
    # Gold answers that normalize to nothing are left out; without them nothing is the answer.
    assert best_over_golds("", ["the", "red"], SQUAD_V2) == (0.0, 0.0)
    assert best_over_golds("", ["the"], SQUAD_V2) == (1.0, 1.0)


def test_the_rule_of_a_task():
    assert rule_of("squad_v2", "en") == SQUAD_V2
    assert rule_of("xquad", "zh") == rule_of("tydiqa", "th") == rule_of("squad", "en") == SQUAD
    assert rule_of("mlqa", "es+en").normalized("El Niño") == "niño"
    assert rule_of("mlqa", "zh").normalized("北京") == "北 京"
    with pytest.raises(ConfigError, match="no rule for answers in this language: 'tr'"):
        rule_of("mlqa", "tr+en")


@pytest.mark.shared_data
@pytest.mark.parametrize("folder", cases("squad_v1", "xquad", "tydiqa", "mlqa", "squad_v2"))
def test_each_question_has_the_official_value(folder):
    values = json.loads((folder / "per_question.json").read_text("utf-8"))
    predictions = json.loads((folder / "predictions.json").read_text("utf-8"))
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    rule = rule_of(folder.parent.name, expected_of(folder)["language"])
    for article in gold["data"]:
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                if question["id"] not in predictions:
                    continue
                golds = [answer["text"] for answer in question["answers"]]
                f1, exact = best_over_golds(predictions[question["id"]], golds, rule)
                assert [exact, f1] == pytest.approx(values[question["id"]], abs=1e-9)
