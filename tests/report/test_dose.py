from pathlib import Path

import pytest

from crosswind.core.files import write_json
from crosswind.report.dose import mean_dose, read_doses


def test_doses_are_read_and_averaged_over_languages(tmp_path: Path) -> None:
    cells = []
    for language, rate in (("de", 0.02), ("sw", 0.04), ("th", None)):
        folder = tmp_path / language
        dose = {} if rate is None else {"character_error_rate": rate, "word_error_rate": 2 * rate}
        write_json(folder / "summary.json", {"rows_out": 10, "changed": 4, "dose": dose})
        cell = {"task": "t", "language": language, "perturbation": "typo", "severity": 3}
        cells.append((cell, folder))
    dose = mean_dose(read_doses(cells), "t", "typo", 3)
    assert dose.characters == pytest.approx(0.03)
    assert dose.words == pytest.approx(0.06)
    assert dose.changed == pytest.approx(0.4)
    assert mean_dose(read_doses(cells), "t", "ocr", 3).characters is None


def test_a_folder_without_summary_has_no_dose(tmp_path: Path) -> None:
    cell = {"task": "t", "language": "de", "perturbation": "typo", "severity": 3}
    assert read_doses([(cell, tmp_path)])[0].characters is None
