"""A whole run, and the report where people find it."""

import errno
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import ExperimentText
from crosswind.config.run_options import RunOptions
from crosswind.config.schema import Experiment
from crosswind.core.clock import Clock
from crosswind.core.errors import ConfigError, DataError, DeviceError, StoreError
from crosswind.core.files import write_text
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner import journey
from crosswind.runner.journey import publish_report, refuse_missing, travel
from crosswind.runner.prepare import Prepared

NO_FILE = ExperimentText(place="small.toml", text="", value={})


@pytest.fixture
def prepared(bench: Any, monkeypatch: pytest.MonkeyPatch) -> Prepared:
    """The plan of fake steps in the clothes of an experiment called `small`."""
    experiment = Experiment.model_validate(
        {
            "name": "small",
            "encoder": {"name": "tiny"},
            "data": {"root": str(bench.orders)},
            "arms": [{"name": "none"}],
            "targets": [{"task": "a"}],
        }
    )
    card = EncoderCard(name="tiny")
    found = Prepared(
        source=NO_FILE, experiment=experiment, plan=bench.plan, missing=(), encoder=card
    )
    monkeypatch.setattr(journey, "prepare", lambda name, overrides: found)
    return found


def go(bench: Any, **more: Any) -> journey.Journey:
    return travel("small", store=bench.root / "store", observer=bench.recorder, **more)


def test_a_journey_ends_with_a_report(bench: Any, prepared: Prepared) -> None:
    found = go(bench)
    assert found.report == bench.root / "store" / "reports" / "small"
    assert (found.report / "text.txt").read_text("utf-8") == bench.text(bench.goal)
    assert found.artifact_of("compare") == bench.store.layout.artifact(bench.goal.step_id)
    assert found.artifact_of("render_report") is None
    assert found.outcome.failed == []


def test_a_second_journey_leaves_the_report_alone(bench: Any, prepared: Prepared) -> None:
    report = go(bench).report
    assert report is not None
    before = (report / "text.txt").stat()
    again = go(bench)
    assert again.report == report
    assert again.outcome.executed == []
    assert (report / "text.txt").stat().st_ino == before.st_ino


def test_a_new_report_replaces_the_old_one_whole(bench: Any, prepared: Prepared) -> None:
    report = go(bench).report
    assert report is not None
    write_text(report / ".step", "an older report")
    write_text(report / "left over.txt", "x")
    assert go(bench).report == report
    assert not (report / "left over.txt").exists()
    assert list(bench.store.layout.drafts.iterdir()) == []


def test_a_failed_journey_has_no_report_and_says_why(bench: Any, prepared: Prepared) -> None:
    bench.order(b="fail")
    found = go(bench)
    assert found.report is None
    assert found.artifact_of("compare") is None
    assert len(found.outcome.failed) == 1


def test_places_are_the_experiments_and_the_machine_is_the_callers(
    bench: Any, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    execution = journey.Execution

    def watched(**parts: Any) -> Any:
        seen.append(parts["options"])
        return execution(**parts)

    monkeypatch.setattr(journey, "Execution", watched)
    go(bench, options=RunOptions(data_root=Path("/other"), device="cpu", threads=3, offline=False))
    go(bench)
    asked, default = seen
    assert (asked.data_root, asked.offline) == (bench.orders, True)
    assert (asked.device, asked.threads) == ("cpu", 3)
    assert default.threads >= 1


def test_the_profile_is_that_of_the_caller(bench: Any, prepared: Prepared) -> None:
    clock = Clock(is_on=True)
    go(bench, options=RunOptions(clock=clock))
    assert set(clock.kinds) == {step.kind for step in bench.plan}


def test_what_is_missing_is_told_once_and_before_anything_runs(
    bench: Any, prepared: Prepared, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = (DataError("a is missing"), DataError("b is missing"), DataError("a is missing"))
    short = replace(prepared, missing=missing)
    monkeypatch.setattr(journey, "prepare", lambda name, overrides: short)
    with pytest.raises(ConfigError) as caught:
        go(bench)
    assert [problem.problem for problem in caught.value.problems] == [
        "a is missing",
        "b is missing",
    ]
    assert not (bench.root / "store").exists()
    assert bench.calls() == []
    refuse_missing(prepared)


def test_a_report_that_cannot_be_put_in_place_is_a_store_error(
    bench: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.run()

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("crosswind.runner.journey.shutil.copytree", full)
    with pytest.raises(StoreError, match="the disk is full"):
        publish_report(bench.store, "small", bench.goal)
    assert not bench.store.layout.report("small").exists()


@pytest.mark.parametrize("device", ["gpuu", "cuda:x", "CPU", ""])
def test_a_device_that_is_none_is_refused_before_anything_runs(
    bench: Any, prepared: Prepared, device: str
) -> None:
    with pytest.raises(DeviceError, match="--device: not a device"):
        travel("small", options=RunOptions(device=device), observer=bench.recorder)
    assert bench.calls() == []
