from collections.abc import Callable

from crosswind.report.gain_tables import gain_matrix, gain_table
from crosswind.report.study import Study
from crosswind.report.table import Table


def texts(table: Table, row: int) -> list[str]:
    return [cell.text for cell in table.rows[row]]


def test_retrieval_stands_apart_and_averages_come_last(study_of: Callable[..., Study]) -> None:
    table = gain_table(study_of(tasks=("interface_retrieval", "home_intents")))
    groups = [cells[0].text for cells in table.rows]
    assert groups == ["non-retrieval"] * 2 + ["retrieval"] * 2 + ["means"] * 3
    assert [cells[1].text for cells in table.rows[4:]] == [
        "non-retrieval",
        "retrieval",
        "all targets",
    ]
    assert texts(table, 0)[2:] == ["none", "74.0", "70.7", "", "", ""]
    assert texts(table, 1)[5:] == ["+1.1", "+1.6", "+0.4"]
    assert table.rows[0][1].marks == ("embedded",)


def test_a_matrix_has_a_column_for_each_target(study_of: Callable[..., Study]) -> None:
    table = gain_matrix(study_of(arms=("none", "a", "b")), "intermediate_gain", "m", "Clean gain")
    assert [row[0].text for row in table.rows] == ["a", "b"]
    assert table.columns[-1] == "all"
    assert texts(table, 0)[-1] == "+2.3"


def test_one_arm_has_no_columns_of_gains(study_of: Callable[..., Study]) -> None:
    table = gain_table(study_of(arms=("none",), tasks=("home_intents",)))
    assert table.columns == ("group", "target", "arm", "clean", "noisy")
    assert [texts(table, 0)[3:]] == [["74.0", "70.7"]]
    assert "held against" not in table.note


def test_clean_text_alone_has_no_columns_of_noise(study_of: Callable[..., Study]) -> None:
    table = gain_table(study_of(conditions=()))
    assert table.columns == ("group", "target", "arm", "clean", "clean gain")
    assert "obustness" not in table.note


def test_a_target_in_its_source_language_alone_has_its_scores_there(source_only: Study) -> None:
    table = gain_table(source_only)
    assert texts(table, 1) == ["non-retrieval", "t", "a", "80.0", "\N{EN DASH}",
                               "+5.0", "\N{EN DASH}", "+1.0"]  # fmt: skip
    assert table.rows[1][1].marks == ("source",)
    assert table.caption.endswith("in the source language")
