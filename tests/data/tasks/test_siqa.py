import json

import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task

_LINE = {
    "context": "Kai went home.", "question": "Why?", "answerA": "a", "answerB": "b", "answerC": "c",
}  # fmt: skip


def _lines(letters: str, context: str = "") -> str:
    return "".join(
        json.dumps({**_LINE, "context": context or f"Kai {n}.", "correct": letter}) + "\n"
        for n, letter in enumerate(letters)
    )


def test_letters_are_positions_and_contexts_are_clusters(put) -> None:
    put("siqa/socialIQa_v1.4_trn.jsonl", _lines("ABC", "Kai."))
    root = put("siqa/socialIQa_v1.4_dev.jsonl", _lines("CB"))
    train = read_task("siqa", "en", "train", root)
    dev = read_task("siqa", "en", "validation", root)
    assert [row.label for row in (*train, *dev)] == ["0", "1", "2", "2", "1"]
    assert [row.example_id for row in (*train, *dev)] == [
        "train-0", "train-1", "train-2", "dev-0", "dev-1",
    ]  # fmt: skip
    assert len({row.parallel_id for row in train}) == 1


def test_dev_alone_is_cut_in_two(put) -> None:
    root = put("siqa/socialIQa_v1.4_dev.jsonl", _lines("ABC" * 300))
    parts = [read_task("siqa", "en", split, root) for split in ("train", "validation", "all")]
    assert [len(rows) for rows in parts] == [450, 450, 900]
    ids = [{row.example_id for row in rows} for rows in parts]
    assert ids[0] | ids[1] == ids[2]


def test_labels_may_stand_beside_the_text(put) -> None:
    text = f"{json.dumps(_LINE)}\n" * 2
    put("siqa/train.jsonl", text)
    put("siqa/train-labels.lst", "3\n1\n")
    put("siqa/dev.jsonl", text)
    root = put("siqa/dev-labels.lst", "2\n2\n")
    assert [row.label for row in read_task("siqa", "en", "train", root)] == ["2", "0"]
    assert [row.label for row in read_task("siqa", "en", "validation", root)] == ["1", "1"]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        ("3\n", r"train-labels\.lst:1: 1 labels for 2 questions"),
        ("3\n0\n", r"train-labels\.lst:2: unknown label: '0'. Allowed: 1, 2, 3"),
        ("A\nB\n", r"train-labels\.lst:1: unknown label: 'A'"),
    ],
)
def test_wrong_labels_beside_the_text_are_named(put, labels, message) -> None:
    put("siqa/train-labels.lst", labels)
    root = put("siqa/train.jsonl", f"{json.dumps(_LINE)}\n" * 2)
    with pytest.raises(DataError, match=message):
        read_task("siqa", "en", "train", root)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({**_LINE, "correct": "D"}, r"trn\.jsonl:2: unknown label: 'D'. Allowed: A, B, C"),
        ({**_LINE, "correct": "0"}, r"trn\.jsonl:2: unknown label: '0'"),
        (_LINE, r"trn\.jsonl:2: no 'correct'"),
        ({**_LINE, "correct": "A", "answerB": ""}, r"trn\.jsonl:2: the field 'answerB' is empty"),
        ({"correct": "A"}, r"trn\.jsonl:2: no 'context'"),
    ],
)
def test_a_wrong_line_is_named(put, line, message) -> None:
    root = put("siqa/socialIQa_v1.4_trn.jsonl", _lines("A") + json.dumps(line) + "\n")
    with pytest.raises(DataError, match=message):
        read_task("siqa", "en", "train", root)
