"""Logs of steps: one file a step, a JSON object a line; nothing of it is printed."""

import json
import logging
import math
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crosswind.core.files import write_text
from crosswind.plan.steps import Step
from crosswind.runner.observer import Failure
from crosswind.store.layout import Layout
from crosswind.store.store import explained

# What a job says beyond this number is forgotten, the oldest first.
KEPT = 1000
Records = Sequence[Mapping[str, Any]]


@contextmanager
def captured() -> Iterator[deque[dict[str, Any]]]:
    """What the library says meanwhile, from level INFO on; nobody hears more of it than before."""
    logger, said = logging.getLogger("crosswind"), deque[dict[str, Any]](maxlen=KEPT)
    own, heard = logger.level, logger.getEffectiveLevel()

    def listen(record: logging.LogRecord) -> bool:
        said.append(
            {
                "time": _iso(record.created),
                "event": "said",
                "level": record.levelname,
                "place": f"{record.module}:{record.lineno}",
                "message": record.getMessage(),
            }
        )
        return record.levelno >= heard

    logger.addFilter(listen)
    logger.setLevel(min(logging.INFO, heard))
    try:
        yield said
    finally:
        logger.setLevel(own)
        logger.removeFilter(listen)


@dataclass(frozen=True, slots=True)
class StepLog:
    """Writes the logs of a store; only the process that commits to it does."""

    layout: Layout

    def started(self, steps: Sequence[Step], engine: str) -> None:
        """Steps were handed to an engine, together if they are several."""
        for step in steps:
            told: dict[str, Any] = {"kind": step.kind, "label": step.label, "engine": engine}
            if step is not steps[0]:
                told["with"] = steps[0].step_id
            self._add(step, event="started", **told)

    def finished(
        self, step: Step, seconds: float, summary: Mapping[str, Any], said: Records = ()
    ) -> None:
        """A step was committed."""
        plain = {key: one for key, one in summary.items() if _is_plain(one)}
        self._add(step, said=said, event="finished", seconds=round(seconds, 3), summary=plain)

    def lost(self, step: Step, reason: str) -> None:
        """A worker ended before the step did."""
        self._add(step, event="lost", reason=reason)

    def failed(self, step: Step, message: str, story: str, said: Records = ()) -> Failure:
        """A step raised an error: the story stands in a text file of its own, for people."""
        log = self.layout.log(step.step_id)
        with explained(self.layout.root):
            write_text(log, story)
        self._add(step, said=said, event="failed", message=message, story=log.name)
        return Failure(step=step, message=message, log=log)

    def _add(self, step: Step, /, *, said: Records = (), **happened: Any) -> None:
        now = {"time": _iso(datetime.now(UTC).timestamp()), **happened}
        lines = [json.dumps(one, ensure_ascii=False) for one in (*said, now)]
        with explained(self.layout.root):
            events = self.layout.events(step.step_id)
            events.parent.mkdir(exist_ok=True)
            with events.open("a", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write("".join(f"{line}\n" for line in lines))


def _is_plain(value: object) -> bool:
    return isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))


def _iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")
