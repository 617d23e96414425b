"""The last two steps: what is compared and what the report may show."""

from collections.abc import Callable
from typing import Any

from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]


def closing(plan: Plan) -> tuple[Step, Step]:
    by_kind = {step.kind: step for step in plan}
    return by_kind["compare"], by_kind["render_report"]


def test_the_report_reads_the_comparison_and_is_the_only_goal(plan_of: PlanOf) -> None:
    plan = plan_of()
    compare, report = closing(plan)
    assert report.inputs["estimates"] == compare.step_id
    assert plan.goals == (report.step_id,)


def test_cells_are_parallel_to_the_inputs(plan_of: PlanOf) -> None:
    plan = plan_of()
    _, report = closing(plan)
    for name in ("clean", "perturbed"):
        for cell, key in zip(
            report.params[f"{name}_cells"], report.inputs[name] or (), strict=True
        ):
            params = plan.steps[key].params
            assert {params[item] for item in ("task", "language")} == {
                cell["task"],
                cell["language"],
            }
    predictions = report.inputs["predictions"] or ()
    for cell, key in zip(report.params["prediction_cells"], predictions, strict=True):
        examples = plan.steps[str(plan.steps[key].inputs["examples"])].params
        assert examples["language"] == cell["language"]
        assert examples.get("severity", 0) == cell["severity"]
    checkpoints = report.inputs["checkpoints"] or ()
    for cell, key in zip(report.params["checkpoint_cells"], checkpoints, strict=True):
        assert plan.steps[key].params["task"] == cell["task"]


def test_the_report_reads_every_condition_of_the_first_seeds(plan_of: PlanOf) -> None:
    plan = plan_of(
        noise={"perturbations": ["typo"], "severities": [5, 1, 2, 3], "seeds": [3, 0]},
    )
    _, report = closing(plan)
    cells = report.params["prediction_cells"]
    assert {cell["severity"] for cell in cells} == {0, 1, 2, 3, 5}
    assert {(cell["intermediate_seed"], cell["target_seed"]) for cell in cells} == {(1, 1)}
    for key in report.inputs["perturbed"] or ():
        assert plan.steps[key].params["seed"] == 3
    rows = [tuple(cell.items()) for cell in cells]
    assert len(set(rows)) == len(rows)


def test_the_experiment_in_the_report_has_every_default_and_no_place(plan_of: PlanOf) -> None:
    _, report = closing(plan_of(data={"root": "/somewhere"}))
    experiment: dict[str, Any] = report.params["experiment"]
    assert "data" not in experiment
    assert experiment["training"]["batch_examples"] == 32
    assert "/somewhere" not in repr(report)


def test_no_step_of_the_plan_reads_the_report(plan_of: PlanOf) -> None:
    plan = plan_of()
    _, report = closing(plan)
    assert report.step_id not in {key for step in plan for key in step.input_ids()}
