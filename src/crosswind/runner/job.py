"""Job: one step or one group on its way to a worker, and what came back."""

import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, CrosswindError, DeviceError, StoreError
from crosswind.plan.steps import Step
from crosswind.runner.environment import provenance, versions
from crosswind.runner.resolve import Work, call_stage, call_stage_together
from crosswind.runner.step_log import captured
from crosswind.store.seal import seal
from crosswind.store.store import check_space


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a worker is asked to do. Plain values: it may travel to another process or machine.

    Attributes:
        works: the steps, several only for a kind that runs together.
        options: how to run.
        root: of the store.
        facts: more lines of the provenance.
        versions: of the packages of the run; a worker with others would give other digits.
    """

    works: tuple[Work, ...]
    options: RunOptions
    root: Path
    facts: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=versions)

    @property
    def key(self) -> str:
        """The id of its first step: no step is in two jobs at once."""
        return self.works[0].step.step_id

    @property
    def steps(self) -> list[Step]:
        """What it runs."""
        return [work.step for work in self.works]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a job.

    Attributes:
        summaries: one a step, if all is well; the drafts are sealed then.
        seconds: how long a step took, with its draft sealed; for a group, its share.
        stage_seconds: how long the stage function took, for the whole job.
        phases: where those went; empty if nobody asked.
        message: why it failed, in one sentence.
        story: the same with all that a log should hold.
        said: what the library logged meanwhile.
        fatal: the error that ends the whole run.
        lost: how the worker ended before the job did; the job may run again.
    """

    summaries: tuple[Mapping[str, Any], ...] = ()
    seconds: float = 0.0
    stage_seconds: float = 0.0
    phases: Mapping[str, float] = field(default_factory=dict)
    message: str = ""
    story: str = ""
    said: tuple[Mapping[str, Any], ...] = ()
    fatal: CrosswindError | None = None
    lost: str = ""


def perform(job: Job) -> Result:
    """Run a job where this process is; a failure is a result, an interrupt is not."""
    clock = time.perf_counter()
    with captured() as said:
        try:
            _require_the_same_versions(job)
            _require_drafts(job)
            made = _made(job)
        except Exception as error:  # noqa: BLE001  a step's failure must not stop the others
            return replace(failed(job, error), said=tuple(said))
    seconds = (time.perf_counter() - clock) / len(job.works)
    return replace(made, seconds=seconds, said=tuple(said))


def failed(job: Job, error: Exception) -> Result:
    """What a job came to that raised an error."""
    if isinstance(error, _UnfitWorkerError | DeviceError):
        return Result(fatal=error)
    try:
        check_space(job.root, error)
    except StoreError as fatal:
        return Result(fatal=fatal)
    is_ours = isinstance(error, CrosswindError)
    return Result(
        message=str(error) if is_ours else f"{type(error).__name__}: {error}",
        story="".join(traceback.format_exception(error)),
    )


class _UnfitWorkerError(ConfigError):
    """The place where a job came to is not set up as the run is."""


def _require_the_same_versions(job: Job) -> None:
    here = versions()
    if here != job.versions:
        names = sorted(
            name
            for name in {*here, *job.versions}
            if here.get(name, "none") != job.versions.get(name, "none")
        )
        raise _UnfitWorkerError(
            "a worker has other versions of packages than the run: digits would differ",
            value=", ".join(f"{name} {here.get(name, 'none')}" for name in names),
            allowed=", ".join(f"{name} {job.versions.get(name, 'none')}" for name in names),
            action="Install the same versions on every node.",
        )


def _require_drafts(job: Job) -> None:
    for work in job.works:
        if not work.out.is_dir():
            raise _UnfitWorkerError(
                "a worker does not see the folder of the store",
                place=str(work.out),
                action="Put the store on a folder that every node reaches under this path.",
            )


def _made(job: Job) -> Result:
    """Call the stage and seal what it made."""
    started, clock = time.time(), time.perf_counter()
    if job.works[0].kind.together:
        summaries = call_stage_together(job.works, job.options)
    else:
        summaries = [call_stage(job.works[0], job.options)]
    seconds = time.perf_counter() - clock
    phases = job.options.clock.close()
    happened = provenance(job.options, started, seconds / len(job.works), phases)
    for work, summary in zip(job.works, summaries, strict=True):
        seal(
            work.out,
            work.step.step_id,
            {
                "kind": work.step.kind,
                "params": dict(work.step.params),
                "inputs": dict(work.step.inputs),
            },
            summary=summary,
            provenance={**happened, **job.facts},
        )
    return Result(summaries=tuple(summaries), stage_seconds=seconds, phases=phases)
