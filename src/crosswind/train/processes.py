"""A stage of training in several processes of this machine, each with a share of every batch."""

import logging
import os
import socket
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import torch
from accelerate import PartialState

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, CrosswindError, StepError
from crosswind.core.processes import FRESH, belong_to_parent
from crosswind.train.share import Share

Summary = dict[str, object]
StageOfShare = Callable[[RunOptions, Share], Summary]
# When one process fails the others cannot go on: the first one gets so long to say what it knows.
_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class _Member:
    process: SpawnProcess
    pipe: Connection


def in_processes(stage: StageOfShare, options: RunOptions) -> Summary:
    """Run a stage in `options.processes` processes; the summary of the first.

    Args:
        stage: gets the options and the share of its process; it may travel to another process.
        options: of the run. Each process uses `threads` threads, or an accelerator of its own.

    Raises:
        ConfigError: there are fewer accelerators than processes, or one was chosen by number.
        StepError: a process ended, or the stage did not succeed.
    """
    _require_devices(options)
    with tempfile.TemporaryDirectory() as folder:
        members = [
            _start(stage, options, Share(index=index, n_shares=options.processes), folder)
            for index in range(options.processes)
        ]
        try:
            summary, phases = _answer(members)
        finally:
            for member in members:
                member.process.kill()
                member.process.join()
                member.pipe.close()
    for name, seconds in phases.items():
        options.clock.phases[name] = options.clock.phases.get(name, 0.0) + seconds
    return summary


def _require_devices(options: RunOptions) -> None:
    if ":" in options.device:
        raise ConfigError(
            "several processes of a training step take an accelerator each",
            place="options.device",
            value=options.device,
            allowed=("auto", "cpu", "cuda"),
        )
    n_cards = torch.cuda.device_count()
    if not _is_on_cpu(options) and n_cards < options.processes:
        raise ConfigError(
            f"this machine has {n_cards} accelerators",
            place="options.processes",
            value=options.processes,
            allowed=f"at most {n_cards}",
        )


def _is_on_cpu(options: RunOptions) -> bool:
    return options.device == "cpu" or not torch.cuda.is_available()


def _start(stage: StageOfShare, options: RunOptions, share: Share, folder: str) -> _Member:
    ours, theirs = FRESH.Pipe()
    arguments = (theirs, stage, options, share, Path(folder) / "meeting")
    process = FRESH.Process(target=_take_part, args=arguments, daemon=True)
    process.start()
    theirs.close()
    return _Member(process, ours)


def _answer(members: list[_Member]) -> tuple[Summary, dict[str, float]]:
    """What the first process says when all have ended well."""
    answers: dict[Connection, Any] = {}
    open_pipes = [member.pipe for member in members]
    while open_pipes:
        for pipe in connection.wait(open_pipes):
            assert isinstance(pipe, Connection), "only pipes were waited for"
            member = members[[one.pipe for one in members].index(pipe)]
            answers[pipe] = _received(member)
            if isinstance(answers[pipe], Exception):
                raise answers[pipe] if member is members[0] else _cause(members[0], answers[pipe])
            open_pipes.remove(pipe)
    summary, phases = answers[members[0].pipe]
    return summary, phases


def _received(member: _Member) -> Any:
    try:
        return member.pipe.recv()
    except (EOFError, OSError):
        member.process.join()
        return StepError(
            "a process of a training step ended before it did",
            value=f"exit code {member.process.exitcode}",
            action="See whether memory ran out, then run again: training goes on from the state "
            "that was kept.",
        )


def _cause(first: _Member, error: Exception) -> Exception:
    """The error of the first process if it has one of ours: it knows which state was kept."""
    told = None
    with suppress(EOFError, OSError):
        if first.pipe.poll(_PATIENCE_SECONDS):
            told = first.pipe.recv()
    return told if isinstance(told, CrosswindError) else error


def _take_part(
    pipe: Connection, stage: StageOfShare, options: RunOptions, share: Share, meeting: Path
) -> None:
    """The whole life of one process."""
    belong_to_parent()
    if share.index:
        logging.getLogger("crosswind").setLevel(logging.ERROR)  # the first one tells it
    try:
        _meet(options, share, meeting)
        summary = stage(options, share)
        torch.distributed.barrier()
        torch.distributed.destroy_process_group()
        pipe.send((summary, options.clock.close()))
    except Exception as error:  # noqa: BLE001  whatever it was, the run tells it
        error.add_note("".join(traceback.format_exception(error)))
        pipe.send(error)


def _meet(options: RunOptions, share: Share, meeting: Path) -> None:
    """Join the processes: they meet in a file, and talk on the loopback interface alone."""
    loopback = next(name for _, name in socket.if_nameindex() if name.startswith("lo"))
    os.environ |= {
        "RANK": str(share.index),
        "LOCAL_RANK": str(share.index),
        "WORLD_SIZE": str(share.n_shares),
        "LOCAL_WORLD_SIZE": str(share.n_shares),
        "GLOO_SOCKET_IFNAME": loopback,
        "NCCL_SOCKET_IFNAME": loopback,
        # Where it is absent, accelerate would decide on the threads.
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", str(options.threads or 1)),
    }
    if _is_on_cpu(options):
        PartialState(cpu=True, init_method=f"file://{meeting}")
    else:
        place = {"rank": share.index, "world_size": share.n_shares}
        PartialState(init_method=f"file://{meeting}", **place)
