"""The arms: what each trains in front of the targets, how it is steadied, which noise it saw."""

from collections.abc import Mapping
from typing import Any

from crosswind.config.robust import described, robust_of
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, word


def arm_table(study: Study, experiment: Mapping[str, Any]) -> Table:
    """One row an arm; no rows if no method steadies anything.

    Args:
        study: its estimates carry the marks of what was seen.
        experiment: as in the plan, all defaults written out.
    """
    arms = [arm for arm in experiment.get("arms", ()) if arm["name"] in study.arms]
    steadied = any(_methods(arm) for arm in arms)
    return Table(
        name="arms",
        caption="Arms: training in front of the targets, and what steadies it",
        columns=("arm", "stages", "robust method", "seen noise", "unseen noise"),
        rows=tuple(_row(study, arm) for arm in arms) if steadied else (),
        n_words=5,
        note="A perturbation is seen if the arm trained on it or on one of its family. Averages "
        "over noise are made of perturbations that none of the compared arms saw.",
    )


def _row(study: Study, arm: Mapping[str, Any]) -> tuple[TableCell, ...]:
    stages = " then ".join("+".join(stage["tasks"]) for stage in arm.get("stages") or ())
    seen = {
        str(item.where["perturbation"])
        for item in study.estimates
        if "seen-noise" in item.marks
        and item.where.get("arm") == arm["name"]
        and item.where.get("perturbation")
        and "against" not in item.where
    }
    unseen = [name for name in study.perturbations if name not in seen]
    return (
        word(arm["name"]),
        word(stages or "none"),
        word("; ".join(_methods(arm)) or "none"),
        word(", ".join(sorted(seen)) or "none"),
        word(", ".join(unseen) or "none"),
    )


def _methods(arm: Mapping[str, Any]) -> list[str]:
    """Every method of an arm with where it acts."""
    found = [
        f"{'+'.join(stage['tasks'])}: {described(robust_of(stage['robust']))}"
        for stage in arm.get("stages") or ()
        if stage.get("robust")
    ]
    target = arm.get("target_robust")
    return [*found, f"targets: {described(robust_of(target))}"] if target else found
