"""The order in which steps start."""

from collections.abc import Callable
from typing import Any

from crosswind.plan.graph import Plan, path_lengths
from crosswind.plan.steps import Step
from crosswind.runner.frontier import Frontier, ranks


def frontier(plan: Plan, **more: Any) -> Frontier:
    given: dict[str, Any] = {"wanted": plan.steps, "present": (), "closed": (), "alone": set()}
    return Frontier(plan, order=ranks(plan), **(given | more))


def labels(steps: list[Step]) -> list[str]:
    return [step.label for step in steps]


def drained(found: Frontier, size: int = 128) -> list[list[str]]:
    """Everything in the order in which one worker would run it."""
    out = []
    while steps := found.take(size):
        out.append(labels(steps))
        for step in steps:
            found.finish(step.step_id)
    return out


def test_every_step_is_offered_once_after_its_inputs(bench: Any) -> None:
    order = [label for group in drained(frontier(bench.plan)) for label in group]
    assert sorted(order) == sorted(step.label for step in bench.plan)
    place = {label: number for number, label in enumerate(order)}
    for step in bench.plan:
        for key in step.input_ids():
            assert place[bench.plan.steps[key].label] < place[step.label]


def test_the_longest_path_starts_first(bench: Any) -> None:
    found = frontier(bench.plan)
    lengths = path_lengths(bench.plan)
    ready = [found.take(1)[0] for _ in range(3)]
    assert [lengths[step.step_id] for step in ready] == [4, 3, 3]
    assert labels(ready) == ["a", "e", "f"]
    assert len(found) == 0
    assert found.take(1) == []


def test_a_group_shares_its_inputs_and_has_at_most_the_size(bench: Any) -> None:
    assert drained(frontier(bench.plan))[-3:] == [
        ["ea", "eb", "ec"],
        ["fa", "fb", "fc"],
        ["joined"],
    ]
    groups = [group for group in drained(frontier(bench.plan), size=2) if group[0][0] in "ef"]
    assert ["ea", "eb"] in groups
    assert ["ec"] in groups


def test_what_runs_alone_is_in_no_group(bench: Any) -> None:
    alone = {step.step_id for step in bench.predictions if step.label == "eb"}
    groups = drained(frontier(bench.plan, alone=alone))
    assert ["eb"] in groups
    assert ["ea", "ec"] in groups


def test_what_is_present_or_closed_is_not_offered(bench: Any) -> None:
    wanted = [step.step_id for step in bench.steps if step.label not in {"a", "b"}]
    present = {bench.a.step_id, bench.b.step_id}
    closed = {step.step_id for step in bench.predictions if step.label.startswith("f")}
    groups = drained(frontier(bench.plan, wanted=wanted, present=present, closed=closed))
    flat = [label for group in groups for label in group]
    assert sorted(flat) == ["c", "e", "ea", "eb", "ec", "f"]


def test_a_step_that_is_offered_anew_comes_again(
    bench: Any, make: dict[str, Callable[..., Step]]
) -> None:
    found = frontier(bench.plan)
    first = found.take(1)
    found.offer(first[0])
    assert labels(found.take(1)) == ["a"]
    assert labels(found.take(1)) == ["e"]
