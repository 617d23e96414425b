"""What an observer is told, in which order."""

import inspect
from typing import Any

from crosswind.runner.observer import Observer, Outcome, Silent


def test_a_run_is_told_from_plan_to_end(bench: Any) -> None:
    bench.run()
    events = [name for name, _ in bench.recorder.events]
    assert events[0] == "planned"
    assert len(bench.recorder.of("planned")[0]) == len(bench.plan)
    started = [label for labels in bench.recorder.of("started") for label in labels]
    finished = [label for label, _ in bench.recorder.of("finished")]
    assert sorted(started) == sorted(finished)
    assert ("joined", {"letters": len(bench.text(bench.goal))}) in bench.recorder.of("finished")


def test_the_silent_observer_has_every_method_and_says_nothing(bench: Any, capsys: Any) -> None:
    silent = Silent()
    methods = [name for name, _ in inspect.getmembers(Observer, inspect.isfunction)]
    for name in methods:
        if not name.startswith("_"):
            declared = inspect.signature(getattr(Observer, name))
            assert inspect.signature(getattr(Silent, name)) == declared
            arguments = [None] * (len(declared.parameters) - 1)
            assert getattr(silent, name)(*arguments) is None
    assert capsys.readouterr() == ("", "")


def test_two_outcomes_share_no_lists() -> None:
    assert Outcome().executed is not Outcome().executed
