import json
from pathlib import Path

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.load import read_task

_ANSWER = {"text": "Rome", "answer_start": 0}
FIXTURES = Path(__file__).parents[1] / "fixtures"


def _document(*questions: dict[str, object]) -> str:
    asked = [{"id": f"q{n}", "question": "?", **item} for n, item in enumerate(questions)]
    paragraph = {"context": "Rome is old.", "qas": asked}
    return json.dumps({"version": "v2.0", "data": [{"title": "t", "paragraphs": [paragraph]}]})


def test_a_question_without_an_answer_has_none() -> None:
    rows = read_task("squad_v2", "en", "validation", FIXTURES)
    assert [bool(row.answers) for row in rows] == [True, False]
    assert rows[0].parallel_id == rows[1].parallel_id


def test_plausible_answers_are_not_read(put) -> None:
    item = {"answers": [], "is_impossible": True, "plausible_answers": [_ANSWER]}
    root = put("squad_v2.0/train-v2.0.json", _document(item))
    assert read_task("squad_v2", "en", "train", root)[0].answers == ()


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ({"answers": [_ANSWER], "is_impossible": True}, r"'q0' contradicts itself"),
        ({"answers": [], "is_impossible": False}, r"qas\[0\]: question 'q0' contradicts itself"),
        ({"answers": [], "is_impossible": 1}, "contradicts itself"),
        (
            {"answers": [{**_ANSWER, "answer_start": 1}], "is_impossible": False},
            "does not stand at",
        ),
        ({"is_impossible": True}, "no 'answers'"),
    ],
)
def test_a_wrong_question_is_named(put, item, message) -> None:
    root = put("squad/train-v2.0.json", _document(item))
    with pytest.raises(DataError, match=message):
        read_task("squad_v2", "en", "train", root)


def test_version_1_still_refuses_a_question_without_an_answer(put) -> None:
    root = put("squad/train-v1.1.json", _document({"answers": [], "is_impossible": True}))
    with pytest.raises(DataError, match="a question without an answer"):
        read_task("squad", "en", "train", root)


@pytest.mark.parametrize("name", ["xquad", "lareqa"])
def test_nothing_selects_on_the_paragraphs_of_xquad(name: str) -> None:
    assert {"squad", "squad_v2"} <= set(TASKS.get(name).card.selection_overlap)
