"""Steps side by side in processes: the same bytes, and a process that ends is replaced."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswind.core.clock import Clock
from crosswind.core.files import read_json
from crosswind.runner.worker_processes import WorkerProcesses
from tests.runner.conftest import Bench


@pytest.fixture
def workers(fake_kinds: Any) -> Iterator[WorkerProcesses]:
    engine = WorkerProcesses(2)
    yield engine
    engine.close()


def test_two_processes_give_the_same_artifacts_as_none(
    bench: Any, tmp_path: Path, workers: WorkerProcesses
) -> None:
    bench.run()
    (tmp_path / "other").mkdir()
    other = Bench(tmp_path / "other")
    outcome = other.run(engine=workers)
    assert (outcome.failed, outcome.blocked) == ([], [])
    assert sorted(outcome.executed) == sorted(bench.plan.steps)
    assert other.digests() == bench.digests()
    assert list(other.store.layout.drafts.iterdir()) == []


def test_a_lost_worker_is_replaced_and_a_failing_step_is_not_tried_again(
    bench: Any, workers: WorkerProcesses
) -> None:
    bench.order(a="die once", b="fail", c="die")
    outcome = bench.run(engine=workers)
    messages = {failure.step.label: failure.message for failure in outcome.failed}
    assert messages == {
        "b": "ValueError: b does not work",
        "c": "its worker ended 4 times before it did",
    }
    calls = bench.calls()
    assert (calls.count("a"), calls.count("b"), calls.count("c")) == (2, 1, 4)
    assert bench.resumed() == ["a"]
    assert not bench.store.layout.partial(bench.a.step_id).exists()
    assert bench.goal.step_id in outcome.blocked
    assert bench.predictions[0].step_id in outcome.executed
    log = next(item.log for item in outcome.failed if item.step == bench.c)
    assert "exit code -9" in log.read_text("utf-8")
    assert list(bench.store.layout.drafts.iterdir()) == []


def test_the_profile_counts_what_ran_elsewhere(bench: Any, workers: WorkerProcesses) -> None:
    here, there = Clock(is_on=True), Clock(is_on=True)
    bench.run(clock=there, engine=workers)
    shutil.rmtree(bench.store.layout.artifacts)
    bench.run(clock=here)
    counts = {kind: n_steps for kind, (n_steps, _) in there.kinds.items()}
    assert counts == {kind: n_steps for kind, (n_steps, _) in here.kinds.items()}
    assert sum(counts.values()) == len(bench.plan)
    assert there.parts["predict"].keys() == here.parts["predict"].keys() == {"write"}
    made = read_json(bench.store.layout.artifact(bench.goal.step_id) / "provenance.json")
    assert "write" in made["phases"]


def test_what_is_dropped_is_killed(bench: Any, workers: WorkerProcesses) -> None:
    bench.order(e="linger once", a="fill")
    start = time.monotonic()
    with pytest.raises(Exception, match="the disk is full"):
        bench.run(engine=workers)
    assert time.monotonic() - start < 200
    assert list(bench.store.layout.drafts.iterdir()) == []
