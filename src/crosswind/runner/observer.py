"""Who is told what happens in a run, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A step that failed, why, and the file with the whole story."""

    step: Step
    message: str
    log: Path


@dataclass(slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        executed: ids of steps run here, in order.
        reused: steps that were in the store, or were made by another run meanwhile.
        not_needed: steps that are not in the store, and that nothing which ran had to read.
        failed: steps that failed.
        blocked: ids of steps that wait for a failed one.
    """

    executed: list[str] = field(default_factory=list)
    reused: int = 0
    not_needed: int = 0
    failed: list[Failure] = field(default_factory=list)
    blocked: list[str] = field(default_factory=list)


class Observer(Protocol):
    """Told about a run as it goes."""

    def planned(self, plan: Plan, to_run: Sequence[Step], n_reused: int) -> None:
        """The steps that will run, and how many are there; nothing reads the others any more."""

    def started(self, steps: Sequence[Step]) -> None:
        """A step or a group starts."""

    def finished(self, step: Step, seconds: float, summary: Mapping[str, Any]) -> None:
        """A step is committed; for a group, `seconds` is its share."""

    def failed(self, failure: Failure) -> None:
        """A step failed; the others go on."""

    def taken(self, step: Step) -> None:
        """Another run on the same store made this step."""

    def damaged(self, step_id: str) -> None:
        """A stored artifact was damaged, was set aside, and will be made again."""

    def waiting(self, n_steps: int) -> None:
        """Every ready step is being made by another run."""

    def lost(self, steps: Sequence[Step]) -> None:
        """A worker ended before the step or group that it ran."""


class Silent:
    """An observer that says nothing."""

    def planned(self, plan: Plan, to_run: Sequence[Step], n_reused: int) -> None:
        """Nothing."""

    def started(self, steps: Sequence[Step]) -> None:
        """Nothing."""

    def finished(self, step: Step, seconds: float, summary: Mapping[str, Any]) -> None:
        """Nothing."""

    def failed(self, failure: Failure) -> None:
        """Nothing."""

    def taken(self, step: Step) -> None:
        """Nothing."""

    def damaged(self, step_id: str) -> None:
        """Nothing."""

    def waiting(self, n_steps: int) -> None:
        """Nothing."""

    def lost(self, steps: Sequence[Step]) -> None:
        """Nothing."""
