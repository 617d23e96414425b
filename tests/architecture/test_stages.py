"""Every name in the table of step kinds leads to a function that agrees with the table."""

import dataclasses
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from crosswind.plan.kinds import KINDS, StepKind
from crosswind.runner.prepare import prepare
from crosswind.runner.resolve import signature_problems, stage_function

EVERY_KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))


@EVERY_KIND
def test_a_stage_agrees_with_its_declaration(kind: StepKind) -> None:
    assert signature_problems(kind) == []


@EVERY_KIND
def test_params_are_a_frozen_record_of_the_stage_room(kind: StepKind) -> None:
    params: Any = get_type_hints(stage_function(kind.target))["params"]
    assert params.__dataclass_params__.frozen
    assert "__slots__" in vars(params)
    assert all(field.kw_only for field in dataclasses.fields(params))
    room = kind.target.partition(":")[0].rpartition(".")[0]
    assert params.__module__.startswith(f"{room}.")


@EVERY_KIND
def test_a_grouped_stage_has_a_job_for_what_is_not_shared(kind: StepKind) -> None:
    if not kind.group_target:
        assert kind.together == ()
        return
    hints = get_type_hints(stage_function(kind.group_target))
    assert set(hints) - {"return"} == {"jobs", "options", *kind.together}
    job: Any = get_args(hints["jobs"])[0]
    shapes = {"one": Path, "optional": Path | None, "many": tuple[Path, ...]}
    assert get_type_hints(job) == {
        "params": get_type_hints(stage_function(kind.target))["params"],
        "out": Path,
        **{name: shapes[arity] for name, arity in kind.inputs.items() if name not in kind.together},
    }


def test_the_planner_gives_every_stage_exactly_the_params_it_has() -> None:
    for step in prepare("quickstart").plan:
        params: Any = get_type_hints(stage_function(KINDS[step.kind].target))["params"]
        fields = {field.name for field in dataclasses.fields(params)}
        required = {
            field.name
            for field in dataclasses.fields(params)
            if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        }
        assert required <= set(step.params) <= fields, step.kind


def test_no_default_of_a_stage_stays_outside_the_id() -> None:
    # A param with a default that the planner leaves out could change without any id changing.
    left_out = {}
    for step in prepare("quickstart").plan:
        params: Any = get_type_hints(stage_function(KINDS[step.kind].target))["params"]
        missing = {field.name for field in dataclasses.fields(params)} - set(step.params)
        if missing:
            left_out[step.kind] = missing
    assert left_out == {}
