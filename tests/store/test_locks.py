"""Locks hold between processes and end with them, however they end."""

import fcntl
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from crosswind.core.errors import StoreError
from crosswind.store import locks
from crosswind.store.locks import exclusive_lock, shared_lock, try_lock
from crosswind.store.store import Store

Start = Callable[..., "subprocess.Popen[str]"]
HOLD = "with try_lock(place) as held:\n    say(held)\n    sys.stdin.read()\n"


def test_a_lock_is_held_by_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "a.lock"
    with try_lock(path) as first:
        with try_lock(path) as second:
            assert (first, second) == (True, False)
        with try_lock(path) as third:
            assert not third
    with try_lock(path) as again:
        assert again
    assert not path.exists()


def test_a_lock_holds_between_processes(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "a.lock"
    process = start(HOLD, path, "True")
    with try_lock(path) as held:
        assert not held
    other = start(HOLD, path, "False")
    other.communicate("")
    process.communicate("")
    with try_lock(path) as held:
        assert held


def test_a_lock_ends_with_a_killed_process(tmp_path: Path, start: Start) -> None:
    path = tmp_path / "a.lock"
    process = start(HOLD, path, "True")
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert path.exists()
    with try_lock(path) as held:
        assert held


def test_many_processes_never_hold_one_lock_together(tmp_path: Path) -> None:
    # Whoever holds the lock makes a file that must not exist yet, and removes it.
    script = """
import sys, time
from pathlib import Path
from crosswind.store.locks import try_lock
place, inside = Path(sys.argv[1]), Path(sys.argv[2])
times, end = 0, time.monotonic() + 20
while times < 40 and time.monotonic() < end:
    with try_lock(place) as held:
        if held:
            inside.touch(exist_ok=False)
            inside.unlink()
            times += 1
assert times == 40
"""
    command = [sys.executable, "-c", script, str(tmp_path / "a.lock"), str(tmp_path / "inside")]
    processes = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait(timeout=30) for process in processes] == [0, 0, 0]


def test_any_number_of_runs_share_a_store_and_a_sweep_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    with (
        shared_lock(path),
        shared_lock(path),
        pytest.raises(StoreError, match="another run is using"),
        exclusive_lock(path),
    ):
        raise AssertionError("not reached")
    with exclusive_lock(path):
        pass


def test_a_run_is_refused_while_a_sweep_lasts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE_SECONDS", 0.1)
    path = tmp_path / "a.lock"
    with exclusive_lock(path):
        with pytest.raises(StoreError, match="being swept") as caught, shared_lock(path):
            raise AssertionError("not reached")
        assert caught.value.action


def test_a_run_waits_for_a_short_moment_of_another_run(tmp_path: Path) -> None:
    path = tmp_path / "a.lock"
    inside = threading.Event()

    def briefly() -> None:
        with exclusive_lock(path):
            inside.set()
            time.sleep(0.1)

    thread = threading.Thread(target=briefly)
    thread.start()
    inside.wait()
    with shared_lock(path):
        assert not thread.is_alive() or path.exists()
    thread.join()


def test_a_sweep_is_refused_while_another_process_uses_the_store(
    store: Store, start: Start
) -> None:
    process = start(
        "with Store(place).in_use():\n    say('in')\n    sys.stdin.read()\n",
        store.layout.root,
        "in",
    )
    with pytest.raises(StoreError, match="another run"), exclusive_lock(store.layout.in_use):
        raise AssertionError("not reached")
    process.kill()
    process.wait()
    with exclusive_lock(store.layout.in_use):
        pass


def test_many_runs_can_start_on_one_new_store_at_once(tmp_path: Path) -> None:
    script = """
import sys, time
from pathlib import Path
from crosswind.store.store import Store
time.sleep(max(0.0, float(sys.argv[2]) - time.time()))
for _ in range(20):
    with Store(Path(sys.argv[1])).in_use():
        pass
"""
    command = [sys.executable, "-c", script, str(tmp_path / "store"), str(time.time() + 0.7)]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    errors = [process.communicate(timeout=30)[1] for process in processes]
    assert errors == [""] * 4


def test_the_draft_of_a_killed_run_is_never_seen_and_cleared_by_the_next(
    store: Store, start: Start
) -> None:
    script = """
store = Store(place)
with store.in_use(), store.draft() as draft:
    (draft / "half.bin").write_bytes(b"x" * 1000)
    (draft / "manifest.json").write_text("{}")
    say("writing")
    sys.stdin.read()
"""
    process = start(script, store.layout.root, "writing")
    (left,) = store.layout.drafts.iterdir()
    with store.in_use():
        assert left.exists()
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert (left / "half.bin").exists()
    assert store.step_ids() == []
    with store.in_use():
        assert not left.exists()


def test_a_lock_file_that_vanishes_while_it_is_taken_protects_nothing_and_is_taken_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.lock"
    real = fcntl.flock
    calls = []

    def vanishing(descriptor: int, mode: int) -> None:
        calls.append(mode)
        if len(calls) == 1:  # its last holder lets go between our opening and our locking
            path.unlink()
        real(descriptor, mode)

    monkeypatch.setattr(locks.fcntl, "flock", vanishing)
    with try_lock(path) as held, try_lock(path) as again:
        assert (held, again) == (True, False)


def test_where_a_system_has_no_such_locks_stores_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "fcntl", None)
    with shared_lock(tmp_path / "in-use"):
        pass
    for lock in (try_lock, exclusive_lock):
        with pytest.raises(StoreError, match="Linux or macOS"), lock(tmp_path / "a.lock"):
            pass
