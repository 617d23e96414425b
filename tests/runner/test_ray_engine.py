"""Steps as Ray tasks: the same bytes, lost workers and nodes, and no open port."""

import os
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("ray", reason="the extra `ray` is not installed")
os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

import ray
from ray.cluster_utils import Cluster

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.runner.engine import EngineChoice, opened_engine
from crosswind.runner.observer import Outcome
from crosswind.runner.ray_engine import Need, needs
from tests.runner.conftest import Bench

pytestmark = [pytest.mark.ray, pytest.mark.slow, pytest.mark.filterwarnings("default")]
# On a busy machine Ray gives up on a node that is slow to start.
_STARTS = 4


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
def cluster() -> Iterator[Cluster]:
    """A head without processors, and two nodes with one each."""
    before = os.environ.get("PYTHONPATH", "")
    os.environ["PYTHONPATH"] = f"{Path(__file__).parent}{os.pathsep}{before}"
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


def add_node(cluster: Cluster, num_cpus: int) -> Any:
    return started(
        cluster.add_node,
        num_cpus=num_cpus,
        include_dashboard=False,
        node_ip_address="127.0.0.1",
        object_store_memory=80 * 2**20,
    )


def run(bench: Any, cluster: Cluster) -> Outcome:
    choice = EngineChoice(name="ray", address=cluster.address)
    with opened_engine(choice, RunOptions(threads=1)) as engine:
        outcome: Outcome = bench.run(engine=engine)
    return outcome


def manifests(bench: Any) -> dict[str, Any]:
    return {step.step_id: bench.store.manifest(step.step_id) for step in bench.plan}


def test_tasks_give_the_artifacts_of_the_local_engine_and_no_port_is_open(
    bench: Any, cluster: Cluster, tmp_path: Path
) -> None:
    bench.run()
    (tmp_path / "other").mkdir()
    other = Bench(tmp_path / "other")
    outcome = run(other, cluster)
    assert (outcome.failed, outcome.blocked) == ([], [])
    assert manifests(other) == manifests(bench)
    assert list(other.store.layout.drafts.iterdir()) == []
    assert open_ports() == []


def open_ports() -> list[str]:
    """Listening sockets of Ray that other machines could reach."""
    shown = subprocess.run(["ss", "-ltnpH"], capture_output=True, text=True, check=False).stdout
    lines = [
        line
        for line in shown.splitlines()
        if any(name in line for name in ('"ray', "gcs_server", f"pid={os.getpid()},"))
    ]
    assert lines or not shown
    return [line for line in lines if "127.0.0.1]:" not in line and " 127.0.0.1:" not in line]


def test_a_killed_worker_is_replaced_and_a_failing_step_is_not_tried_again(
    bench: Any, cluster: Cluster
) -> None:
    bench.order(a="die once", b="fail")
    outcome = run(bench, cluster)
    assert [failure.step.label for failure in outcome.failed] == ["b"]
    assert outcome.failed[0].message == "ValueError: b does not work"
    calls = bench.calls()
    assert (calls.count("a"), calls.count("b"), calls.count("joined")) == (2, 1, 0)
    assert bench.recorder.of("lost") == [["a"]]
    assert bench.goal.step_id in outcome.blocked


def test_a_lost_node_is_made_good_by_the_others(bench: Any, cluster: Cluster) -> None:
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


def test_no_cluster_at_the_address_is_one_error() -> None:
    choice = EngineChoice(name="ray", address="127.0.0.1:1")
    with (
        opened_engine(choice, RunOptions()) as engine,
        pytest.raises(ConfigError, match=r"--address 127\.0\.0\.1:1"),
    ):
        engine.capacity()


def test_a_chosen_card_is_refused() -> None:
    with (
        pytest.raises(ConfigError, match="chooses"),
        opened_engine(EngineChoice(name="ray"), RunOptions(device="cuda:1")),
    ):
        pass


@pytest.mark.parametrize(
    ("device", "threads", "nodes", "need"),
    [
        ("auto", 2, [{"CPU": 4.0}, {}], Need(num_cpus=2, num_gpus=0)),
        ("cpu", 8, [{"CPU": 4.0, "GPU": 2.0}], Need(num_cpus=4, num_gpus=0)),
        ("auto", 8, [{"CPU": 4.0, "GPU": 2.0}], Need(num_cpus=1, num_gpus=1)),
        ("cuda", 8, [{"CPU": 4.0}, {"GPU": 2.0}], Need(num_cpus=1, num_gpus=1)),
    ],
)
def test_what_a_step_of_torch_asks_for(device: str, threads: int, nodes: Any, need: Need) -> None:
    found = needs(RunOptions(device=device, threads=threads), nodes)
    assert found == {True: need, False: Need(num_cpus=1, num_gpus=0)}


def test_an_accelerator_that_no_node_has_is_refused() -> None:
    with pytest.raises(ConfigError, match="no node"):
        needs(RunOptions(device="cuda"), [{"CPU": 4.0}])
