import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task


def _file(*paragraphs: tuple[str, list[tuple[str, int, str]]]) -> str:
    return json.dumps(
        {
            "data": [
                {
                    "paragraphs": [
                        {
                            "context": context,
                            "qas": [
                                {
                                    "id": name,
                                    "question": "which?",
                                    "answers": [{"answer_start": start, "text": text}],
                                }
                                for name, start, text in questions
                            ],
                        }
                        for context, questions in paragraphs
                    ]
                }
            ]
        }
    )


def test_questions_of_one_paragraph_are_one_cluster_in_every_language(put) -> None:
    put("xquad/xquad.de.json", _file(("\ufeffeins", [("q2", 1, "eins"), ("q1", 1, "e")])))
    root = put("xquad/xquad.tr.json", _file(("bir", [("q2", 0, "bir"), ("q1", 0, "b")])))
    german, turkish = (read_task("xquad", language, "test", root) for language in ("de", "tr"))
    assert [row.parallel_id for row in german] == ["q1", "q1"]
    assert [row.parallel_id for row in turkish] == ["q1", "q1"]
    assert german[0].texts["context"] == "\ufeffeins"


def test_parts_are_read_one_after_another(put) -> None:
    put("squad/train-v1.1.part1.json", _file(("a", [("q1", 0, "a")])))
    root = put("squad/train-v1.1.part2.json", _file(("b", [("q2", 0, "b")])))
    assert [row.example_id for row in read_task("squad", "en", "train", root)] == ["q1", "q2"]


def test_an_answer_that_is_not_at_its_offset(put) -> None:
    root = put("xquad/xquad.de.json", _file(("eins zwei", [("q1", 4, "zwei")])))
    with pytest.raises(DataError, match=r"xquad\.de\.json:1.*'q1'.*code point 4.*'zwei'"):
        read_task("xquad", "de", "test", root)


def test_a_question_id_in_two_parts(put) -> None:
    put("squad/train-v1.1.part1.json", _file(("a", [("q1", 0, "a")])))
    root = put("squad/train-v1.1.part2.json", _file(("b", [("q1", 0, "b")])))
    with pytest.raises(DataError, match=r"part2\.json:1.*used twice.*part1\.json.*'q1'"):
        read_task("squad", "en", "train", root)
