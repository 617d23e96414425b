"""Arms by name, with what steadies them and which noise they saw."""

from dataclasses import replace
from typing import Any

from crosswind.report.arm_table import arm_table
from tests.report.rich import estimate, study_of

NOISE = {"method": "noise_augmentation", "perturbation": ["typo"], "severity": [3]}


def arms(**changes: Any) -> dict[str, Any]:
    plain = {"stages": [], "target_robust": None}
    return {"arms": [{"name": "none", **plain}, {"name": "mnli", **plain, **changes}]}


def test_without_a_method_there_is_no_table() -> None:
    assert arm_table(study_of(), arms()).rows == ()


def test_methods_stand_with_where_they_act_and_what_was_seen() -> None:
    study = study_of()
    where = {"arm": "mnli", "task": "xnli", "perturbation": "typo"}
    seen = estimate("robustness_drop", 0.1, "seen-noise", **where)
    other = estimate("robustness_gain", 0.1, "seen-noise", **{**where, "arm": "none"}, against="x")
    study = replace(study, estimates=(*study.estimates, seen, other))
    stages = [{"tasks": ["mnli", "snli"], "robust": {"method": "adversarial"}}]
    table = arm_table(study, arms(stages=stages, target_robust=NOISE))
    none, mnli = ([cell.text for cell in row] for row in table.rows)
    assert none[:3] == ["none", "none", "none"]
    assert none[3] == "none"
    assert mnli[1] == "mnli+snli"
    assert mnli[2].startswith("mnli+snli: adversarial (steps 1, radius 0.1")
    assert "targets: noise_augmentation (perturbation typo, severity 3, share 0.5" in mnli[2]
    assert mnli[3] == "typo"
    assert "typo" not in mnli[4].split(", ")
