"""WorkerProcesses: steps side by side in processes of this machine."""

from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from crosswind.core.processes import FRESH, belong_to_parent
from crosswind.runner.job import Job, Result, perform


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    job: Job | None = None


class WorkerProcesses:
    """A fixed number of processes, each with one job at a time.

    A process that ends before its job is replaced, and the job reported as lost. Torch uses as many
    threads in each of them as the run's options say, so `n_workers` times that in all.

    Args:
        n_workers: how many processes; each starts with its first job.
    """

    name = "local"

    def __init__(self, n_workers: int) -> None:
        self._n_workers = n_workers
        self._workers: list[_Worker] = []

    def capacity(self) -> int:
        """One job a process."""
        return self._n_workers

    def submit(self, job: Job) -> None:
        """Give the job to an idle process."""
        idle = [worker for worker in self._workers if worker.job is None]
        worker = idle[0] if idle else self._start()
        worker.job = job
        try:
            worker.pipe.send(job)
        except OSError:
            # It ended while it was idle. The closed pipe says so to `collect`.
            return

    def collect(self, seconds: float) -> list[tuple[Job, Result]]:
        """Jobs that ended."""
        busy = {worker.pipe: worker for worker in self._workers if worker.job is not None}
        found = []
        for pipe in connection.wait(list(busy), timeout=seconds):
            worker = busy[pipe]  # type: ignore[index]  # only pipes were waited for
            assert worker.job is not None
            found.append((worker.job, self._receive(worker)))
            worker.job = None
        return found

    def drop(self) -> None:
        """Kill every process that is at work."""
        for worker in [item for item in self._workers if item.job is not None]:
            self._end(worker)

    def close(self) -> None:
        """Kill all processes: what they made is in the store, or nobody waits for it."""
        for worker in list(self._workers):
            self._end(worker)

    def _start(self) -> _Worker:
        ours, theirs = FRESH.Pipe()
        # Not a daemon: those may not start processes, as several of one training step are.
        process = FRESH.Process(target=serve, args=(theirs,))
        process.start()
        theirs.close()
        worker = _Worker(process=process, pipe=ours)
        self._workers.append(worker)
        return worker

    def _receive(self, worker: _Worker) -> Result:
        try:
            result: Result = worker.pipe.recv()
        except (EOFError, OSError):
            self._end(worker)
            return Result(lost=f"the process ended with exit code {worker.process.exitcode}")
        return result

    def _end(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()


def serve(pipe: Connection) -> None:
    """Run jobs until the pipe is closed or the run's process ends."""
    belong_to_parent()
    while True:
        try:
            job = pipe.recv()
        except EOFError:
            return
        pipe.send(perform(job))
