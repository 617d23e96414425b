import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.checklist_lines import find_answer
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources
from crosswind.records.example import Answer

_CASE = {
    "test": "comp", "context": "Samantha is older than Sam.", "question": "Who is younger?",
    "answer": "Sam",
}  # fmt: skip


def _lines(*changes: dict[str, object]) -> str:
    return "".join(json.dumps({**_CASE, **change}) + "\n" for change in changes)


@pytest.mark.parametrize(
    ("context", "text", "start", "found"),
    [
        ("Samantha and Sam.", "Sam", 13, "Sam"),
        ("Samantha.", "Sam", 0, "Sam"),
        ("小明比小红大。", "小红", 3, "小红"),
        ("The green table.", "Green", 4, "green"),
        ("A minivan. A van", "van", 13, "van"),
        ("It is red", "red.", 6, "red"),
        ("a+b (c)", "(c)", 4, "(c)"),
    ],
)
def test_an_answer_is_found_as_a_word_first(context, text, start, found) -> None:
    assert find_answer(context, text) == Answer(start=start, text=found)


@pytest.mark.parametrize("text", ["Tom", "", " . "])
def test_what_is_not_there_is_not_found(text) -> None:
    assert find_answer("Sam is here", text) is None


def test_cases_become_questions_on_a_context(put) -> None:
    full = "Animal vs Vehicle v2"
    root = put("multichecklist/de.jsonl", _lines({}, {"test": full}, {"question": "Who?"}))
    rows = read_task("multichecklist", "de", "test", root)
    assert [row.example_id for row in rows] == ["comp-0", "animal_vehicle_v2-1", "comp-2"]
    assert rows[0].answers == (Answer(start=23, text="Sam"),)
    assert rows[0].parallel_id == rows[2].parallel_id != rows[1].parallel_id


def test_an_answer_that_is_not_in_its_context_is_counted(put) -> None:
    root = put("multichecklist/de.jsonl", _lines({}, {"answer": "Tom"}, {"answer": ""}))
    task = TASKS.get("multichecklist")
    rows, left_out = read_examples(task, find_sources(task, "de", "test", root), "de", "test")
    assert len(rows) == 1
    assert left_out == {"comp: the answer is not in the context": 2}


def test_the_official_suites_are_never_opened(put, monkeypatch) -> None:
    root = put("multichecklist/lang_suites/de_squad_suite.pkl", "cos\nsystem\n")
    with pytest.raises(DataError, match=r"multichecklist/de\.jsonl.*pickles, which run code"):
        read_task("multichecklist", "de", "test", root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"test": "Comp"}, r"unknown test: 'Comp'. Did you mean 'comp'"),
        ({"answer": ["Sam"]}, r"no 'answer'"),
        ({"question": ""}, r"'question' is empty"),
    ],
)
def test_a_wrong_case_is_named(put, change, message) -> None:
    root = put("multichecklist/de.jsonl", _lines({}, change))
    with pytest.raises(DataError, match=rf"de\.jsonl:2: {message}|de\.jsonl:2: .*{message}"):
        read_task("multichecklist", "de", "test", root)
