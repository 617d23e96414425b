import json

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.squad_files import read_answers, read_probabilities, read_questions


def question(key, *texts):
    return {"id": key, "answers": [{"text": text, "answer_start": 0} for text in texts]}


def gold_file(tmp_path, *questions):
    path = tmp_path / "gold.json"
    content = {"data": [{"paragraphs": [{"context": "", "qas": list(questions)}]}]}
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")
    return path


def answers_file(tmp_path, text):
    path = tmp_path / "predictions.json"
    path.write_text(text, encoding="utf-8")
    return path


def test_questions_keep_their_order_and_all_answers(tmp_path):
    path = gold_file(tmp_path, question("b", "x", "y"), question("a", "z"))
    assert list(read_questions(path).items()) == [("b", ["x", "y"]), ("a", ["z"])]


@pytest.mark.parametrize(
    ("questions", "problem"),
    [
        ([question("a", "x"), question("a", "y")], "a question id occurs twice: 'a'"),
        ([question("a")], "without a gold answer: 'a'"),
        ([{"id": "a"}], "not SQuAD JSON"),
        ([question("a", 7)], "not SQuAD JSON"),
        ([question(7, "x")], "not SQuAD JSON"),
        ([{"id": "a", "answers": "x"}], "not SQuAD JSON"),
        ([{"id": "a", "answers": None}], "not SQuAD JSON"),
        (["a"], "not SQuAD JSON"),
        ([], "the gold file is empty"),
    ],
)
def test_broken_gold_files_are_errors(tmp_path, questions, problem):
    with pytest.raises(DataError, match=f"gold.json:[0-9]+: .*{problem}|gold.json.*{problem}"):
        read_questions(gold_file(tmp_path, *questions))


@pytest.mark.parametrize(
    "content", ["3", '"text"', '{"data": 3}', "[1, 2]", "null", '[{"paragraphs": "ab"}]']
)
def test_json_of_another_kind_is_an_error(tmp_path, content):
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="not SQuAD"):
        read_questions(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            '{\n"a": "x",\n"a": "y"}',
            "predictions.json:3: a name stands twice in one JSON object: 'a'",
        ),
        ('{\n"a": 3}', "predictions.json:2: not a file of predicted answers: 'a' has: 3"),
        ("[1]", "predictions.json:1: not a file of predicted answers"),
        ("{\n", "predictions.json:2: not JSON"),
        ('{"a": ' + "1" * 5000 + "}", "predictions.json:1: not JSON"),
    ],
)
def test_broken_predictions_name_their_line(tmp_path, text, problem):
    with pytest.raises(DataError, match=problem):
        read_answers(answers_file(tmp_path, text))


def test_answers(tmp_path):
    assert read_answers(answers_file(tmp_path, '{"a": "x", "ü": ""}')) == {"a": "x", "ü": ""}


def test_a_question_may_have_no_answer_where_that_is_allowed(tmp_path):
    path = gold_file(tmp_path, question("a"), question("b", "x"))
    assert read_questions(path, has_unanswerable=True) == {"a": [], "b": ["x"]}


def test_a_bare_list_of_articles_is_taken_as_officially(tmp_path):
    path = tmp_path / "gold.json"
    path.write_text(json.dumps([{"paragraphs": [{"qas": [question("a", "x")]}]}]), "utf-8")
    assert read_questions(path) == {"a": ["x"]}


def test_probabilities_keep_the_order_of_the_file(tmp_path):
    found = read_probabilities(answers_file(tmp_path, '{"b": 1, "a": -2.5}'))
    assert list(found.items()) == [("b", 1.0), ("a", -2.5)]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "true", '"0.5"', "null", "9" * 400])
def test_a_probability_is_a_finite_number(tmp_path, value):
    with pytest.raises(DataError, match=r"json:1: not a file of probabilities of no answer: 'a'"):
        read_probabilities(answers_file(tmp_path, f'{{"a": {value}}}'))
