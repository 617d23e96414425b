"""A store, and processes of their own that use it."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crosswind.store.store import Store

PREAMBLE = """
import sys, time
from pathlib import Path
from crosswind.store.store import Store
from crosswind.store.locks import exclusive_lock, shared_lock, try_lock
place = Path(sys.argv[1])
def say(word):
    print(word, flush=True)
"""

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store(tmp_path / "store")


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a script in a process of its own; its first line of output has been read."""
    running: list[subprocess.Popen[str]] = []

    def run(script: str, place: Path, first_line: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", PREAMBLE + script, str(place)],
            stdout=subprocess.PIPE,
            stdin=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        assert process.stdout is not None
        assert process.stdout.readline().strip() == first_line
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def commit(store: Store, step_id: str = "score-v1-aa", text: str = "content") -> Path:
    """Put an artifact with two files into a store."""
    with store.draft() as draft:
        (draft / "a.txt").write_text(text, "utf-8")
        (draft / "deep").mkdir()
        (draft / "deep" / "b.bin").write_bytes(bytes(range(256)))
        store.commit(
            draft,
            step_id,
            {"kind": "score", "params": {}, "inputs": {}},
            summary={"rows": 1},
            provenance={"seconds": 0.5},
        )
    return store.layout.artifact(step_id)


@pytest.fixture
def put() -> Callable[..., Path]:
    """`put(store, step_id, text)`: an artifact in a store; returns its folder."""
    return commit
