"""What a plan will cost, learned from what was run before."""

from typing import Any

import pytest

from crosswind.core.files import read_json, write_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import make_step
from crosswind.runner.forecast import forecast

COUNTS = {
    "load_examples": 1,
    "load_encoder": 2,
    "perturb_examples": 2,
    "predict": 6,
    "compare": 1,
}


def with_another_goal(bench: Any) -> Plan:
    """The plan with a comparison that is not there yet, of the same predictions."""
    other = make_step("compare", {"text": "other"}, bench.goal.inputs)
    return ordered_plan([*bench.steps[:-1], other], [other.step_id])


def test_without_a_store_everything_runs_at_an_unknown_cost(bench: Any) -> None:
    found = forecast(bench.plan, None)
    assert (found.to_run, found.reused) == (COUNTS, {})
    assert found.seconds is found.n_bytes is None


def test_a_finished_plan_costs_nothing_more(bench: Any) -> None:
    bench.run()
    found = forecast(bench.plan, bench.store)
    assert (found.to_run, found.reused) == ({}, COUNTS)


def test_the_mean_of_past_steps_is_the_cost_of_the_next(bench: Any) -> None:
    bench.run()
    store = bench.store
    for number, step in enumerate(bench.predictions):
        path = store.layout.artifact(step.step_id) / "provenance.json"
        write_json(path, {**read_json(path), "seconds": 1.0 + number})
    gone = bench.predictions[-1]
    store.set_aside(gone.step_id)
    store.set_aside(bench.goal.step_id)
    found = forecast(bench.plan, store)
    assert found.to_run == {"predict": 1, "compare": 1}
    assert found.seconds is None  # no comparison is left to learn from
    bench.run()
    store.set_aside(gone.step_id)
    found = forecast(bench.plan, store)
    assert found.to_run == {}
    # Nothing to run reads the missing prediction: the comparison is there.
    assert found.reused["predict"] == 5
    assert found.not_needed == {"predict": 1}


def test_costs_are_summed_over_the_steps_to_run(bench: Any) -> None:
    bench.run()
    store = bench.store
    kept = bench.predictions[0]
    manifest = store.manifest(kept.step_id)
    for step in bench.predictions[1:]:
        store.set_aside(step.step_id)
    path = store.layout.artifact(kept.step_id) / "provenance.json"
    write_json(path, {**read_json(path), "seconds": 2.0})
    goal = store.layout.artifact(bench.goal.step_id) / "provenance.json"
    write_json(goal, {**read_json(goal), "seconds": 100.0})
    joined = store.manifest(bench.goal.step_id)
    found = forecast(with_another_goal(bench), store)
    assert found.to_run == {"predict": 5, "compare": 1}
    assert found.seconds == pytest.approx(5 * 2.0 + 100.0)

    def size(item: Any) -> int:
        return sum(facts.n_bytes for facts in item.files.values())

    assert found.n_bytes == pytest.approx(5 * size(manifest) + size(joined))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"seconds": "fast"}', '{"seconds": null}'])
def test_a_broken_provenance_teaches_nothing(bench: Any, content: str) -> None:
    bench.run()
    store = bench.store
    folder = store.layout.artifact(bench.goal.step_id)
    (folder / "provenance.json").write_text(content, "utf-8")
    plan = with_another_goal(bench)
    found = forecast(plan, store)
    assert (found.to_run, found.seconds, found.n_bytes) == ({"compare": 1}, None, None)
    write_json(folder / "provenance.json", {"seconds": 3})
    assert forecast(plan, store).seconds == 3.0
