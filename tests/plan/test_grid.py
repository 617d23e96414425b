"""The grid with pairs of languages."""

from collections.abc import Callable
from typing import Any

from crosswind.plan.graph import Plan

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
        ("none update-matched to s", "causes", True),
    }


def test_a_model_trained_elsewhere_predicts_with_its_own_encoder(plan_of: PlanOf) -> None:
    theirs = {"name": "theirs", "checkpoint": "models/theirs", "trained_on": ["pairs"]}
    plan = plan_of(arms=[{"name": "none"}, theirs], targets=[{"task": "served"}, {"task": "tags"}])
    own = [step for step in plan if step.kind == "load_encoder" and step.params["name"] == "theirs"]
    (head,) = (step for step in plan if step.kind == "adopt_checkpoint")
    assert head.inputs["encoder"] == own[0].step_id
    theirs_cells = [cell for cell in cells(plan) if cell["arm"] == "theirs"]
    assert {cell["task"] for cell in theirs_cells} == {"served"}
    assert {cell["same_task"] for cell in theirs_cells} == {True}
    assert {cell["target_seed"] for cell in theirs_cells} == {1, 2}
    judged = [step for step in plan if step.inputs.get("checkpoint") == head.step_id]
    assert len(judged) == 3 * 2 + 1  # languages and conditions; Thai has no typos
    assert {step.inputs["encoder"] for step in judged} == {own[0].step_id}
    assert any(note.startswith("Not judged: arm theirs on tags") for note in plan.notes)


def test_a_model_trained_elsewhere_is_no_oracle(plan_of: PlanOf) -> None:
    arms = [{"name": "none"}, {"name": "theirs", "checkpoint": "models/theirs"}]
    target = {"task": "served", "training": {"selection": "target_validation"}}
    marks = {(cell["arm"], cell["oracle"]) for cell in cells(plan_of(arms=arms, targets=[target]))}
    assert marks == {("none", True), ("theirs", False)}
