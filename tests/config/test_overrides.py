"""`--set path=value`."""

import copy
import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.config.overrides import apply_overrides, set_by
from crosswind.core.errors import ConfigError

VALUE: dict[str, Any] = {
    "name": "a",
    "seeds": [1, 2],
    "noise": {"severities": [1, 3]},
    "arms": [{"name": "none"}, {"name": "mnli", "stages": [{"tasks": ["mnli"]}]}],
}
KEYS = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True)


def changed(*overrides: str) -> dict[str, Any]:
    return apply_overrides(VALUE, overrides)


@pytest.mark.parametrize(
    ("override", "path", "value"),
    [
        ("name=b", ["name"], "b"),
        ('name="b"', ["name"], "b"),
        ("name = b c ", ["name"], "b c"),
        ("name=", ["name"], ""),
        ("name=a=b", ["name"], "a=b"),
        ("data.root=../files", ["data", "root"], "../files"),
        ("data.offline=false", ["data", "offline"], False),
        ("noise.severities=[2]", ["noise", "severities"], [2]),
        ("noise.severities[1]=5", ["noise", "severities", 1], 5),
        ("arms[1].stages[0].tasks[0]=qqp", ["arms", 1, "stages", 0, "tasks", 0], "qqp"),
        ("training.learning_rate=2e-5", ["training", "learning_rate"], 2e-5),
        ("training={epochs=1}", ["training"], {"epochs": 1}),
        ("question=1979-05-27", ["question"], datetime.date(1979, 5, 27)),
        ("question=[1, ", ["question"], "[1,"),
        ("question=" + "9" * 5000, ["question"], "9" * 5000),
        ("question=" + "[" * 5000, ["question"], "[" * 5000),
    ],
    ids=lambda item: str(item)[:40],
)
def test_a_value_stands_where_the_path_says(override: str, path: list[Any], value: Any) -> None:
    here: Any = changed(override)
    for part in path:
        here = here[part]
    assert here == value
    assert type(here) is type(value)


@pytest.mark.parametrize(
    ("override", "problem"),
    [
        ("name", "without '='"),
        ("=3", "without '='"),
        ("", "without '='"),
        ("a..b=1", "malformed path"),
        ("a b=1", "malformed path"),
        ("[0]=1", "malformed path"),
        ("arms[-1]=1", "malformed path"),
        ("arms[x]=1", "malformed path"),
        ("arms[2].name=x", "no such list position"),
        ("name[0]=x", "no such list position"),
        ("noise[0]=x", "no such list position"),
        ("name.first=x", "a key below a plain value"),
        ("seeds.target=[1]", "a key below a list"),
    ],
)
def test_what_cannot_be_applied_is_told(override: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem) as caught:
        changed(override)
    assert caught.value.place == "--set"
    assert caught.value.value == override


def test_the_allowed_positions_of_a_list_are_told() -> None:
    with pytest.raises(ConfigError, match="0 to 1"):
        changed("arms[2].name=x")


@pytest.mark.parametrize(
    ("override", "action"),
    [
        ("arms.1.name=x", "Write arms[1].name=..."),
        ("arms.name=x", "Write arms[0].name=..."),
        ("arms.1=x", "Write arms[1]=..."),
        ("noise.severities.0=3", "Write noise.severities[0]=..."),
        ("arms[1].stages.0.tasks=x", "Write arms[1].stages[0].tasks=..."),
        ("name.first=x", "`name` is no table: set it as a whole."),
    ],
)
def test_how_a_place_in_a_list_is_written_is_told(override: str, action: str) -> None:
    with pytest.raises(ConfigError) as caught:
        changed(override)
    assert caught.value.action == action
    assert caught.value.allowed


def test_the_override_that_set_a_key_is_known() -> None:
    overrides = ["a.b=1", "arms[1]={}", "a={b=2}"]
    assert set_by(overrides, ["a", "b"]) == "a={b=2}"
    assert set_by(overrides[:1], ["a", "b", 3]) == "a.b=1"
    assert set_by(overrides, ["arms", 1, "name"]) == "arms[1]={}"
    assert set_by(overrides, ["arms", 0, "name"]) == set_by(overrides[:1], ["a"]) == ""


def test_the_original_is_never_changed() -> None:
    before = copy.deepcopy(VALUE)
    changed("arms[0].name=x", "noise.severities[0]=9", "new.key=1")
    assert before == VALUE


def test_overrides_are_applied_in_order() -> None:
    assert changed("name=b", "name=c")["name"] == "c"
    assert changed("new={a=1}", "new.b=2")["new"] == {"a": 1, "b": 2}


def test_no_override_changes_nothing() -> None:
    assert changed() == VALUE


@given(KEYS, st.integers(-(2**62), 2**62))
@profile(max_examples=40)
def test_applying_twice_is_applying_once(key: str, number: int) -> None:
    override = f"{key}x.y={number}"
    once = apply_overrides({}, [override])
    assert once == {f"{key}x": {"y": number}}
    assert apply_overrides(once, [override]) == once


@given(KEYS, KEYS, st.integers(0, 9), st.integers(0, 9))
@profile(max_examples=40)
def test_overrides_of_different_keys_commute(first: str, second: str, one: int, two: int) -> None:
    overrides = [f"a.{first}={one}", f"b.{second}={two}"]
    assert apply_overrides({}, overrides) == apply_overrides({}, overrides[::-1])
