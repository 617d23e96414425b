import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.paragraphs import read_paragraphs
from crosswind.records.example import Answer


def _document(**changes: object) -> dict[str, object]:
    question = {"id": "q1", "question": "?", "answers": [{"answer_start": 0, "text": "A"}]}
    return {"data": [{"paragraphs": [{"context": "A\r\nb", "qas": [{**question, **changes}]}]}]}


def test_a_question_keeps_the_carriage_returns_of_its_context(put) -> None:
    path = put("a.json", json.dumps(_document())) / "a.json"
    (paragraph,) = read_paragraphs(path)
    (question,) = paragraph.questions
    assert (paragraph.context, paragraph.article, paragraph.question_ids()) == (
        "A\r\nb", 0, ("q1",),
    )  # fmt: skip
    assert question.text == "?"
    assert question.answers == (Answer(start=0, text="A"),)
    assert paragraph.place.endswith("a.json:1: data[0].paragraphs[0]")
    assert question.place.endswith("a.json:1: data[0].paragraphs[0].qas[0]")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], r"a\.json:1: no 'data'"),
        ({"data": {}}, r"a\.json:1: no 'data'"),
        ({"data": [{}]}, r"data\[0\]: no 'paragraphs'"),
        (_document(id=7), r"qas\[0\]: no 'id'"),
        (_document(answers=None), r"qas\[0\]: no 'answers'"),
        (_document(answers=[{"answer_start": True, "text": "A"}]), r"'q1'\): no 'answer_start'"),
        (_document(answers=[{"answer_start": 0}]), r"'q1'\): no 'text'"),
    ],
)
def test_a_wrong_document_of_questions(put, document, message) -> None:
    path = put("a.json", json.dumps(document)) / "a.json"
    with pytest.raises(DataError, match=message):
        list(read_paragraphs(path))


def test_a_document_that_is_no_json(put) -> None:
    path = put("a.json", '{"data": [\n}') / "a.json"
    with pytest.raises(DataError, match=r"a\.json:2: not JSON"):
        list(read_paragraphs(path))


def test_paragraphs_know_their_article(put) -> None:
    paragraph = {"context": "A", "qas": []}
    document = {"data": [{"paragraphs": [paragraph, paragraph]}, {"paragraphs": [paragraph]}]}
    path = put("a.json", json.dumps(document)) / "a.json"
    assert [item.article for item in read_paragraphs(path)] == [0, 0, 1]
