"""What a plan will cost, learned from what was run before."""

from typing import Any

import pytest

from crosswind.core.files import write_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import make_step
from crosswind.runner.example_counts import ExampleCounts
from crosswind.runner.forecast import Forecast, forecast
from crosswind.runner.stage_sizes import StageSizes
from crosswind.store.store import Store

COUNTS = {
    "load_examples": 1,
    "load_encoder": 2,
    "perturb_examples": 2,
    "predict": 6,
    "compare": 1,
}


def with_another_goal(bench: Any, text: str) -> Plan:
    """The plan with a comparison that is not there yet, of the same predictions."""
    other = make_step("compare", {"text": text}, bench.goal.inputs)
    return ordered_plan([*bench.steps[:-1], other], [other.step_id])


def cost_of(plan: Plan, store: Store | None) -> Forecast:
    sizes = StageSizes(plan=plan, counts=ExampleCounts(plan=plan, store=store))
    return forecast(plan, store, sizes)


def test_without_a_store_everything_runs_at_an_unknown_cost(bench: Any) -> None:
    found = cost_of(bench.plan, None)
    assert (found.to_run, found.reused) == (COUNTS, {})
    assert found.seconds is found.n_bytes is None


def test_a_finished_plan_costs_nothing_more(bench: Any) -> None:
    bench.run()
    found = cost_of(bench.plan, bench.store)
    assert (found.to_run, found.reused) == ({}, COUNTS)


def told(bench: Any, step: Any, seconds: float) -> None:
    """What a stored step says that it took."""
    folder = bench.store.layout.artifact(step.step_id)
    write_json(folder / "provenance.json", {"seconds": seconds})


def test_a_kind_that_nothing_tells_of_is_named(bench: Any) -> None:
    bench.run()
    store = bench.store
    told(bench, bench.predictions[0], 1.0)
    store.set_aside(bench.predictions[-1].step_id)
    store.set_aside(bench.goal.step_id)
    found = cost_of(bench.plan, store)
    assert found.to_run == {"predict": 1, "compare": 1}
    assert (found.seconds, found.n_bytes) == (None, None)
    assert found.timeless == found.sizeless == ("predict", "compare")
    said = "nothing alike in this store tells it of predict, compare"
    assert found.sentence(str) == f"time is not known: {said}; disk use is not known: {said}"
    bench.run()
    store.set_aside(bench.predictions[-1].step_id)
    # Nothing to run reads the missing prediction: the comparison is there.
    found = cost_of(bench.plan, store)
    assert (found.to_run, found.reused["predict"], found.sentence(str)) == ({}, 5, "")
    assert found.not_needed == {"predict": 1}


def test_costs_are_summed_over_the_steps_to_run(bench: Any) -> None:
    bench.run()
    told(bench, bench.goal, 100.0)
    one, other = with_another_goal(bench, "other"), with_another_goal(bench, "third")
    plan = ordered_plan([*one.steps.values(), *other.steps.values()], [*one.goals, *other.goals])
    manifest = bench.store.manifest(bench.goal.step_id)
    n_bytes = sum(facts.n_bytes for facts in manifest.files.values())
    found = cost_of(plan, bench.store)
    assert found.to_run == {"compare": 2}
    assert (found.seconds, found.n_bytes) == (200.0, 2 * n_bytes)
    assert found.sentence(str).startswith("about 200.0 and about 0.00 GB, by the size of past")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"seconds": "fast"}', '{"seconds": null}'])
def test_a_broken_provenance_teaches_nothing(bench: Any, content: str) -> None:
    bench.run()
    store = bench.store
    folder = store.layout.artifact(bench.goal.step_id)
    (folder / "provenance.json").write_text(content, "utf-8")
    plan = with_another_goal(bench, "other")
    found = cost_of(plan, store)
    assert (found.to_run, found.seconds, found.n_bytes) == ({"compare": 1}, None, None)
    write_json(folder / "provenance.json", {"seconds": 3})
    assert cost_of(plan, store).seconds == 3.0
