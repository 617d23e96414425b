"""Why a step runs: how it differs from what is stored."""

from collections.abc import Callable
from typing import Any

from crosswind.plan.explain import differences, nearest_stored, recipe_of
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]


def stored(step: Step) -> dict[str, Any]:
    """A recipe as a manifest holds it: JSON, so lists and no tuples."""
    inputs = {k: list(v) if isinstance(v, tuple) else v for k, v in step.inputs.items()}
    return {"kind": step.kind, "params": dict(step.params), "inputs": inputs}


def trained(plan: Plan, task: str) -> Step:
    return next(step for step in plan if step.kind == "fine_tune" and step.params["task"] == task)


def test_a_step_does_not_differ_from_itself(plan_of: PlanOf) -> None:
    for step in plan_of():
        assert differences(step, stored(step)) == {}


def test_a_difference_is_told_with_both_values(plan_of: PlanOf) -> None:
    here = trained(plan_of(training={"epochs": 3}), "tags")
    there = trained(plan_of(), "tags")
    assert differences(here, stored(there)) == {"params.epochs": (3, 2)}


def test_nested_params_have_dotted_keys(plan_of: PlanOf) -> None:
    encoder = next(step for step in plan_of() if step.kind == "load_encoder")
    assert recipe_of(encoder) == {
        "params.name": "tiny",
        "params.revision": "",
        "params.source.kind": "folder",
        "inputs": {},
    }


def test_absent_keys_differ(plan_of: PlanOf) -> None:
    step = trained(plan_of(), "tags")
    there = stored(step)
    del there["params"]["epochs"]
    there["params"]["colour"] = "red"
    assert differences(step, there) == {
        "params.colour": (None, "red"),
        "params.epochs": (2, None),
    }


def test_the_nearest_is_of_the_same_kind_and_has_fewest_differences(plan_of: PlanOf) -> None:
    here = trained(plan_of(training={"epochs": 3}), "tags")
    old = plan_of()
    found = nearest_stored(here, [(step.step_id, stored(step)) for step in old])
    assert found == (trained(old, "tags").step_id, {"params.epochs": (3, 2)})


def test_nothing_stored_of_the_kind_gives_nothing(plan_of: PlanOf) -> None:
    plan = plan_of()
    encoder = next(step for step in plan if step.kind == "load_encoder")
    others = [(step.step_id, stored(step)) for step in plan if step.kind != "load_encoder"]
    assert nearest_stored(encoder, others) is None
    assert nearest_stored(encoder, [(encoder.step_id, stored(encoder))]) is None
    assert nearest_stored(encoder, [("broken", {})]) is None
