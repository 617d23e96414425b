from crosswind.report.benchmark_facts import BenchmarkFacts, read_benchmark
from crosswind.report.benchmark_tables import (
    benchmark_conditions,
    benchmark_lines,
    detail_table,
    missing_table,
)
from crosswind.report.study import Study
from crosswind.report.table import Table
from tests.report.rich import study_of


def both(*, is_whole: bool = False) -> tuple[Study, BenchmarkFacts]:
    study = study_of(is_whole=is_whole)
    facts = read_benchmark(study.facts)
    assert facts is not None
    return study, facts


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_a_partial_mean_is_never_called_overall() -> None:
    study, facts = both()
    tables = detail_table(study, facts), benchmark_conditions(study, facts)
    said = " ".join(text for table in tables for row in texts(table) for text in row)
    assert "overall" not in said
    assert "overall" not in tables[1].columns
    assert benchmark_lines(study, facts)[0].startswith("none, mnli: 3 of 4 tasks, 6 of 9 language")
    assert "case 1: not scored for xquad" in benchmark_lines(study, facts)[1]
    assert all("partial" in row[4].marks for row in tables[0].rows)


def test_a_whole_benchmark_has_an_overall_score() -> None:
    study, facts = both(is_whole=True)
    assert benchmark_conditions(study, facts).columns[2] == "overall"
    assert benchmark_lines(study, facts)[0] == "Every cell of xtreme was scored for none, mnli."
    assert missing_table(study, facts).rows == ()
    assert {row[2] for row in texts(detail_table(study, facts))} == {"all"}


def test_scores_gains_and_ratios_stand_by_task_group_and_part() -> None:
    rows = texts(detail_table(*both()))
    assert rows[1] == ["tasks", "bucc2018", "all", "mnli", "70.0", "60.0", "0.85",
                       "+10.0", "+10.0", "+10.0"]  # fmt: skip
    assert rows[0][4:] == ["60.0", "50.0", "0.80", "", "", ""]
    assert [row[1] for row in rows[::2]] == [
        "bucc2018", "udpos", "xquad", "tagging", "retrieval", "non-retrieval", "retrieval",
        "all tasks",
    ]  # fmt: skip
    assert rows[2][2] == "2 of 3 languages"
    assert rows[-1][2] == "3 of 4 tasks, in part"


def test_what_is_missing_is_listed_by_task() -> None:
    assert texts(missing_table(*both())) == [
        ["udpos", "none, mnli", "2 of 3", "fr"],
        ["pawsx", "none, mnli", "0 of 2", "all languages"],
    ]


def test_conditions_have_their_own_aggregation() -> None:
    rows = texts(benchmark_conditions(*both()))
    assert [row[:3] for row in rows] == [
        ["clean", "none", "60.0"],
        ["clean", "mnli", "70.0"],
        ["typo 3", "none", "50.0"],
        ["typo 3", "mnli", "60.0"],
    ]
