from collections.abc import Callable

import pytest

from crosswind.report.figure import estimate_row
from crosswind.report.study import Study


def test_a_row_without_interval_has_no_width(study_of: Callable[..., Study]) -> None:
    study = study_of(intervals=())
    (row,) = estimate_row(study.compared("robustness_gain", "home_paraphrase"), {"arm": "a"})
    assert row["low"] == row["high"] == row["point"] == pytest.approx(0.8)
    assert estimate_row(None, {}) == []
