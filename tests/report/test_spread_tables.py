from typing import Any

from crosswind.report.spread_tables import power_lines, power_table, spread_table
from crosswind.report.study import Study, read_study

SPREAD = {"quantity": "score", "arm": "mnli", "task": "xnli", "n_seeds": 3, "mean": 0.5,
          "median": 0.49, "sd": 0.02, "least": 0.48, "greatest": 0.52, "collapsed": 1}  # fmt: skip
POWER = {"quantity": "robustness_gain", "arm": "mnli", "world": "", "point": 0.01,
         "n_clusters": 1200, "n_seeds": 3, "items_error": 0.004, "seed_sd": 0.01,
         "effect_items": 0.0112, "effect_seeds": 0.03, "planned": {}}  # fmt: skip


def study(**facts: Any) -> Study:
    return read_study([], {"tasks": {"xnli": {}}, **facts})


def texts(row: Any) -> list[str]:
    return [cell.text for cell in row]


def test_spread_is_shown_where_there_are_several_seeds() -> None:
    one_seed = {**SPREAD, "n_seeds": 1, "sd": None}
    (row,) = spread_table(study(spread=[SPREAD, one_seed])).rows
    assert texts(row) == ["xnli", "mnli", "clean", "50.0", "49.0", "2.0", "48.0", "52.0", "3", "1"]
    assert row[3].value == 50.0


def test_power_is_shown_over_items_and_over_seeds() -> None:
    (row,) = power_table(study(power=[POWER])).rows
    assert texts(row) == [
        "robustness gain", "mnli", "1.0", "0.4", "1.0", "1.1", "3.0", "1,200", "3",
    ]  # fmt: skip


def test_the_worst_arm_says_what_the_design_is_blind_to() -> None:
    worse = {**POWER, "arm": "squad", "effect_seeds": 0.05}
    (line,) = power_lines(study(power=[POWER, worse]))
    assert "Smallest robustness gain" in line
    assert "5.0 points (training again)" in line


def test_without_seeds_the_items_speak() -> None:
    (line,) = power_lines(study(power=[{**POWER, "effect_seeds": None, "world": "embedded"}]))
    assert "1.1 points (these trained models)" in line


def test_nothing_known_is_nothing_said() -> None:
    assert power_lines(study()) == []
    assert power_table(study()).rows == spread_table(study()).rows == ()
