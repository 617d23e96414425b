"""Plans: order, cycles, search by prefix."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError
from crosswind.plan.graph import Plan, needed_steps, ordered_plan, path_lengths
from crosswind.plan.steps import Input, Step, make_step

PlanOf = Callable[..., Plan]


def node(name: str, *inputs: str) -> Step:
    """A step whose id is its name: what `ordered_plan` sees of it."""
    return Step(step_id=name, kind="compare", params={}, inputs={"scores": inputs})


def chain(n_steps: int) -> list[Step]:
    return [node(f"s-{i}", *([f"s-{i - 1}"] if i else [])) for i in range(n_steps)]


@st.composite
def graphs(draw: st.DrawFn) -> list[Step]:
    size = draw(st.integers(1, 8))
    steps = []
    for number in range(size):
        inputs = draw(st.lists(st.integers(0, max(number - 1, 0)), max_size=3 if number else 0))
        steps.append(node(f"s-{number}", *(f"s-{item}" for item in inputs)))
    return draw(st.permutations(steps))


@given(graphs())
@profile(max_examples=50)
def test_every_step_stands_after_its_inputs(steps: list[Step]) -> None:
    plan = ordered_plan(steps, [])
    seen: set[str] = set()
    for step in plan:
        assert set(step.input_ids()) <= seen
        seen.add(step.step_id)
    assert len(plan) == len(steps)


@given(graphs())
@profile(max_examples=50)
def test_the_path_through_an_input_is_longer_than_through_its_reader(steps: list[Step]) -> None:
    plan = ordered_plan(steps, [])
    lengths = path_lengths(plan)
    for step in plan:
        for key in step.input_ids():
            assert lengths[key] > lengths[step.step_id]
    read = {key for step in plan for key in step.input_ids()}
    assert all(lengths[step.step_id] == 1 for step in plan if step.step_id not in read)


def test_equal_steps_are_one() -> None:
    params = {"task": "a"}
    inputs: dict[str, Input] = {"examples": "x-1"}
    first = make_step("perturb_examples", params, inputs)
    again = make_step("perturb_examples", dict(params), inputs)
    plan = ordered_plan([first, again, node("x-1")], [first.step_id])
    assert len(plan) == 2


@pytest.mark.parametrize("seed", range(3))
def test_the_id_of_a_plan_does_not_depend_on_the_order_of_its_steps(
    plan_of: PlanOf, seed: int
) -> None:
    plan = plan_of()
    steps = list(plan)
    random.Random(seed).shuffle(steps)
    assert ordered_plan(steps, plan.goals).plan_id == plan.plan_id


def test_a_cycle_names_its_members() -> None:
    steps = [node("a-1", "c-1"), node("b-1", "a-1"), node("c-1", "b-1"), node("d-1", "a-1")]
    with pytest.raises(ConfigError, match="cycle") as caught:
        ordered_plan(steps, [])
    members = set(str(caught.value.value).split(" -> "))
    assert members == {"a-1", "b-1", "c-1"}


def test_an_input_without_a_step_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AssertionError, match="inputs without a step"):
        ordered_plan([node("a-1", "b-1")], [])


def test_a_long_chain_has_no_limit_of_recursion() -> None:
    plan = ordered_plan(reversed(chain(5000)), ["s-4999"])
    assert path_lengths(plan)["s-0"] == 5000
    assert len(needed_steps(plan, frozenset())) == 5000


def test_needed_is_what_is_missing_on_the_way_to_the_goals() -> None:
    steps = [node("a"), node("b", "a"), node("c", "b"), node("d", "a"), node("e", "c")]
    plan = ordered_plan(steps, ["e"])
    assert needed_steps(plan, frozenset()) == ["a", "b", "c", "e"]
    assert needed_steps(plan, {"c"}) == ["e"]
    assert needed_steps(plan, {"a", "d"}) == ["b", "c", "e"]
    assert needed_steps(plan, {"e"}) == []


def test_a_step_is_found_by_a_prefix_of_its_id_or_digest(plan_of: PlanOf) -> None:
    plan = plan_of()
    for step in plan:
        assert plan.find(step.step_id) == step
        assert plan.find(step.step_id.rsplit("-", 1)[1]) == step
        assert plan.find(step.step_id[:-4]) == step
    assert plan.find("render").kind == "render_report"


@pytest.mark.parametrize(
    ("prefix", "problem"), [("score", "several"), ("", "several"), ("zzz", "no step")]
)
def test_a_prefix_of_none_or_several_is_told(plan_of: PlanOf, prefix: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        plan_of().find(prefix)
    assert caught.value.value == prefix


def test_a_prefix_of_several_names_some_of_them(plan_of: PlanOf) -> None:
    plan = plan_of()
    ids = [step.step_id for step in plan if step.kind == "score"]
    with pytest.raises(ConfigError) as caught:
        plan.find("score")
    assert caught.value.allowed == ", ".join([*ids[:5], f"and {len(ids) - 5} more"])


def test_a_misspelt_id_has_a_nearest_match(plan_of: PlanOf) -> None:
    plan = plan_of()
    (goal,) = plan.goals
    with pytest.raises(ConfigError) as caught:
        plan.find(goal.replace("render", "rendre"))
    assert caught.value.nearest == goal


def test_counts_follow_first_appearance(plan_of: PlanOf) -> None:
    plan = plan_of()
    counts = plan.counts()
    assert sum(counts.values()) == len(plan)
    assert list(counts)[-2:] == ["compare", "render_report"]
