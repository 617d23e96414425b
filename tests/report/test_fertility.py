from pathlib import Path

import pytest

from crosswind.records.codecs import write_predictions
from crosswind.records.prediction import Prediction
from crosswind.report.fertility import read_fertility


def test_growth_is_the_mean_over_conditions_of_the_ratio_to_clean(tmp_path: Path) -> None:
    cells = []
    conditions = {("", 0): (8, 12), ("typo", 1): (10, 12), ("typo", 5): (12, 18)}
    for arm in ("none", "mnli"):
        for (name, level), lengths in conditions.items():
            folder = tmp_path / f"{arm}{name}{level}"
            folder.mkdir()
            scale = 1 if arm == "none" else 100
            rows = [Prediction(example_id=str(n), n_tokens=scale * n) for n in lengths]
            write_predictions(folder, rows)
            cell = {"arm": arm, "task": "t", "language": "th", "perturbation": name,
                    "severity": level}  # fmt: skip
            cells.append((cell, folder))
    (found,) = read_fertility(cells)
    assert found.clean_tokens == 10
    assert found.growth == pytest.approx((0.1 + 0.5) / 2)


def test_without_clean_predictions_there_is_none(tmp_path: Path) -> None:
    write_predictions(tmp_path, [Prediction(example_id="1", n_tokens=3)])
    cell = {"arm": "a", "task": "t", "language": "th", "perturbation": "typo", "severity": 1}
    assert read_fertility([(cell, tmp_path)]) == []
