"""Logs of steps: a JSON object a line, and nothing louder than before."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from crosswind.plan.steps import make_step
from crosswind.runner.step_log import KEPT, StepLog, captured
from crosswind.store.layout import Layout

LOG = logging.getLogger("crosswind")
STEP, OTHER = (make_step("load_encoder", {"n": n}, {}) for n in range(2))


def lines(layout: Layout, step: Any = STEP) -> list[dict[str, Any]]:
    text = layout.events(step.step_id).read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_what_is_said_is_kept_and_no_louder_than_before(caplog: pytest.LogCaptureFixture) -> None:
    level = LOG.level
    with captured() as said:
        LOG.debug("not asked")
        LOG.info("update %d", 3)
        LOG.warning("careful")
    assert [(one["level"], one["message"]) for one in said] == [
        ("INFO", "update 3"),
        ("WARNING", "careful"),
    ]
    assert caplog.messages == ["careful"]
    assert LOG.level == level
    assert LOG.filters == []


def test_the_oldest_are_forgotten() -> None:
    with captured() as said:
        for number in range(KEPT + 5):
            LOG.info("%d", number)
    assert [said[0]["message"], said[-1]["message"]] == ["5", str(KEPT + 4)]


def test_a_step_has_a_file_with_all_attempts(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    log = StepLog(layout)
    log.started([STEP, OTHER], "local")
    log.lost(STEP, "killed by signal 9")
    said = [
        {"time": "t", "event": "said", "level": "INFO", "place": "a:1", "message": "half \udce9"}
    ]
    summary = {"n_rows": 3, "loss": float("nan"), "scores": {"f1": 1.0}}
    log.finished(STEP, 1.23456, summary, said)
    assert [one["event"] for one in lines(layout)] == ["started", "lost", "said", "finished"]
    last = lines(layout)[-1]
    assert (last["seconds"], last["summary"]) == (1.235, {"n_rows": 3})
    assert lines(layout)[0]["kind"] == "load_encoder"
    assert lines(layout, OTHER)[0]["with"] == STEP.step_id


def test_a_failure_has_its_story_beside(tmp_path: Path) -> None:
    layout = Layout(tmp_path)
    failure = StepLog(layout).failed(STEP, "no", "Traceback: no\n")
    assert failure.log.read_text("utf-8") == "Traceback: no\n"
    (line,) = lines(layout)
    assert (line["event"], line["message"], line["story"]) == ("failed", "no", failure.log.name)
