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


def _articles(*articles: list[tuple[str, list[tuple[str, int, str]]]]) -> str:
    return json.dumps({"data": [json.loads(_file(*item))["data"][0] for item in articles]})


def test_a_pair_has_a_context_in_one_language_and_a_question_in_the_other(put) -> None:
    name = "mlqa/dev/dev-context-de-question-en.json"
    root = put(name, _file(("\ufeffEins\r\n", [("q1", 1, "Eins")])))
    (row,) = read_task("mlqa", "de+en", "validation", root)
    assert (row.language, row.second_language) == ("de", "en")
    assert row.texts == {"question": "which?", "context": "\ufeffEins\r\n"}
    put("mlqa/dev/dev-context-de-question-de.json", _file(("Eins", [("q1", 0, "Eins")])))
    (row,) = read_task("mlqa", "de", "validation", root)
    assert (row.language, row.second_language) == ("de", "")


def test_questions_of_one_english_article_are_one_cluster_in_every_language(put) -> None:
    first = [("a", [("q3", 0, "a")]), ("b", [("q1", 0, "b")])]
    put("mlqa/dev/dev-context-en-question-en.json", _articles(first, [("c", [("q2", 0, "c")])]))
    root = put(
        "mlqa/dev/dev-context-de-question-de.json",
        _file(("x y", [("q3", 0, "x"), ("q2", 2, "y")]), ("z", [("q9", 0, "z")])),
    )
    german = read_task("mlqa", "de", "validation", root)
    english = read_task("mlqa", "en", "validation", root)
    assert [row.parallel_id for row in german] == ["q1", "q2", "q9"]
    assert [row.parallel_id for row in english] == ["q1", "q1", "q2"]


def test_without_the_english_file_a_question_is_its_own_cluster(put) -> None:
    root = put(
        "mlqa/dev/dev-context-de-question-de.json", _file(("x y", [("q3", 0, "x"), ("q2", 2, "y")]))
    )
    rows = read_task("mlqa", "de", "validation", root)
    assert [row.parallel_id for row in rows] == ["q3", "q2"]


def test_doubled_ids_give_way_to_the_position(put) -> None:
    paragraphs = [("a", [("0", 0, "a")]), ("b", [("0", 0, "b")]), ("a", [("1", 0, "a")])]
    root = put("tydiqa_goldp/tydiqa.goldp.en.train.json", _file(*paragraphs))
    rows = read_task("tydiqa", "en", "train", root)
    assert [row.example_id for row in rows] == ["0", "1", "2"]
    assert rows[0].parallel_id == rows[2].parallel_id != rows[1].parallel_id


def test_training_text_with_other_languages_in_it_is_refused(put) -> None:
    text = _file(("a", [("0", 0, "a")]), ("b", [("1", 0, "b")]))
    text = text.replace('"which?"', '"무엇?"', 1)
    root = put("tydiqa/tydiqa-goldp-v1.1-train/tydiqa.goldp.en.train.json", text)
    with pytest.raises(DataError, match=r"qas\[0\]: a question of another language.*zero-shot"):
        read_task("tydiqa", "en", "train", root)
    put("tydiqa_goldp/tydiqa.goldp.ko.train.json", text)
    assert len(read_task("tydiqa", "ko", "test", root)) == 2


@pytest.mark.parametrize(
    ("task", "split", "name"),
    [
        ("xquad", "test", "xquad/xquad.ko.json"),
        ("mlqa", "test", "mlqa/MLQA_V1/test/test-context-ko-question-ko.json"),
        ("tydiqa", "validation", "tydiqa/tydiqa-goldp-v1.1-dev/tydiqa.goldp.ko.dev.json"),
    ],
)
def test_answers_that_the_benchmark_took_out_are_named_as_such(put, task, split, name) -> None:
    tag = {"xquad": "hi", "mlqa": "hi", "tydiqa": "ko"}[task]
    root = put(name.replace("ko", tag), _file(("a", [("q1", 0, "")])))
    with pytest.raises(DataError, match=r"qas\[0\]: an answer of question '.*' is empty.*release"):
        read_task(task, tag, split, root)
