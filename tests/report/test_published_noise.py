from collections.abc import Callable

from crosswind.report.curve_figures import curve_figures
from crosswind.report.figure import Figure
from crosswind.report.published_noise import published_table
from crosswind.report.tables import condition_table
from tests.report.rich import study_of


def test_published_noise_stands_beside_its_clean_rows() -> None:
    table = published_table(study_of())
    texts = [[cell.text for cell in row] for row in table.rows]
    assert texts == [
        ["noisy_xnli", "real_typos", "none", "70.0", "60.0", "10.0", "", ""],
        ["noisy_xnli", "real_typos", "mnli", "80.0", "70.0", "10.0", "+10.0", "+2.0"],
    ]


def test_it_has_no_severity_and_no_curve(words_of: Callable[[Figure], str]) -> None:
    study = study_of()
    rows = condition_table(study, []).rows
    assert [row[1].text for row in rows if row[0].text == "noisy_xnli"] == ["clean", "real_typos"]
    words = " ".join(map(words_of, curve_figures(study)))
    assert "typo" in words
    assert "real_typos" not in words
