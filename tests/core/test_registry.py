"""Registries: names now, values when they are asked for."""

import sys
from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.core.registry import Registry, load_attribute


@pytest.fixture
def lazy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Registry[object]:
    """A registry with one entry in a module that nobody has imported yet."""
    (tmp_path / "made_up_task.py").write_text("TASK = object()\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "made_up_task", raising=False)
    return Registry("task", {"xnli": "made_up_task:TASK", "udpos": 7})


def test_a_value_is_imported_when_it_is_asked_for_and_not_before(lazy: Registry[object]) -> None:
    assert lazy.names() == ("udpos", "xnli")
    assert "xnli" in lazy
    assert "made_up_task" not in sys.modules
    assert lazy.get("xnli") is lazy.get("xnli")
    assert "made_up_task" in sys.modules


def test_a_value_that_is_no_text_is_returned_as_it_is(lazy: Registry[object]) -> None:
    assert lazy.get("udpos") == 7


def test_an_unknown_name_is_told_with_place_and_nearest(lazy: Registry[object]) -> None:
    with pytest.raises(ConfigError) as caught:
        lazy.get("xnly", place="a.toml:2")
    assert str(caught.value) == (
        "a.toml:2: unknown task: 'xnly'. Did you mean 'xnli'? Allowed: udpos, xnli."
    )


def test_an_entry_is_added_to_a_copy_and_never_over_another(lazy: Registry[object]) -> None:
    more = lazy.with_entry("mnli", 3)
    assert more.get("mnli") == 3
    assert "mnli" not in lazy
    with pytest.raises(ConfigError, match="taken"):
        more.with_entry("mnli", 4)


def test_a_target_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(AttributeError):
        load_attribute("json:no_such_thing")
    with pytest.raises(ModuleNotFoundError):
        load_attribute("no_such_module_at_all:x")
