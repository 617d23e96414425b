"""Python's garbage collector, switched off where it costs most of the time and finds nothing."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collection() -> Iterator[None]:
    """While very many records are made that stay; as a decorator too.

    Each pass of the collector looks at all of them again, and records of texts and numbers form no
    cycles that it could free: what is dropped meanwhile is freed by its count of references.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
