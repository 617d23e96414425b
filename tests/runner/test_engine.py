"""Choosing an engine, and the one that is this process."""

from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.runner.engine import EngineChoice, ThisProcess, opened_engine
from crosswind.runner.worker_processes import WorkerProcesses


def test_the_default_is_this_process() -> None:
    with opened_engine(EngineChoice(), RunOptions()) as engine:
        assert isinstance(engine, ThisProcess)
        assert (engine.capacity(), engine.collect(0.0)) == (1, [])


def test_workers_are_processes() -> None:
    with opened_engine(EngineChoice(workers=3), RunOptions()) as engine:
        assert isinstance(engine, WorkerProcesses)
        assert engine.capacity() == 3


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (EngineChoice(name="rey"), "'ray'"),
        (EngineChoice(address="10.0.0.1:6379"), "--engine ray"),
        (EngineChoice(name="ray", address="10.0.0.1:6379", workers=2), "--workers"),
    ],
)
def test_a_choice_that_contradicts_itself(choice: EngineChoice, said: str) -> None:
    with pytest.raises(ConfigError) as caught, opened_engine(choice, RunOptions()):
        pass
    assert said in str(caught.value)


def test_what_is_dropped_is_not_run(bench: Any) -> None:
    engine = ThisProcess()
    engine.submit(object())  # type: ignore[arg-type]
    engine.drop()
    assert engine.collect(0.0) == []
