"""Engine: where steps run. What runs, in which order, and what is kept is decided elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, require_one_of
from crosswind.runner.job import Job, Result, perform
from crosswind.runner.resolve import stage_function

ENGINES = ("local", "ray")


class Engine(Protocol):
    """A place where jobs run."""

    name: str

    def capacity(self) -> int:
        """How many jobs it takes at once; more may run later, when nodes join."""

    def submit(self, job: Job) -> None:
        """Start a job, or line it up behind the others."""

    def collect(self, seconds: float) -> list[tuple[Job, Result]]:
        """Jobs that ended, after at most so many seconds of waiting; may be empty."""

    def drop(self) -> None:
        """Stop whatever is on its way; nothing of it will be collected."""

    def close(self) -> None:
        """End what the engine started."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineChoice:
    """Which engine, and how large.

    Attributes:
        name: "local" or "ray".
        workers: local: processes that run steps side by side, 0 = this process alone, one step
            after the other. ray: processors of the cluster that is started here, 0 = all.
        address: "host:port" of a Ray cluster that runs already; "" starts one here.
    """

    name: str = "local"
    workers: int = 0
    address: str = ""


@contextmanager
def opened_engine(choice: EngineChoice, options: RunOptions) -> Iterator[Engine]:
    """An engine for one run, closed at its end.

    Raises:
        ConfigError: the choice contradicts itself or cannot be had.
        MissingDependencyError: the engine's extra is not installed.
    """
    _require_consistent(choice)
    engine: Engine
    if choice.name == "ray":
        engine = stage_function("crosswind.runner.ray_start:ray_engine")(choice, options)
    elif choice.workers:
        engine = stage_function("crosswind.runner.worker_processes:WorkerProcesses")(choice.workers)
    else:
        engine = ThisProcess()
    try:
        yield engine
    finally:
        engine.close()


class ThisProcess:
    """One job after the other, in this process."""

    name = "local"

    def __init__(self) -> None:
        self._jobs: list[Job] = []

    def capacity(self) -> int:
        """One."""
        return 1

    def submit(self, job: Job) -> None:
        """Keep it until somebody waits for it."""
        self._jobs.append(job)

    def collect(self, seconds: float) -> list[tuple[Job, Result]]:
        """Run it now, however long it takes."""
        jobs, self._jobs = self._jobs, []
        return [(job, perform(job)) for job in jobs]

    def drop(self) -> None:
        """Forget what was kept."""
        self._jobs.clear()

    def close(self) -> None:
        """Nothing was started."""


def _require_consistent(choice: EngineChoice) -> None:
    require_one_of(choice.name, ENGINES, problem="there is no such engine")
    if choice.address and choice.name != "ray":
        raise ConfigError(
            "an address is that of a Ray cluster",
            place="--address",
            value=choice.address,
            action="Add --engine ray.",
        )
    if choice.address and choice.workers:
        raise ConfigError(
            "the size of a cluster that runs already is its own",
            place="--workers",
            value=choice.workers,
            action="Leave out --workers, or --address.",
        )
