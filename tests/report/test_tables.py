from collections.abc import Callable

import pytest

from crosswind.report.study import Study
from crosswind.report.table import Table
from crosswind.report.tables import (
    condition_table,
    further_table,
    heat_table,
    language_table,
    perturbation_table,
    transfer_table,
)


def texts(table: Table, row: int) -> list[str]:
    return [cell.text for cell in table.rows[row]]


def test_scores_stand_beside_flips(study_of: Callable[..., Study]) -> None:
    table = condition_table(study_of(tasks=("home_slots",)), [])
    assert [row[1].text for row in table.rows][:3] == ["clean", "typo 1", "typo 3"]
    assert texts(table, 1)[2:5] == ["\N{EN DASH}"] * 3
    assert texts(table, 1)[-2:] == ["2.0%", "2.0%"]


def test_the_source_language_comes_first_and_is_marked(study_of: Callable[..., Study]) -> None:
    table = language_table(study_of(tasks=("home_slots",), languages=("de", "en", "ar")), [])
    assert [row[1].text for row in table.rows] == ["en", "ar", "de"]
    assert table.rows[0][1].marks == ("source",)


def test_the_worst_is_named_as_what_it_is_a_mean_of(study_of: Callable[..., Study]) -> None:
    table = further_table(study_of(tasks=("home_slots",)))
    assert table.columns[-1] == "worst perturbation, mean over severities"
    assert "then the mean over severities" in table.note


@pytest.mark.parametrize("build", [transfer_table, perturbation_table, heat_table, further_table])
def test_rows_fit_their_columns(
    study_of: Callable[..., Study], build: Callable[[Study], Table]
) -> None:
    table = build(study_of())
    assert table.rows
    assert {len(row) for row in table.rows} == {len(table.columns)}
    assert build(study_of(arms=(), tasks=(), conditions=())).rows == ()


def test_clean_text_alone_has_nothing_to_say_of_noise(study_of: Callable[..., Study]) -> None:
    study = study_of(conditions=())
    assert condition_table(study, []).rows == ()
    languages, transfer = language_table(study, []), transfer_table(study)
    assert "tokens" in languages.columns
    assert not [name for name in languages.columns if "drop" in name or "growth" in name]
    for table in (languages, transfer):
        assert {len(row) for row in table.rows} == {len(table.columns)}
        assert "oise" not in table.caption + table.note


def test_no_perturbation_stands_without_a_gain(source_only: Study) -> None:
    assert perturbation_table(source_only).rows == ()
