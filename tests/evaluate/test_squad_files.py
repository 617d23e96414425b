import json

import pytest

from crosswind.core.errors import DataError
from crosswind.evaluate.squad_files import read_answers, read_questions


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
        ([{"id": "a"}], "not SQuAD v1.1 JSON"),
        ([question("a", 7)], "not SQuAD v1.1 JSON"),
        ([], "the gold file is empty"),
    ],
)
def test_broken_gold_files_are_errors(tmp_path, questions, problem):
    with pytest.raises(DataError, match=f"gold.json:[0-9]+: .*{problem}|gold.json.*{problem}"):
        read_questions(gold_file(tmp_path, *questions))


@pytest.mark.parametrize("content", ["3", '"text"', '{"data": 3}', "[1, 2]"])
def test_json_of_another_kind_is_an_error(tmp_path, content):
    path = tmp_path / "gold.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match="not SQuAD"):
        read_questions(path)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('{\n"a": "x",\n"a": "y"}', "predictions.json:3: two predictions for one question: 'a'"),
        ('{\n"a": 3}', "predictions.json:2: not a file of predicted answers: 3"),
        ("[1]", "predictions.json:1: not a file of predicted answers"),
        ("{\n", "predictions.json:2: not a file of predicted answers"),
    ],
)
def test_broken_predictions_name_their_line(tmp_path, text, problem):
    with pytest.raises(DataError, match=problem):
        read_answers(answers_file(tmp_path, text))


def test_answers(tmp_path):
    assert read_answers(answers_file(tmp_path, '{"a": "x", "ü": ""}')) == {"a": "x", "ü": ""}
