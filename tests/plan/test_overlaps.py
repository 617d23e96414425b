"""What is counted against what, before any training."""

from collections.abc import Callable

from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]


def counts(plan: Plan) -> dict[str, Step]:
    return {step.params["task"]: step for step in plan if step.kind == "count_overlap"}


def roles(step: Step) -> set[tuple[str, str, str]]:
    return {(item["task"], item["split"], item["role"]) for item in step.params["trained_sets"]}


def test_all_clean_text_of_a_target_is_counted_against_all_text_in_front_of_it(
    plan_of: PlanOf,
) -> None:
    found = counts(plan_of())
    assert set(found) == {"served", "mates"}
    assert roles(found["mates"]) == {
        ("tags", "train", "trained"),
        ("tags", "validation", "selected"),
    }
    assert roles(found["served"]) == roles(found["mates"]) | {
        ("pairs", "train", "trained"),
        ("pairs", "validation", "selected"),
    }
    places = [
        (item["language"], item["split"]) for item in found["served"].params["evaluated_sets"]
    ]
    assert places == [("en", "test"), ("de", "test")]


def test_sets_are_parallel_to_the_inputs(plan_of: PlanOf) -> None:
    plan = plan_of()
    for step in counts(plan).values():
        for name in ("evaluated", "trained"):
            for facts, key in zip(
                step.params[f"{name}_sets"], step.inputs[name] or (), strict=True
            ):
                params = plan.steps[key].params
                assert (params["language"], params["split"]) == (facts["language"], facts["split"])


def test_where_nothing_is_trained_nothing_is_counted(plan_of: PlanOf) -> None:
    assert counts(plan_of(arms=[{"name": "none"}], targets=[{"task": "mates"}])) == {}


def test_seeds_and_the_order_of_arms_do_not_matter(plan_of: PlanOf) -> None:
    arms = [{"name": "none"}, {"name": "tagged", "stages": [{"tasks": ["tags"]}]}]
    first, second = counts(plan_of(seeds=[1])), counts(plan_of(seeds=[3, 4], arms=arms[::-1]))
    assert first == second


def test_the_report_reads_every_count(plan_of: PlanOf) -> None:
    plan = plan_of()
    (report,) = (step for step in plan if step.kind == "render_report")
    assert report.inputs["overlaps"] == tuple(step.step_id for step in counts(plan).values())


def test_what_is_allowed_is_no_part_of_a_count_and_is_told(plan_of: PlanOf) -> None:
    allowed = plan_of(data={"allow_overlap": ["served"], "max_overlap": 0.5})
    assert counts(allowed) == counts(plan_of())
    assert "Overlap of scored text with training text is allowed for: served." in allowed.notes
