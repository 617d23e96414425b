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
