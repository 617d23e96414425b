"""What a terminal shows: one progress display, tables, JSON."""

import json
import sys
import time
from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from crosswind.cli.encoding import is_utf_8
from crosswind.core.wording import counted
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.runner.observer import Failure

# A line at most every so many seconds where the output is not a terminal.
_QUIET_SECONDS = 10.0
# Columns of a table that goes to a file or a pipe: no row is folded there.
_UNFOLDED = 100_000


def print_json(value: Any) -> None:
    """One JSON document on standard output, with escapes where its encoding needs them."""
    print(json.dumps(value, ensure_ascii=not is_utf_8(sys.stdout), indent=1))


def show(value: Any, *, as_json: bool) -> None:
    """A value as JSON, or the facts of one thing, one a line."""
    if as_json:
        print_json(value)
        return
    for key, item in value.items():
        if isinstance(item, list | tuple):
            print(f"{key}: {', '.join(str(part) for part in item)}")
        else:
            print(f"{key}: {item}")


def print_table(rows: Sequence[Sequence[str]], *, numbers_from: int = 1) -> None:
    """Rows of text, the header first; columns from `numbers_from` on are right-aligned."""
    if not rows:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for position, name in enumerate(rows[0]):
        is_number = position >= numbers_from
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows[1:]:
        table.add_row(*row)
    width = None if sys.stdout.isatty() else _UNFOLDED
    Console(highlight=False, markup=False, width=width).print(table)


def duration(seconds: float) -> str:
    """Seconds as `41 s`, `3 min 20 s` or `2 h 5 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


class ProgressDisplay:
    """One live display of a run: done, running, reused, failed, tokens per second, time left.

    Where the output is not a terminal, plain lines: one a training step, and one now and then.
    """

    def __init__(self) -> None:
        self._console = Console(stderr=True, highlight=False)
        self._live = self._console.is_terminal
        self._progress = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=28),
            TextColumn("{task.completed:.0f}/{task.total:.0f} steps"),
            TextColumn("{task.fields[facts]}"),
            TimeElapsedColumn(),
            TextColumn("{task.description}"),
            console=self._console,
            transient=True,
        )
        self._bar = self._progress.add_task("", total=1, facts="")
        self._work: dict[str, float] = {}
        self._total_work = 1.0
        self._done_work = 0.0
        self._done = self._failed = self._reused = 0
        self._total = 0
        self._tokens = 0.0
        self._token_seconds = 0.0
        self._began = self._said = time.monotonic()

    def __enter__(self) -> "ProgressDisplay":
        if self._live:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._progress.stop()

    @property
    def elapsed_seconds(self) -> float:
        """Seconds since the display was made."""
        return time.monotonic() - self._began

    def planned(self, plan: Plan, to_run: Sequence[Step], n_reused: int) -> None:
        """The steps that will run, beside those that are there."""
        self._total = len(to_run)
        self._reused = n_reused
        self._work = {step.step_id: _weight(step) for step in to_run}
        self._total_work = sum(self._work.values()) or 1.0
        self._progress.update(self._bar, total=max(1, self._total))
        if not self._live and to_run:
            n_left = len(plan) - self._total - n_reused
            more = f", {n_left} not needed" if n_left else ""
            self._line(f"{counted(self._total, 'step')} to run, {n_reused} reused{more}")
        self._show("")

    def started(self, steps: Sequence[Step]) -> None:
        """A step or a group starts."""
        more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
        self._show(f"{steps[0].kind}: {steps[0].label}{more}")

    def finished(self, step: Step, seconds: float, summary: Mapping[str, Any]) -> None:
        """A step is committed."""
        self._done += 1
        self._done_work += self._work.get(step.step_id, 0.0)
        tokens = summary.get("n_tokens")
        if isinstance(tokens, int | float) and step.kind in {"fine_tune", "predict"}:
            self._tokens += tokens
            self._token_seconds += seconds
        self._progress.update(self._bar, completed=self._done)
        self._show(None)
        if not self._live and step.kind == "fine_tune":
            self._line(f"{step.label}: {duration(seconds)}; {self._facts()}")

    def failed(self, failure: Failure) -> None:
        """A step failed."""
        self._failed += 1
        self._line(f"failed: {failure.step.kind}: {failure.step.label}: {failure.message}")
        self._show(None)

    def taken(self, step: Step) -> None:
        """Another run made this step."""
        self._done += 1
        self._done_work += self._work.get(step.step_id, 0.0)
        self._progress.update(self._bar, completed=self._done)

    def damaged(self, step_id: str) -> None:
        """An artifact was damaged."""
        self._line(f"damaged, set aside and made again: {step_id}")

    def waiting(self, n_steps: int) -> None:
        """Another run holds every ready step."""
        self._show(f"waiting for another run on this store ({counted(n_steps, 'step')})")

    def lost(self, steps: Sequence[Step]) -> None:
        """A worker ended before its work did."""
        more = f" and {len(steps) - 1} more" if len(steps) > 1 else ""
        self._line(f"a worker was lost with {steps[0].kind}: {steps[0].label}{more}")

    def _facts(self) -> str:
        parts = [f"{self._done}/{self._total} done"] if not self._live else []
        if self._reused:
            parts.append(f"{self._reused} reused")
        if self._failed:
            parts.append(f"{self._failed} failed")
        if self._token_seconds > 0:
            parts.append(f"{self._tokens / self._token_seconds:,.0f} tokens/s")
        share = self._done_work / self._total_work
        if 0.05 < share < 1.0:
            elapsed = time.monotonic() - self._began
            parts.append(f"{duration(elapsed * (1 - share) / share)} left")
        return ", ".join(parts)

    def _show(self, running: str | None) -> None:
        if self._live:
            self._progress.update(self._bar, facts=self._facts())
            if running is not None:
                self._progress.update(self._bar, description=running)
        elif running and time.monotonic() - self._said > _QUIET_SECONDS:
            self._line(f"{running}; {self._facts()}")

    def _line(self, text: str) -> None:
        self._said = time.monotonic()
        self._console.print(text, markup=False, soft_wrap=True)


def _weight(step: Step) -> float:
    """A rough share of the time: what the time left is reckoned from until the run is over."""
    updates = step.params.get("max_updates") or 60
    return {"fine_tune": 0.25 * updates, "predict": 0.2, "load_encoder": 5.0}.get(step.kind, 0.02)
