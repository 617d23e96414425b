import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.data.hub_questions import (
    MOVED,
    Asked,
    Questions,
    context_of,
    own_id,
    position,
    standing_at,
)

ASKED = Asked(number=0, name="n", first_name="n", context="a")


def placed(*rows: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [(f"x.parquet: row {number}", row) for number, row in enumerate(rows, start=1)]


def question(name: str, context: str, text: str, start: int) -> dict[str, Any]:
    answers = {"text": [text], "answer_start": [start]}
    return {"id": name, "question": "q?", "context": context, "answers": answers}


def test_questions_of_one_context_are_one_cluster() -> None:
    rows = placed(
        question("q2", "aa bb", "bb", 3),
        question("q9", "cc", "cc", 0),
        question("q1", "aa bb", "aa", 0),
    )
    reading = Questions()(rows, "en", "test")
    assert [row.example.parallel_id for row in reading.rows] == ["q1", "q9", "q1"]
    assert not reading.repaired


def test_an_answer_behind_a_trimmed_context_is_moved_and_counted() -> None:
    rows = placed(question("q", "bb aa bb", "aa", 5), question("r", "aa", "aa", 0))
    reading = Questions()(rows, "en", "test")
    assert reading.rows[0].example.answers[0].start == 3
    assert reading.repaired == {MOVED: 1}


def test_a_table_of_many_languages_is_read_for_one() -> None:
    read = Questions(example_id=position, cluster=context_of, prefixes={"fi": "finnish-"})
    rows = placed(
        question("korean-1", "a", "a", 0),
        question("finnish-1", "a", "a", 0),
        question("finnish-2", "a", "a", 0),
    )
    found = [row.example for row in read(rows, "fi", "train").rows]
    assert [example.example_id for example in found] == ["0", "1"]
    assert {example.parallel_id for example in found} == {context_of("fi", ASKED)}
    assert context_of("ko", ASKED) != context_of("fi", ASKED)


def test_the_languages_of_context_and_question() -> None:
    read = Questions(cluster=own_id)
    (row,) = read(placed(question("q", "a", "a", 0)), "de+en", "test").rows
    assert (row.example.language, row.example.second_language) == ("de", "en")
    assert row.example.parallel_id == "q"


@pytest.mark.parametrize(
    "answers",
    [None, [], {"text": ["a"]}, {"text": ["a"], "answer_start": []},
     {"text": [1], "answer_start": [0]}, {"text": ["a"], "answer_start": ["0"]}],
)  # fmt: skip
def test_answers_of_another_layout(answers: Any) -> None:
    row = {"id": "q", "question": "q?", "context": "a", "answers": answers}
    with pytest.raises(DataError, match=r"row 1: the answers are not of this layout"):
        Questions()(placed(row), "en", "test")


@given(
    before=st.text("ab ", max_size=8),
    answer=st.text("ab", min_size=1, max_size=4),
    after=st.text("ab ", max_size=8),
    shift=st.integers(-5, 5),
)
def test_an_answer_is_found_where_it_stands(
    before: str, answer: str, after: str, shift: int
) -> None:
    context, start = before + answer + after, len(before)
    place = standing_at(context, answer, start + shift)
    assert context[place : place + len(answer)] == answer
    assert abs(place - start - shift) <= abs(shift)
    assert standing_at(context, answer, start) == start


def test_an_answer_that_stands_nowhere_keeps_its_offset() -> None:
    assert standing_at("aa", "b", 1) == 1
    assert standing_at("a" * 10 + "b" + "a" * 200, "b", 150) == 150


@pytest.mark.shared_data
@pytest.mark.parametrize(
    "name", ["xquad/xquad.zh.json", "tydiqa_goldp/tydiqa.goldp.ko.train.json",
             "squad_v1.1/dev-v1.1.part1.json"],
)  # fmt: skip
def test_real_contexts_that_are_trimmed_get_the_offsets_of_the_whole_ones(
    shared_data: Path, name: str
) -> None:
    content = json.loads((shared_data / "data" / name).read_text("utf-8"))
    n_moved = 0
    for article in content["data"]:
        for paragraph in article["paragraphs"]:
            context = paragraph["context"]
            n_before = len(context) - len(context.lstrip())
            for item in paragraph["qas"]:
                for answer in item["answers"]:
                    text, start = answer["text"], answer["answer_start"]
                    n_own = len(text) - len(text.lstrip())
                    place = standing_at(context.strip(), text.strip(), start)
                    assert place == start - n_before + n_own
                    n_moved += place != start
    assert n_moved
