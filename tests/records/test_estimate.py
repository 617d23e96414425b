"""Cells, intervals and estimates."""

from collections.abc import Callable

import pytest

from crosswind.records.estimate import Cell, Estimate, Interval
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts, Score


@pytest.mark.parametrize("record", [Cell, Estimate, Interval, ItemCounts, Prediction, Score])
def test_records_are_facts(record: type, check_record: Callable[[type], None]) -> None:
    check_record(record)


def test_a_cell_is_clean_unless_it_says_otherwise() -> None:
    cell = Cell(
        arm="none",
        task="xnli",
        kind="pair_classification",
        metric="accuracy",
        language="de",
        source_language="en",
    )
    assert (cell.perturbation, cell.severity, cell.noise_seed) == ("", 0, 0)
    assert not (cell.same_task or cell.seen_noise or cell.oracle)


def test_an_interval_has_level_and_method() -> None:
    with pytest.raises(TypeError, match=r"level.*method"):
        Interval(kind="items", low=0.0, high=1.0)  # type: ignore[call-arg]


def test_a_score_has_its_metric_and_its_size() -> None:
    with pytest.raises(TypeError, match=r"metric.*n"):
        Score(value=0.5)  # type: ignore[call-arg]
