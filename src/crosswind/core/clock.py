"""Clock: where the time of a run went, by step kind and by phase. Off unless somebody asks."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


def _wait_for_nothing() -> None:
    """A named function, because a clock travels to other processes."""


@dataclass(slots=True, kw_only=True)
class Clock:
    """Adds up seconds; where it is off, a phase costs nothing and nothing is kept.

    Durations differ between equal runs, so they reach provenance and the screen, never a summary.

    Attributes:
        is_on: whether anything is measured.
        settle: waits for a device that works on its own time; called around every phase.
        phases: phase -> seconds of the steps since `close`.
        kinds: step kind -> number of steps, and their seconds.
        parts: step kind -> phase -> seconds.
    """

    is_on: bool = False
    settle: Callable[[], None] = _wait_for_nothing
    phases: dict[str, float] = field(default_factory=dict)
    kinds: dict[str, tuple[int, float]] = field(default_factory=dict)
    parts: dict[str, dict[str, float]] = field(default_factory=dict)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Add the seconds inside to a phase of the running step."""
        if not self.is_on:
            yield
            return
        self.settle()
        start = time.perf_counter()
        try:
            yield
        finally:
            self.settle()
            self.phases[name] = self.phases.get(name, 0.0) + time.perf_counter() - start

    def close(self) -> dict[str, float]:
        """The phases of the step, or the group of them, that ends here; then they are forgotten."""
        found, self.phases = self.phases, {}
        return found

    def add(self, kind: str, n_steps: int, seconds: float, phases: Mapping[str, float]) -> None:
        """Count a step, or a group of them, wherever it ran."""
        if not self.is_on:
            return
        before = self.kinds.get(kind, (0, 0.0))
        self.kinds[kind] = (before[0] + n_steps, before[1] + seconds)
        own = self.parts.setdefault(kind, {})
        for name, value in phases.items():
            own[name] = own.get(name, 0.0) + value

    def table(self) -> list[list[str]]:
        """Rows of text, the header first: step kinds by their seconds, each with its phases."""
        whole = sum(seconds for _, seconds in self.kinds.values()) or 1.0
        rows = [["step kind", "steps", "seconds", "share"]]
        for kind, (count, seconds) in sorted(self.kinds.items(), key=lambda entry: -entry[1][1]):
            rows.append([kind, str(count), f"{seconds:.2f}", f"{seconds / whole:.1%}"])
            parts = self.parts[kind]
            rest = {"other": max(0.0, seconds - sum(parts.values()))} if parts else {}
            for name, value in sorted({**parts, **rest}.items(), key=lambda entry: -entry[1]):
                rows.append([f"  {name}", "", f"{value:.2f}", f"{value / whole:.1%}"])
        return rows
