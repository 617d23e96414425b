from crosswind.report.pair_tables import pair_tables, sides
from crosswind.report.study import read_study
from crosswind.report.tables import heat_table, language_table
from tests.report.rich import rows_of, study_of


def test_the_diagonal_stands_apart() -> None:
    means, full = pair_tables(study_of())
    assert full.columns == ("arm", "first language", "same language", "en", "de")
    texts = [[cell.text for cell in row] for row in full.rows]
    assert texts[0] == ["none", "en", "60.0", "", "50.0"]
    assert texts[1] == ["none", "de", "80.0", "70.0", ""]
    assert full.rows[0][4].low is not None
    assert means.rows[0][0].text == "xnli"
    assert {len(row) for row in means.rows} == {len(means.columns)}
    assert means.rows[0][3].text == "70.0"


def test_the_source_language_comes_first() -> None:
    assert sides(study_of().tasks["xnli"]) == (["en", "de"], ["en", "de"])


def test_pairs_stay_out_of_the_tables_by_language() -> None:
    study = study_of()
    table = language_table(study, [])
    assert [row[1].text for row in table.rows if row[0].text == "xnli"] == ["en", "de"]
    assert not any("+" in name for name in study.languages)
    assert heat_table(study).rows == ()


def test_without_pairs_there_is_no_table() -> None:
    rows, facts = rows_of()
    facts["tasks"]["xnli"]["languages"] = ["de", "en"]
    assert pair_tables(read_study(rows, facts)) == []
