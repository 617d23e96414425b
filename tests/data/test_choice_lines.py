import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task

_LINE = {
    "premise": "The glass broke.", "choice1": "It fell.", "choice2": "It was full.",
    "question": "cause", "label": 0, "idx": 7,
}  # fmt: skip


def _lines(*changes: dict[str, object]) -> str:
    rows = [{**_LINE, **change} for change in changes]
    return "".join(
        json.dumps({k: v for k, v in row.items() if v != "absent"}) + "\n" for row in rows
    )


def _numbered(n: int, **change: object) -> str:
    return _lines(*({"idx": index, **change} for index in range(n)))


def test_the_marker_becomes_a_question_in_english(put) -> None:
    root = put("xcopa/it/val.it.jsonl", _lines({}, {"idx": 9, "question": "effect", "label": 1}))
    first, second = read_task("xcopa", "it", "validation", root)
    assert first.texts == {
        "premise": "The glass broke.",
        "question": "What was the cause?",
        "choice1": "It fell.",
        "choice2": "It was full.",
    }
    assert (first.label, second.label) == ("0", "1")
    assert second.texts["question"] == "What was the effect?"


def test_translations_share_ids_and_splits_do_not(put) -> None:
    put("xcopa/it/val.it.jsonl", _lines({}))
    put("copa/train.en.jsonl", _lines({}))
    root = put("copa/val.en.jsonl", _lines({}))
    italian = read_task("xcopa", "it", "validation", root)[0]
    english = read_task("copa", "en", "validation", root)[0]
    train = read_task("copa", "en", "train", root)[0]
    assert italian.example_id == italian.parallel_id == english.example_id == "validation-7"
    assert train.example_id == "train-7"


def test_replacement_characters_and_line_ends_inside_texts_stay(put) -> None:
    root = put("copa/val.en.jsonl", _lines({"premise": "a\ufffd\r\nb\ufeff"}))
    assert read_task("copa", "en", "validation", root)[0].texts["premise"] == "a\ufffd\r\nb\ufeff"


def test_placeholders_give_way_to_the_labels_of_a_translation(put) -> None:
    put("copa/test.en.jsonl", _numbered(20, label="absent"))
    root = put("xcopa/zh/test.zh.jsonl", _lines(*({"idx": n, "label": n % 2} for n in range(20))))
    for task in ("copa", "xcopa"):
        rows = read_task(task, "en", "test", root)
        assert [row.label for row in rows] == ["0", "1"] * 10
        assert rows[0].language == "en"


@pytest.mark.parametrize("label", [0, 1, "absent"])
def test_placeholders_alone_are_refused(put, label) -> None:
    root = put("copa/test.en.jsonl", _numbered(20, label=label))
    with pytest.raises(DataError, match=r"test\.en\.jsonl:1: all 20 labels.*placeholders"):
        read_task("copa", "en", "test", root)
    put("xcopa/zh/test.zh.jsonl", _numbered(20))
    with pytest.raises(DataError, match=r"test\.en\.jsonl:1: all 20 labels.*placeholders"):
        read_task("copa", "en", "test", root)


def test_a_line_without_a_translation_is_named(put) -> None:
    put("copa/test.en.jsonl", _numbered(20))
    root = put("xcopa/zh/test.zh.jsonl", _numbered(19))
    with pytest.raises(DataError, match=r"test\.en\.jsonl:20: no translation.*'test-19'"):
        read_task("copa", "en", "test", root)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"question": "Cause"}, r"unknown question: 'Cause'. Did you mean 'cause'"),
        ({"label": 2}, r"unknown label: '2'.*0, 1"),
        ({"label": True}, r"no 'label', or of a wrong type: True"),
        ({"label": "absent"}, r"unknown label: ''"),
        ({"idx": "7"}, r"no 'idx'"),
        ({"premise": None}, r"no 'premise'"),
        ({"choice2": " "}, r"'choice2' is empty"),
        ({"idx": 3}, r"used twice \(first at .*:1\): 'validation-3'"),
    ],
)
def test_a_wrong_line_is_named(put, change, message) -> None:
    root = put("copa/val.en.jsonl", _lines({"idx": 3}, change))
    with pytest.raises(DataError, match=rf"val\.en\.jsonl:2: .*{message}"):
        read_task("copa", "en", "validation", root)
