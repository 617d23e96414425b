"""Locks of the operating system, which end with their process. Never pid files.

Where the system has none (Windows) nothing can be made, and so nothing needs to be kept from being
swept: stores can be read there.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosswind.core.errors import StoreError

try:
    import fcntl
except ModuleNotFoundError:
    fcntl = None  # type: ignore[assignment]

# A run that starts looks for leftovers of killed runs, alone for a moment: the others wait so long.
_PATIENCE_SECONDS = 5.0
_POLL_SECONDS = 0.02


@contextmanager
def try_lock(path: Path) -> Iterator[bool]:
    """Hold an exclusive lock on `path` if nobody else does; yields whether it is held."""
    descriptor = _alone(path)
    try:
        yield descriptor is not None
    finally:
        if descriptor is not None:
            # Unlinked while still held: whoever opened it meanwhile finds another inode below.
            path.unlink(missing_ok=True)
            os.close(descriptor)


@contextmanager
def shared_lock(path: Path) -> Iterator[None]:
    """Hold a shared lock: any number of runs at once.

    Raises:
        StoreError: somebody holds the lock exclusively (a sweep).
    """
    if fcntl is None:
        yield
        return
    end = time.monotonic() + _PATIENCE_SECONDS
    descriptor = _locked(path, fcntl.LOCK_SH | fcntl.LOCK_NB)
    while descriptor is None and time.monotonic() < end:
        time.sleep(_POLL_SECONDS)
        descriptor = _locked(path, fcntl.LOCK_SH | fcntl.LOCK_NB)
    if descriptor is None:
        raise StoreError(
            "the store is being swept",
            place=str(path.parent),
            action="Wait for `crosswind store sweep` to end, then run again.",
        )
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Hold the lock alone.

    Raises:
        StoreError: a run uses the store.
    """
    descriptor = _alone(path)
    if descriptor is None:
        raise StoreError(
            "another run is using the store",
            place=str(path.parent),
            action="Wait for it to end, or name another store with --store.",
        )
    try:
        yield
    finally:
        os.close(descriptor)


def _alone(path: Path) -> int | None:
    if fcntl is None:
        raise StoreError(
            "this system has no locks of the kind that a run needs",
            place=str(path.parent),
            allowed="Linux or macOS",
            action="Run it there: here, noise, plans, scores and the reports of a store work.",
        )
    return _locked(path, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _locked(path: Path, mode: int) -> int | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, mode)
        except BlockingIOError:
            os.close(descriptor)
            return None
        # The file may have been unlinked between open and flock: then the lock protects nothing.
        try:
            if os.fstat(descriptor).st_ino == path.stat().st_ino:
                return descriptor
        except FileNotFoundError:
            pass
        os.close(descriptor)
