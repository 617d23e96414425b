"""Steps as Ray tasks: the same bytes, lost workers and nodes, and no open port."""

import importlib.util
import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.clock import Clock
from crosswind.runner.engine import EngineChoice, opened_engine
from crosswind.runner.observer import Outcome
from tests.runner.conftest import Bench

pytestmark = [
    pytest.mark.ray,
    pytest.mark.slow,
    pytest.mark.filterwarnings("default"),
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="the extra `ray` is not installed"
    ),
]
# On a busy machine Ray gives up on a node that is slow to start.
_STARTS = 4
HERE = Path(__file__).parent


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the guard of all tests: the loopback interface alone may be reached."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX:
            assert address[0] in {"127.0.0.1", "localhost", "::1"}, address
        real(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head without processors, and two nodes with one each; on the loopback interface alone."""
    # Before Ray is imported: it reads it only then.
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray
    from ray.cluster_utils import Cluster

    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{HERE}{os.pathsep}{before}"
    found = started(Cluster)
    add_node(found, num_cpus=0)
    add_node(found, num_cpus=1)
    add_node(found, num_cpus=1)
    yield found
    ray.shutdown()
    found.shutdown()
    os.environ["PYTHONPATH"] = before


def started(start: Any, **arguments: Any) -> Any:
    for attempt in range(_STARTS):
        try:
            return start(**arguments)
        except Exception as error:
            if "timed out" not in str(error) or attempt == _STARTS - 1:
                raise
    raise AssertionError


def add_node(cluster: Any, num_cpus: int) -> Any:
    return started(
        cluster.add_node,
        num_cpus=num_cpus,
        include_dashboard=False,
        node_ip_address="127.0.0.1",
        object_store_memory=80 * 2**20,
    )


def run(bench: Any, cluster: Any, **more: Any) -> Outcome:
    choice = EngineChoice(name="ray", address=cluster.address)
    with opened_engine(choice, RunOptions(threads=1)) as engine:
        outcome: Outcome = bench.run(engine=engine, **more)
    return outcome


def test_a_cluster_of_its_own_ends_with_the_run(
    bench: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), os.environ["PYTHONPATH"]]))
    bench.run()
    (tmp_path / "other").mkdir()
    other = Bench(tmp_path / "other")
    with opened_engine(EngineChoice(name="ray", workers=2), RunOptions(threads=1)) as engine:
        assert engine.capacity() == 4
        assert open_ports() == []
        assert other.run(engine=engine).failed == []
    assert other.digests() == bench.digests()
    assert rays() == []


def test_tasks_give_the_artifacts_of_the_local_engine_and_no_port_is_open(
    bench: Any, cluster: Any, tmp_path: Path
) -> None:
    bench.run()
    (tmp_path / "other").mkdir()
    other = Bench(tmp_path / "other")
    clock = Clock(is_on=True)
    outcome = run(other, cluster, clock=clock)
    assert (outcome.failed, outcome.blocked) == ([], [])
    assert other.digests() == bench.digests()
    assert list(other.store.layout.drafts.iterdir()) == []
    assert open_ports() == []
    assert set(clock.kinds) == {step.kind for step in other.plan}


def open_ports() -> list[str]:
    """Listening sockets of Ray that other machines could reach."""
    shown = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=False).stdout
    names = ('"ray', "gcs_server", f"pid={os.getpid()},")
    lines = [line for line in shown.splitlines() if any(name in line for name in names)]
    assert lines
    return [line for line in lines if "127.0.0.1]:" not in line and " 127.0.0.1:" not in line]


def rays() -> list[str]:
    """Processes of a cluster that this process started."""
    shown = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(os.getpid())],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    return [line for line in shown.splitlines() if "gcs_server" in line or "raylet" in line]


def test_a_killed_worker_is_replaced_and_a_failing_step_is_not_tried_again(
    bench: Any, cluster: Any, caplog: pytest.LogCaptureFixture
) -> None:
    bench.order(a="die once", b="fail")
    outcome = run(bench, cluster)
    assert [failure.step.label for failure in outcome.failed] == ["b"]
    assert outcome.failed[0].message == "ValueError: b does not work"
    calls = bench.calls()
    assert (calls.count("a"), calls.count("b"), calls.count("joined")) == (2, 1, 0)
    assert bench.recorder.of("lost") == [["a"]]
    assert bench.resumed() == ["a"]
    assert "resumed: a" in caplog.messages
    assert bench.goal.step_id in outcome.blocked


def test_a_lost_node_is_made_good_by_the_others(bench: Any, cluster: Any) -> None:
    bench.order(a="linger once")
    mark = bench.orders / "a.first"

    def remove() -> None:
        while not (mark.exists() and mark.read_text("utf-8")):
            time.sleep(0.05)
        raylet = parent_of(int(mark.read_text("utf-8")))
        (node,) = [
            item
            for item in cluster.worker_nodes
            if item.all_processes["raylet"][0].process.pid == raylet
        ]
        cluster.remove_node(node, allow_graceful=False)

    thread = threading.Thread(target=remove, daemon=True)
    thread.start()
    outcome = run(bench, cluster)
    thread.join()
    assert (outcome.failed, outcome.blocked) == ([], [])
    assert ["a"] in bench.recorder.of("lost")
    assert len(set(outcome.executed)) == len(outcome.executed) == len(bench.plan)


def parent_of(process: int) -> int:
    status = Path(f"/proc/{process}/stat").read_text("utf-8")
    return int(status.rpartition(")")[2].split()[1])
