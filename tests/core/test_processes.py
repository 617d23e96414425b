"""A process does not outlive the one that started it."""

import os
import signal
import time
from multiprocessing.connection import Connection

import pytest

from crosswind.core.processes import FRESH, belong_to_parent


def child(pipe: Connection) -> None:
    belong_to_parent()
    pipe.send(os.getpid())
    time.sleep(60)


def parent(pipe: Connection) -> None:
    FRESH.Process(target=child, args=(pipe,)).start()
    time.sleep(60)


def test_a_process_ends_with_its_parent() -> None:
    ours, theirs = FRESH.Pipe()
    started = FRESH.Process(target=parent, args=(theirs,))
    started.start()
    theirs.close()
    orphan = ours.recv()
    os.kill(orphan, signal.SIGINT)  # from the keyboard: not for it
    os.kill(started.pid or 0, signal.SIGKILL)
    started.join()
    assert ours.poll(20)
    with pytest.raises(EOFError):  # nobody holds the other end: it is gone
        ours.recv()
