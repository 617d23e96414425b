import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.hub_readers import NO_GOLD
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources
from crosswind.records.choices import choice_labels

_SWAG = {
    "ind": 3, "ctx_a": "A man stands.", "ctx_b": "he", "endings": list("wxyz"), "label": 2,
    "source_id": "activitynet~v_1",
}  # fmt: skip
_NESTED = {
    "id": "a1", "answerKey": "C",
    "question": {
        "stem": "Where?",
        "choices": [{"label": label, "text": f"in {label}"} for label in "ABCDE"],
    },
}  # fmt: skip
_FLAT = {
    "id": "a1", "answerKey": "C", "question": "Where?",
    "choices": {"label": list("ABCDE"), "text": [f"in {label}" for label in "ABCDE"]},
}  # fmt: skip
_COSMOS = "id,context,question,answer0,answer1,answer2,answer3,label\n"
_SWAG_FILE, _CSQA_FILE = "hellaswag/hellaswag_train.jsonl", "commonsenseqa/train_rand_split.jsonl"


@pytest.mark.parametrize("name", ["hellaswag", "cosmos_qa", "commonsense_qa", "siqa", "copa"])
def test_the_labels_of_the_card_are_the_positions_of_its_choices(name: str) -> None:
    card = TASKS.get(name).card
    assert choice_labels(card.fields) == card.labels


def test_what_all_endings_complete_stands_in_front_of_each(put) -> None:
    more = {**_SWAG, "ind": 4, "ctx_b": ""}
    root = put(_SWAG_FILE, f"{json.dumps(_SWAG)}\n{json.dumps(more)}\n")
    first, second = read_task("hellaswag", "en", "train", root)
    assert [first.texts[name] for name in ("context", "choice0", "choice3")] == [
        "A man stands.", "he w", "he z",
    ]  # fmt: skip
    assert (first.example_id, first.label) == ("train-3", "2")
    assert second.texts["choice0"] == "w"
    assert first.parallel_id == second.parallel_id


def test_the_nested_and_the_flat_form_are_the_same_question(put) -> None:
    rows = [
        read_task("commonsense_qa", "en", "train", put(_CSQA_FILE, f"{json.dumps(item)}\n"))
        for item in (_NESTED, _FLAT)
    ]
    assert rows[0] == rows[1]
    assert rows[0][0].label == "2"
    assert rows[0][0].texts["choiceC"] == "in C"


def test_rows_without_a_label_are_counted(put) -> None:
    lines = [{**_FLAT, "id": "a2", "answerKey": ""}, _FLAT, {**_FLAT, "id": "a3"}]
    del lines[2]["answerKey"]
    root = put(_CSQA_FILE, "".join(f"{json.dumps(item)}\n" for item in lines))
    task = TASKS.get("commonsense_qa")
    found = find_sources(task, "en", "train", root)
    rows, left_out = read_examples(task, found, "en", "train")
    assert (len(rows), left_out) == (1, {NO_GOLD: 2})


def test_texts_of_a_table_keep_commas_quotes_and_line_ends(put) -> None:
    row = 'q1,"One, two\n""three""\u2028four",Why ?,a,b,"c\r\nd",e,2\n'
    root = put("cosmosqa/train.csv", f"\ufeff{_COSMOS}{row}q2,x,y,a,b,c,d,0\n")
    first, second = read_task("cosmos_qa", "en", "train", root)
    assert first.texts["context"] == 'One, two\n"three"\u2028four'
    assert first.texts["answer2"] == "c\r\nd"
    assert (first.label, second.label) == ("2", "0")


@pytest.mark.parametrize(
    ("name", "item", "message"),
    [
        ("hellaswag", {**_SWAG, "label": 4}, r":1: unknown label: '4'. Allowed: 0, 1, 2, 3"),
        ("hellaswag", {**_SWAG, "label": True}, "holds no examples"),
        ("hellaswag", {**_SWAG, "endings": list("xyz")}, r":1: not four endings"),
        ("hellaswag", {**_SWAG, "endings": ["", "x", "y", "z"]}, "the field 'choice0' is empty"),
        ("hellaswag", {**_SWAG, "ctx_b": None}, "no 'ctx_b'"),
        ("commonsense_qa", {**_FLAT, "answerKey": "F"}, r":1: unknown label: 'F'"),
        ("commonsense_qa", {**_FLAT, "answerKey": ["A"]}, r":1: unknown label"),
        (
            "commonsense_qa",
            {**_FLAT, "choices": {"label": ["A"], "text": ["x"]}},
            "not five choices",
        ),
        (
            "commonsense_qa",
            {**_FLAT, "choices": {"label": list("ABCDE"), "text": [1, 2, 3, 4, 5]}},
            "a choice is no text",
        ),
        ("commonsense_qa", {**_FLAT, "question": ["x"]}, "no 'question'"),
        ("commonsense_qa", {**_NESTED, "question": {"stem": "x", "choices": [3]}}, "no 'label'"),
    ],
)
def test_a_wrong_line_is_named(put, name: str, item: dict[str, object], message: str) -> None:
    file = _SWAG_FILE if name == "hellaswag" else _CSQA_FILE
    with pytest.raises(DataError, match=message):
        read_task(name, "en", "train", put(file, f"{json.dumps(item)}\n"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no examples"),
        ("id,context\n", r"train\.csv:1: wrong header"),
        (f"{_COSMOS}q1,c,q,a,b,c,d\n", r":2: 7 columns instead of 8"),
        (f"{_COSMOS}q1,c,q,a,b,c,d,9\n", r":2: unknown label: '9'"),
        (f'{_COSMOS}q1,"c,q,a,b,c,d,1\n', r":2: not CSV"),
        (f'{_COSMOS}q1,"c"x,q,a,b,c,d,1\n', r":2: not CSV"),
        (f'{_COSMOS}q1,"c\nc",q,a,b,c,d,1\nq1,c,q,a,b,c,d,1\n', r":4: the id is used twice"),
    ],
)
def test_a_wrong_table_is_one_clear_error(put, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_task("cosmos_qa", "en", "train", put("cosmosqa/train.csv", text))
