from typing import Any

from crosswind.records.estimate import Estimate, Interval
from crosswind.report.opinion_tables import (
    best_arm_table,
    family_table,
    mcnemar_table,
    opinion_table,
)
from crosswind.report.rounding import ABSENT, bracket
from crosswind.report.study import Study, read_study
from crosswind.report.tables import error_table

FACTS: dict[str, Any] = {
    "arms": ["none", "mnli"],
    "tasks": {"xnli": {"kind": "pair_classification"}},
    "conditions": [["typo", 3]],
    "families": [
        {"quantity": "robustness_gain", "arm": "mnli", "task": "xnli", "point": 0.012,
         "p_items": 0.0001, "holm_items": 0.0002, "p_seeds": None, "holm_seeds": None}
    ],
    "mcnemar": [
        {"task": "xnli", "language": "de", "arm": "mnli", "seeds": [1, 1], "n": 1000,
         "gained": 30, "lost": 12, "p": 0.008, "holm": 0.016}
    ],
}  # fmt: skip


def estimate(quantity: str, point: float, **where: str | int) -> Estimate:
    bands = tuple(
        Interval(kind=kind, low=point - width, high=point + width, level=0.95, method="made up")
        for kind, width in (("items", 0.01), ("languages", 0.03))
    )
    place = {"against": "none", **where}
    return Estimate(quantity=quantity, where=place, point=point, intervals=bands)


def study() -> Study:
    rows = [
        estimate("intermediate_gain", 0.05, arm="mnli"),
        estimate("robustness_gain", 0.015, arm="mnli"),
        estimate("interquartile_mean_gain", 0.04, arm="mnli"),
        estimate("probability_of_improvement", 0.75, arm="mnli"),
        estimate("best_arm_gain", 0.06, choice="nested"),
        estimate("best_arm_gain", 0.07, choice="oracle", task="xnli"),
        estimate("mean_corruption_error", 0.8, arm="mnli", task="xnli"),
        estimate("corruption_error", 0.8, arm="mnli", task="xnli", perturbation="typo"),
        estimate("relative_mean_corruption_error", 0.5, arm="mnli"),
    ]
    return read_study(rows, FACTS)


def texts(row: Any) -> list[str]:
    return [cell.text for cell in row]


def test_headlines_stand_beside_other_ways_to_say_them() -> None:
    (row,) = opinion_table(study()).rows
    assert texts(row) == [
        "mnli", "+5.0", "[2.0, 8.0]", "+4.0", "75.0%", ABSENT, "+1.5", bracket(-0.015, 0.045),
    ]  # fmt: skip


def test_families_show_p_values_before_and_after_holm() -> None:
    (row,) = family_table(study()).rows
    assert texts(row) == [
        "robustness gain", "mnli", "xnli", "+1.2", "< 0.001", "< 0.001", ABSENT, ABSENT,
    ]  # fmt: skip


def test_single_cells_show_what_was_gained_and_lost() -> None:
    (row,) = mcnemar_table(study()).rows
    assert texts(row) == ["xnli", "de", "mnli", "1,000", "30", "12", "0.008", "0.016"]


def test_the_best_arm_is_shown_by_target_and_over_all() -> None:
    first, whole = best_arm_table(study()).rows
    assert texts(first) == ["xnli (non-retrieval)", ABSENT, "+7.0"]
    assert texts(whole) == ["all targets", "+6.0", ABSENT]


def test_errors_are_shown_as_ratios() -> None:
    first, whole = error_table(study()).rows
    assert texts(first) == ["xnli", "mnli", "0.80", ABSENT, "0.80"]
    assert texts(whole) == ["all targets", "mnli", ABSENT, "0.50", ABSENT]


def test_a_study_without_them_has_no_rows() -> None:
    bare = read_study([], {})
    for table in (opinion_table, family_table, mcnemar_table, best_arm_table, error_table):
        assert table(bare).rows == ()
