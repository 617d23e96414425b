"""Processes that this one starts, and that must not outlive it."""

import os
import signal
from multiprocessing import get_context, parent_process
from threading import Thread

# A fresh interpreter: a copy of this one would share its locks and threads.
FRESH = get_context("spawn")


def belong_to_parent() -> None:
    """Called by a process of `FRESH` as it begins: it ends with the one that started it.

    An interrupt from the keyboard reaches every process of a terminal; the parent decides what it
    means.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    assert parent is not None, "only a process that was started this way asks for it"
    parent.join()
    os._exit(1)
