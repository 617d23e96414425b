"""`crosswind plan` and `explain`: what runs, what is there, and what nobody needs."""

import json
from pathlib import Path

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.runner.prepare import prepare
from crosswind.store.store import Store
from tests.store.conftest import commit


def test_what_is_absent_and_not_read_is_not_needed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = prepare("quickstart").plan
    (goal,) = plan.goals
    commit(Store(tmp_path / "store"), goal)
    place = ["--store", str(tmp_path / "store"), "--json"]
    assert exit_code_of(["plan", "quickstart", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["to_run"], told["reused"]) == ({}, {"render_report": 1})
    assert sum(told["not_needed"].values()) == len(plan) - 1
    some = next(step.step_id for step in plan if step.kind == "score")
    for step, state in ((some, "not needed"), (goal, "reused")):
        assert exit_code_of(["explain", "quickstart", step, *place]) == 0
        assert json.loads(capsys.readouterr().out)["state"] == state
    assert exit_code_of(["explain", "quickstart", some, "--store", str(tmp_path / "none")]) == 0
    assert "to run: there is no store yet" in capsys.readouterr().out
