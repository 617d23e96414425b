"""The lock of code: reformatting is free, a change of code must be accepted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.core.errors import ConfigError
from crosswind.core.files import read_json, write_text
from crosswind.plan import lock
from crosswind.plan.kinds import KINDS

CODE = '''"""A stage."""

from crosswind.made.below import factor


def step(value):
    """What it does."""
    # why it does it
    return factor() * value
'''
BELOW = "def factor():\n    return 2\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A made-up package with one step kind."""
    folder = tmp_path / "crosswind"
    write_text(folder / "made" / "stage.py", CODE)
    write_text(folder / "made" / "below.py", BELOW)
    write_text(folder / "made" / "beside.py", "x = 1\n")
    monkeypatch.setattr(lock, "_PACKAGE", folder)
    kind = replace(KINDS["score"], target="crosswind.made.stage:step", group_target="")
    monkeypatch.setattr(lock, "KINDS", {"score": kind})
    forget()
    yield folder
    monkeypatch.undo()
    forget()


def forget() -> None:
    lock._imports.cache_clear()
    lock._tree_digest.cache_clear()


def digest_now() -> object:
    forget()
    return lock.current_entries()["score"]["code"]


@pytest.mark.parametrize(
    "text",
    [
        CODE.replace("why it does it", "another comment"),
        CODE.replace("What it does", "Another docstring"),
        CODE.replace("A stage", "Another docstring"),
        CODE.replace("factor() * value", "(\n        factor()\n        * value\n    )"),
    ],
)
def test_comments_docstrings_and_layout_are_free(package: Path, text: str) -> None:
    before = digest_now()
    write_text(package / "made" / "stage.py", text)
    assert digest_now() == before


def test_code_that_the_stage_reaches_counts(package: Path) -> None:
    before = digest_now()
    write_text(package / "made" / "stage.py", CODE.replace("*", "+"))
    changed = digest_now()
    assert changed != before
    write_text(package / "made" / "stage.py", CODE)
    write_text(package / "made" / "below.py", BELOW.replace("2", "3"))
    assert digest_now() not in {before, changed}


def test_code_beside_it_does_not_count(package: Path) -> None:
    before = digest_now()
    write_text(package / "made" / "beside.py", "x = 2\n")
    assert digest_now() == before


def test_a_change_is_a_problem_until_it_is_accepted(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    (problem,) = lock.lock_problems(file)
    assert "not in lock.json" in problem
    assert lock.accept_lock("first", file) == ["score"]
    assert lock.lock_problems(file) == []
    write_text(package / "made" / "below.py", BELOW.replace("2", "3"))
    forget()
    (problem,) = lock.lock_problems(file)
    assert "raise its version" in problem
    assert lock.accept_lock("a better factor", file) == ["score"]
    assert lock.lock_problems(file) == []
    assert [entry["why"] for entry in read_json(file)["accepted"]] == ["first", "a better factor"]


def test_accepting_nothing_writes_nothing(package: Path, tmp_path: Path) -> None:
    file = tmp_path / "lock.json"
    lock.accept_lock("first", file)
    before = file.read_bytes()
    assert lock.accept_lock("again", file) == []
    assert file.read_bytes() == before


def test_a_bumped_version_is_told_apart(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lock.json"
    lock.accept_lock("first", file)
    bumped = replace(lock.KINDS["score"], version=2)
    monkeypatch.setattr(lock, "KINDS", {"score": bumped})
    (problem,) = lock.lock_problems(file)
    assert "version 2: why" in problem


def test_a_kind_that_is_gone_is_told(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "lock.json"
    lock.accept_lock("first", file)
    monkeypatch.setattr(lock, "KINDS", {})
    (problem,) = lock.lock_problems(file)
    assert "locked but gone" in problem


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_needed(tmp_path: Path, reason: str) -> None:
    with pytest.raises(ConfigError, match="with a reason"):
        lock.accept_lock(reason, tmp_path / "lock.json")
    assert not (tmp_path / "lock.json").exists()
