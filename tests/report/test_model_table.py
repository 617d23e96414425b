from typing import Any

from crosswind.records.estimate import Estimate, Interval
from crosswind.report.model_table import model_table, opposed_lines
from crosswind.report.study import Study, read_study

MODEL = {
    "world": "benchmark", "arm": "mnli", "gain": 0.02, "low": 0.01, "high": 0.03,
    "clean_gain": -0.01, "clean_low": -0.02, "clean_high": 0.0,
}  # fmt: skip


def study(**model: float) -> Study:
    facts: dict[str, Any] = {
        "arms": ["none", "mnli"],
        "tasks": {"xnli": {"kind": "pair_classification"}},
        "mixed_model": [{**MODEL, **model}],
    }
    rows = [
        Estimate(
            quantity=quantity,
            where={"arm": "mnli", "against": "none"},
            point=point,
            intervals=(Interval(kind="items", low=0.0, high=0.06, level=0.95, method="made up"),),
        )
        for quantity, point in (("intermediate_gain", 0.05), ("robustness_gain", 0.015))
    ]
    return read_study(rows, facts)


def test_both_methods_stand_side_by_side_with_their_agreement() -> None:
    (row,) = model_table(study()).rows
    assert [cell.text for cell in row] == ["mnli", "+5.0", "−1.0", "no", "+1.5", "+2.0", "yes"]
    assert row[2].detail == "[−2.0, 0.0]"
    assert (row[5].value, row[5].low, row[5].high) == (2.0, 1.0, 3.0)
    assert model_table(read_study([], {})).rows == ()


def test_another_sign_is_a_reason_for_distrust() -> None:
    (line,) = opposed_lines(study())
    assert line.startswith("The mixed model gives the clean gain of mnli the other sign: −1.0 ")
    assert opposed_lines(study(clean_gain=0.04)) == []


def test_an_arm_without_headline_is_neither_alike_nor_opposed() -> None:
    bare = read_study([], {"arms": ["none", "mnli"], "mixed_model": [MODEL]})
    assert opposed_lines(bare) == []
    (row,) = model_table(bare).rows
    assert row[3].text == row[6].text == "–"
