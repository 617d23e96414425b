import pytest

from crosswind.core.errors import DataError
from crosswind.data.catalogue import TASKS
from crosswind.data.glue_pairs import BROKEN
from crosswind.data.load import read_examples, read_task
from crosswind.data.sources import find_sources

_QQP = "id\tqid1\tqid2\tquestion1\tquestion2\tis_duplicate\n"
_MRPC = "\ufeffQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\n"


def test_lines_that_a_line_end_broke_are_counted(put) -> None:
    text = f"{_QQP}7\t1\t2\ta\tb\t1\n8\t1\t3\ta\n\tc\t0\n9\t1\t4\ta\t \t0\n10\t5\t6\td\te\t0\n"
    task, root = TASKS.get("qqp"), put("QQP/train.tsv", text)
    rows, left_out = read_examples(task, find_sources(task, "en", "train", root), "en", "train")
    assert [(row.example_id, row.label) for row in rows] == [("7", "1"), ("10", "0")]
    assert left_out == {BROKEN: 3}


def test_ids_are_those_of_the_release_and_first_texts_are_clusters(put) -> None:
    root = put("MRPC/train.tsv", f'{_MRPC}1\t4\t5\t"a\tb\n0\t4\t6\t"a\tc\n')
    rows = read_task("mrpc", "en", "train", root)
    assert [row.example_id for row in rows] == ["4-5", "4-6"]
    assert rows[0].texts == {"sentence1": '"a', "sentence2": "b"}
    assert rows[0].parallel_id == rows[1].parallel_id


@pytest.mark.parametrize(
    ("task", "name", "text", "message"),
    [
        ("qqp", "QQP/train.tsv", f"{_QQP}7\t1\t2\ta\tb\t2\n", r":2: unknown label: '2'.*0, 1"),
        ("qqp", "QQP/train.tsv", f"{_QQP}7\t1\t2\ta\tb\t1\tz\n", r":2: 7 columns instead of 6"),
        ("qqp", "QQP/train.tsv", f"{_QQP}7\t1\n", r":1: the file holds no examples"),
        ("qqp", "QQP/train.tsv", "", r":1: wrong header"),
        ("qqp", "QQP/train.tsv", "id\tquestion1\tquestion2\n", r":1: wrong header.*is_duplicate"),
        ("mrpc", "MRPC/train.tsv", f"{_MRPC}1\t4\t5\ta\n", r":2: 4 columns instead of 5"),
        ("mrpc", "MRPC/train.tsv", f"{_MRPC}1\t4\t5\ta\t\n", r":2: the field 'sentence2' is empty"),
        ("mrpc", "MRPC/train.tsv", _MRPC + "1\t4\t5\ta\tb\n" * 2, r":3: the id is used twice"),
    ],
)
def test_a_wrong_line_is_named(put, task: str, name: str, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message):
        read_task(task, "en", "train", put(name, text))


def test_the_parts_of_sick_come_from_one_file(put) -> None:
    header = "pair_ID\tsentence_A\tsentence_B\tentailment_label\tSemEval_set\r\n"
    lines = [f"{n}\ta\tb{n}\t{label}\t{part}\r\n" for n, label, part in (
        (1, "NEUTRAL", "TEST"), (2, "ENTAILMENT", "TRAIN"), (3, "CONTRADICTION", "TRIAL"),
    )]  # fmt: skip
    root = put("SICK/SICK.txt", header + "".join(lines))
    found = [read_task("sick", "en", split, root) for split in ("train", "validation", "test")]
    assert [(row.example_id, row.label) for rows in found for row in rows] == [
        ("2", "entailment"), ("3", "contradiction"), ("1", "neutral"),
    ]  # fmt: skip
    root = put("SICK/SICK.txt", header + "".join(lines).replace("TRIAL", "DEV"))
    with pytest.raises(DataError, match=r"SICK\.txt:4: unknown part: 'DEV'"):
        read_task("sick", "en", "test", root)
