"""A job performed: sealed drafts, or a result that says what went wrong."""

import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, StoreError
from crosswind.core.files import read_json
from crosswind.plan.kinds import KINDS
from crosswind.runner.job import Job, perform
from crosswind.runner.resolve import Work


@pytest.fixture
def job(bench: Any, tmp_path: Path) -> Job:
    out = tmp_path / "draft"
    out.mkdir()
    work = Work(kind=KINDS[bench.a.kind], step=bench.a, inputs={}, out=out)
    return Job(
        works=(work,),
        options=RunOptions(data_root=bench.orders, threads=3),
        root=tmp_path,
        facts={"engine": "test"},
    )


def test_a_draft_is_sealed_with_what_happened(job: Job) -> None:
    result = perform(job)
    assert (result.summaries, result.message, result.lost) == (({"letters": 1},), "", "")
    out = job.works[0].out
    assert read_json(out / "manifest.json")["step_id"] == job.key
    made = read_json(out / "provenance.json")
    assert (made["engine"], made["threads"]) == ("test", 3)


def test_a_failure_is_a_result_with_its_story(job: Job, bench: Any) -> None:
    bench.order(a="fail")
    result = perform(job)
    assert result.message == "ValueError: a does not work"
    assert "Traceback" in result.story
    assert result.fatal is None
    assert not (job.works[0].out / "manifest.json").exists()


def test_a_full_disk_is_fatal(job: Job, bench: Any) -> None:
    bench.order(a="fill")
    assert isinstance(perform(job).fatal, StoreError)


def test_an_interrupt_is_not_swallowed(job: Job, bench: Any) -> None:
    bench.order(a="interrupt")
    with pytest.raises(KeyboardInterrupt):
        perform(job)


def test_a_worker_with_other_versions_is_refused(job: Job, bench: Any) -> None:
    other = {**job.versions, "crosswind": "0.0.1"}
    fatal = perform(replace(job, versions=other)).fatal
    assert isinstance(fatal, ConfigError)
    assert "crosswind 0.0.1" in str(fatal)
    assert bench.calls() == []


def test_a_worker_that_does_not_see_the_store_is_refused(job: Job) -> None:
    job.works[0].out.rmdir()
    fatal = perform(job).fatal
    assert isinstance(fatal, ConfigError)
    assert "every node" in fatal.action


@pytest.mark.parametrize("order", ["", "fail", "fill"])
def test_jobs_and_results_travel(job: Job, bench: Any, order: str) -> None:
    bench.order(a=order)
    assert pickle.loads(pickle.dumps(job)) == job  # noqa: S301  what a pipe does
    result = perform(job)
    there = pickle.loads(pickle.dumps(result))  # noqa: S301
    assert str(there.fatal) == str(result.fatal)
    assert there.message == result.message
