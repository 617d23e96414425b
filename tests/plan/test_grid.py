"""The grid with pairs of languages."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crosswind.plan.graph import Plan
from crosswind.records.adopted_head import AdoptedHead
from tests.plan.conftest import MadeUpCatalogue

PlanOf = Callable[..., Plan]


def cells(plan: Plan) -> list[dict[str, Any]]:
    (compare,) = (step for step in plan if step.kind == "compare")
    found: list[dict[str, Any]] = compare.params["cells"]
    return found


def test_pairs_of_languages_are_cells_like_any_other(plan_of: PlanOf) -> None:
    target = {"task": "two_texts", "languages": ["de", "en"], "pairing": "generalised"}
    plan = plan_of(targets=[target], seeds=[1])
    labels = {cell["language"] for cell in cells(plan)}
    assert labels == {"de", "de+en", "en+de", "en"}
    assert len(cells(plan)) == 4 * 3 * 2  # labels, conditions, arms
    assert any(note.startswith("Pairs of languages in two_texts") for note in plan.notes)


def test_same_language_cells_are_those_of_an_experiment_without_pairs(plan_of: PlanOf) -> None:
    listed = {"task": "two_texts", "languages": ["de", "en"]}
    plain, paired = (
        plan_of(targets=[listed]),
        plan_of(targets=[{**listed, "pairing": "generalised"}]),
    )
    kinds = {"compare", "count_overlap", "render_report"}
    assert {step.step_id for step in plain if step.kind not in kinds} < set(paired.steps)


def test_an_arm_with_the_targets_own_task_is_marked(plan_of: PlanOf) -> None:
    arms = [{"name": "none"}, {"name": "s", "stages": [{"tasks": ["scenes"]}]}]
    plan = plan_of(arms=arms, targets=[{"task": "causes"}, {"task": "tags"}])
    marks = {(cell["arm"], cell["task"], cell["same_task"]) for cell in cells(plan)}
    assert marks == {
        ("none", "causes", False),
        ("none", "tags", False),
        ("s", "causes", True),
        ("s", "tags", False),
    }


ADOPTED: dict[str, Any] = {
    "arms": [
        {"name": "none"},
        {"name": "theirs", "checkpoint": "models/theirs", "trained_on": ["pairs"]},
    ],
    "targets": [
        {"task": "served", "languages": ["de"]},
        {"task": "tags", "languages": ["de"]},
        {"task": "mates", "languages": ["de"]},
    ],
}


def test_an_adopted_arm_is_judged_where_its_head_fits(
    plan_of: PlanOf, catalogue: MadeUpCatalogue
) -> None:
    head = AdoptedHead(
        architecture="BertForSequenceClassification",
        kinds=("classification", "pair_classification"),
        labels=("YES", "NO"),
    )
    plan = plan_of(replace(catalogue, heads={"theirs": head}), **ADOPTED)
    (adopted,) = (step for step in plan if step.kind == "adopt_checkpoint")
    assert adopted.params["labels"] == ["yes", "no"]
    theirs = [cell for cell in cells(plan) if cell["arm"] == "theirs"]
    assert {cell["task"] for cell in theirs} == {"served", "mates"}
    assert {cell["same_task"] for cell in theirs if cell["task"] == "served"} == {True}
    # Two pairs of seeds, and the clean condition with one perturbation at two severities.
    assert len(theirs) == 2 * 2 * 3
    predicted = [step for step in plan if step.kind == "predict" and "theirs" in step.label]
    assert len(predicted) == 2 * 3
    assert {step.inputs["encoder"] for step in predicted} == {adopted.inputs["encoder"]}
    assert {step.inputs["checkpoint"] for step in predicted} == {adopted.step_id, None}
    assert any(note.startswith("Not judged: arm theirs on tags") for note in plan.notes)
    assert not [step for step in plan if step.kind == "fine_tune" and "theirs" in step.label]


def test_an_adopted_arm_whose_files_are_not_there_has_no_cells(plan_of: PlanOf) -> None:
    plan = plan_of(**ADOPTED)
    assert {cell["arm"] for cell in cells(plan)} == {"none"}
