import logging

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import DataError
from crosswind.evaluate.file_scores.labels import label_json_lines, label_lines, row_numbers
from crosswind.evaluate.file_scores.submitted import Submitted

PAWSX, XCOPA = label_lines("0", "1"), label_json_lines(0, 1)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("01"), st.sampled_from("01")), min_size=1, max_size=9))
def test_accuracy_is_the_share_of_equal_lines(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("labels")
    for name, column in (("gold", 0), ("predictions", 1)):
        (folder / name).write_text("".join(f"{row[column]}\n" for row in rows), "utf-8")
    files = Submitted(
        task="pawsx", language="de", gold=folder / "gold", predictions=folder / "predictions"
    )
    found = PAWSX(files)
    assert found.n == len(rows)
    assert found.metrics["accuracy"] == pytest.approx(
        100 * sum(a == b for a, b in rows) / len(rows)
    )


def test_a_label_of_another_form_counts_as_wrong_and_is_told(submitted, caplog):
    with caplog.at_level(logging.WARNING, logger="crosswind"):
        found = PAWSX(submitted("pawsx", "0\n1\n1\n1\n", " 0 \n1.0\n\n1"))
    assert (found.metrics, found.n) == ({"accuracy": 50.0}, 4)
    assert "2 predictions are no label of the task and count as wrong (first: line 2: '1.0')" in (
        caplog.text
    )


def test_json_labels_are_compared_as_values(submitted):
    found = XCOPA(
        submitted("xcopa", '{"label": 1}\n' * 3, '{"label": 1}\n{"label": "1"}\n{"label": 0}')
    )
    assert found.metrics["accuracy"] == pytest.approx(100 / 3)


def test_row_numbers_are_compared_as_texts(submitted):
    found = row_numbers(submitted("tatoeba", "1\n0\n7\n", "1\n2\n999\n"))
    assert (found.metrics["accuracy"], found.n) == (pytest.approx(100 / 3), 3)


@pytest.mark.parametrize(
    ("scorer", "gold", "predictions", "problem"),
    [
        (PAWSX, "0\n1\n", "0\n", r"predictions.x:2: 1 lines of predictions for 2 lines"),
        (PAWSX, "0\n", "0\n1\n", r"predictions.x:2: 2 lines of predictions for 1 lines"),
        (PAWSX, "", "", r"gold.x:1: the gold file is empty"),
        (PAWSX, "0\nno\n", "0\n1\n", r"gold.x:2: unknown gold label: 'no'. Allowed: 0, 1"),
        (PAWSX, "1\n", "yes\n", r"predictions.x:1: not one prediction is a label"),
        (XCOPA, '{"label": 0}\n', "x\n", r"predictions.x:1: not JSON"),
        (XCOPA, '{"label": 2}\n', '{"label": 0}\n', r"gold.x:1: unknown gold label: 2"),
        (XCOPA, '{"label": 0}\n', '{"label": "0"}', r"not one prediction.*Did you mean '0'"),
        (row_numbers, "0\n1\n", "0\n[1]\n", r"predictions.x:2: not a row number: '\[1\]'"),
        (row_numbers, "0\n-1\n", "0\n1\n", r"gold.x:2: not a row number"),
    ],
)
def test_files_that_do_not_fit(submitted, scorer, gold, predictions, problem):
    with pytest.raises(DataError, match=problem):
        scorer(submitted("task", gold, predictions))
