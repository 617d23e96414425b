"""RayEngine: steps as tasks of a Ray cluster, which is started here or runs already."""

import logging
import os
import shutil
import signal
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import ray
from ray.exceptions import GetTimeoutError, RayError, RayTaskError

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.runner.engine import EngineChoice
from crosswind.runner.job import Job, Result, failed, perform
from crosswind.runner.needs import Need, need_of

_LOG = logging.getLogger("crosswind")
_LOUD = ("WARNING", "ERROR", "CRITICAL")
# Jobs lined up for each processor, so that none waits for this process between two steps.
_LINED_UP = 2
_MOST_JOBS = 512
_LOOK_SECONDS = 5.0
_STARTS = 3
_OBJECT_BYTES = 80 * 2**20  # of shared memory; Ray's minimum is 75 MiB, and summaries are small
_LOOPBACK = "127.0.0.1"
# Paths of Unix sockets hold at most 107 bytes, and Ray's own names take 80 of them.
_SHORT_PATH = 20
# What a worker shall find as this process found it.
_ENVIRONMENT = ("HF_HUB_OFFLINE", "HF_HOME", "OMP_WAIT_POLICY", "TOKENIZERS_PARALLELISM")


class RayEngine:
    """One task a job, with its processors and accelerators. The cluster starts with the first job.

    Ray does not repeat a task by itself: a lost one is reported, and its run begins it again with a
    draft of its own, so that a worker that was only cut off cannot write into it.

    Args:
        choice: workers to start with, or the address of a cluster.
        options: threads and device of the run.
    """

    name = "ray"

    def __init__(self, choice: EngineChoice, options: RunOptions) -> None:
        self._choice = choice
        self._options = options
        self._nodes: list[dict[str, float]] = []
        self._needs: dict[str, Need] = {}
        self._tasks: dict[Any, Job] = {}
        self._folder: Path | None = None
        self._capacity = 0
        self._looked = 0.0

    def capacity(self) -> int:
        """Two jobs a processor of the cluster, as large as it is now."""
        if not self._nodes:
            self._start()
        if time.monotonic() - self._looked > _LOOK_SECONDS:
            self._looked = time.monotonic()
            n_cpus = int(ray.cluster_resources().get("CPU", 0))
            self._capacity = min(_MOST_JOBS, max(1, _LINED_UP * n_cpus))
        return self._capacity

    def submit(self, job: Job) -> None:
        """Line the job up."""
        kind = job.works[0].kind
        if kind.name not in self._needs:
            self._needs[kind.name] = need_of(kind, self._options, self._nodes)
        need = self._needs[kind.name]
        there = replace(
            job, options=replace(job.options, data_root=job.options.data_root.absolute())
        )
        task = _TASK.options(num_cpus=need.num_cpus, num_gpus=need.num_gpus)
        self._tasks[task.remote(there, Path.cwd())] = job

    def collect(self, seconds: float) -> list[tuple[Job, Result]]:
        """Jobs that ended, or whose worker or node did."""
        tasks = list(self._tasks)
        ended, _ = ray.wait(tasks, num_returns=1, timeout=seconds)
        if ended:
            ended, _ = ray.wait(tasks, num_returns=len(tasks), timeout=0)
        found = [(job, _result(task, job)) for task in ended for job in [self._tasks.pop(task)]]
        for _, result in found:
            # A worker's own log is read by nobody.
            for said in result.said:
                if said["level"] in _LOUD:
                    _LOG.warning("%s", said["message"])
        return found

    def drop(self) -> None:
        """Kill the workers of all tasks."""
        for task in self._tasks:
            with suppress(RayError):
                ray.cancel(task, force=True)
        self._tasks.clear()

    def close(self) -> None:
        """Leave the cluster; one that was started here ends."""
        if self._nodes:
            ray.shutdown()
            self._nodes.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _start(self) -> None:
        common = {
            "log_to_driver": False,
            "logging_level": logging.CRITICAL,
            "runtime_env": {"env_vars": _environment(self._options)},
        }
        terminate = signal.getsignal(signal.SIGTERM)
        for attempt in range(_STARTS):
            try:
                ray.init(**common, **self._place())
                break
            except Exception as error:
                # Ray says by a plain Exception that a node was slow to start: a machine under load.
                ray.shutdown()
                if self._choice.address or attempt == _STARTS - 1:
                    raise self._no_cluster(error) from error
        # Ray puts a handler of its own in place of the run's.
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, terminate)
        self._nodes = [node["Resources"] for node in ray.nodes() if node["Alive"]]

    def _no_cluster(self, error: Exception) -> ConfigError:
        address = self._choice.address
        return ConfigError(
            f"there is no Ray cluster to run on: {_first_line(error)}",
            place=f"--address {address}" if address else "--engine ray",
            action="Start one with `ray start --head`, or leave out --address."
            if address
            else "Run again when the machine is less busy, or use --engine local.",
        )

    def _place(self) -> dict[str, Any]:
        """Arguments that connect to a cluster, or start one that nobody else reaches."""
        if self._choice.address:
            return {"address": self._choice.address}
        is_short = len(tempfile.gettempdir()) < _SHORT_PATH
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="cw", dir=None if is_short else "/tmp"))
        return {
            "address": "local",
            "num_cpus": self._choice.workers or os.cpu_count() or 1,
            "include_dashboard": False,
            "object_store_memory": _OBJECT_BYTES,
            "_node_ip_address": _LOOPBACK,
            "_temp_dir": str(self._folder),
        }


def _environment(options: RunOptions) -> dict[str, str]:
    """Variables of a worker. Ray would allow numpy one thread where this process has many."""
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    return kept | {"OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", str(options.threads or 1))}


def _perform(job: Job, folder: Path) -> Result:
    """Run a job on a worker, in the folder of its run where there is one of that name."""
    with suppress(OSError):
        os.chdir(folder)
    return perform(job)


_TASK = ray.remote(max_retries=0)(_perform)


def _result(task: Any, job: Job) -> Result:
    try:
        result: Result = ray.get(task, timeout=60)
    except RayTaskError as error:
        return failed(job, error)
    except (RayError, GetTimeoutError) as error:
        return Result(lost=f"{type(error).__name__}: {error}")
    return result


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]
