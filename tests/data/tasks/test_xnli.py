import pytest

from crosswind.core.errors import DataError
from crosswind.data.load import read_task


def test_three_hypotheses_share_a_premise_and_line_numbers_are_ids(put) -> None:
    root = put("xnli/dev-sw.tsv", "".join(f"p{n // 3}\th{n}\tneutral\n" for n in range(6)))
    rows = read_task("xnli", "sw", "validation", root)
    assert [row.example_id for row in rows] == list("012345")
    assert [row.parallel_id for row in rows] == list("000111")
    assert rows[4].texts == {"premise": "p1", "hypothesis": "h4"}


def test_labels_of_test_stand_beside_it(put) -> None:
    put("xnli/test-sw.tsv", "p\th\ufffd\np\ti\n")
    root = put("xnli/labels/test-sw.tsv", "entailment\ncontradiction\n")
    rows = read_task("xnli", "sw", "test", root)
    assert [row.label for row in rows] == ["entailment", "contradiction"]
    assert rows[0].texts["hypothesis"] == "h\ufffd"


def test_too_few_labels(put) -> None:
    put("xnli/test-sw.tsv", "p\th\np\ti\n")
    root = put("xnli/labels/test-sw.tsv", "entailment\n")
    with pytest.raises(DataError, match=r"labels/test-sw\.tsv:1: 1 labels for 2 pairs"):
        read_task("xnli", "sw", "test", root)


def test_a_wrong_label_in_the_label_file_is_named(put) -> None:
    put("xnli/test-sw.tsv", "p\th\np\ti\n")
    root = put("xnli/labels/test-sw.tsv", "entailment\nneutrall\n")
    with pytest.raises(DataError, match=r"test-sw\.tsv:2: unknown label: 'neutrall'.*'neutral'"):
        read_task("xnli", "sw", "test", root)
