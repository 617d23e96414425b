"""Steps and their ids: a digest of the recipe, and of nothing else."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.plan import kinds
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import StepTable, make_step, step_id_of

PLAIN = st.dictionaries(
    st.text(max_size=5),
    st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.booleans(),
    max_size=4,
)


INPUTS: dict[str, Any] = {
    "examples": "a",
    "predictions": "b",
    "tuning_examples": None,
    "tuning_predictions": None,
}


def score(params: dict[str, Any], **inputs: str) -> Any:
    return make_step("score", params, {**INPUTS, **inputs})


@given(PLAIN)
@profile(max_examples=40)
def test_equal_recipes_have_equal_ids(params: dict[str, Any]) -> None:
    again = dict(reversed(params.items()))
    assert score(params).step_id == score(again).step_id


@given(PLAIN, PLAIN)
@profile(max_examples=40)
def test_different_params_have_different_ids(first: dict[str, Any], second: dict[str, Any]) -> None:
    same = first == second and all(type(first[key]) is type(second[key]) for key in first)
    assert (score(first).step_id == score(second).step_id) == same


def test_an_id_names_kind_version_and_digest() -> None:
    kind, version, digits = score({}).step_id.split("-")
    assert (kind, version, len(digits)) == ("score", "v1", 24)
    assert set(digits) <= set("0123456789abcdef")


def test_every_part_of_the_recipe_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = KINDS["score"]
    ids = [
        step_id_of(kind, {}, {"examples": "a", "predictions": "b"}),
        step_id_of(kind, {"x": 1}, {"examples": "a", "predictions": "b"}),
        step_id_of(kind, {}, {"examples": "b", "predictions": "a"}),
        step_id_of(replace(kind, version=2), {}, {"examples": "a", "predictions": "b"}),
        step_id_of(KINDS["predict"], {}, {"examples": "a", "predictions": "b"}),
    ]
    monkeypatch.setitem(kinds.CODEC_VERSIONS, "scores", 99)
    ids.append(step_id_of(kind, {}, {"examples": "a", "predictions": "b"}))
    assert len(set(ids)) == len(ids)


def test_a_label_is_for_people() -> None:
    first = make_step("score", {}, INPUTS, "one")
    second = make_step("score", {}, INPUTS, "another")
    assert first == second


def test_inputs_are_those_that_the_kind_declares_in_its_order() -> None:
    step = make_step("score", {}, dict(reversed(INPUTS.items())))
    assert list(step.inputs) == list(INPUTS)
    assert list(step.input_ids()) == ["a", "b"]
    with pytest.raises(AssertionError):
        make_step("score", {}, {"examples": "a", "predictions": "b"})
    with pytest.raises(AssertionError):
        make_step("score", {}, {**INPUTS, "gold": "c"})


def test_ids_of_inputs_come_one_by_one_and_absent_ones_do_not() -> None:
    inputs = {
        "encoder": "e",
        "start": None,
        "train": ("t", "u", "t"),
        "copies": (),
        "validation": ("v",),
        "matched": (),
    }
    assert list(make_step("fine_tune", {}, inputs).input_ids()) == ["e", "t", "u", "t", "v"]


def test_params_that_json_cannot_carry_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot carry"):
        score({"x": float("nan")})
    with pytest.raises(TypeError, match="cannot carry"):
        score({"x": object()})


def test_a_table_keeps_each_distinct_step_once() -> None:
    table = StepTable()
    first = table.make("score", {"x": 1}, INPUTS, "one")
    assert table.make("score", {"x": 1}, INPUTS, "another") is first
    table.make("compare", {}, {"scores": (first.step_id,)})
    assert list(table.steps) == [first.step_id, table.of_kind("compare")[0].step_id]
    assert table.of_kind("score") == [first]
