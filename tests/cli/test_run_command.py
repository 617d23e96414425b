"""`crosswind run`: what is said of failures."""

import shlex
from pathlib import Path

import pytest

from crosswind.cli.main import exit_code_of
from crosswind.plan.steps import make_step
from crosswind.runner.journey import Journey
from crosswind.runner.observer import Failure, Outcome
from crosswind.store.store import Store


def test_a_failure_is_told_with_the_command_that_was_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    step = make_step("load_examples", {"task": "mnli"}, {}, "mnli en train")

    def travel(name: str, **options: object) -> Journey:
        outcome = Outcome(failed=[Failure(step=step, message="broken", log=tmp_path / "log")])
        store = Store(tmp_path / "store")
        return Journey(prepared=None, store=store, outcome=outcome, report=None)  # type: ignore[arg-type]

    monkeypatch.setattr("crosswind.runner.journey.travel", travel)
    given = ["run", "quickstart", "--set", "data.root=my data", "--threads", "3"]
    assert exit_code_of(given) == 1
    (line,) = [x for x in capsys.readouterr().err.split("\n") if x.startswith("  retry: ")]
    assert shlex.split(line.removeprefix("  retry: ")) == ["crosswind", *given]
