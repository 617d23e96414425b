"""A cluster is started again where Ray gives up, and stays on this machine."""

import os
from typing import Any

import pytest

from crosswind.testing.simulated_cluster import (
    add_node,
    keep_to_this_machine,
    started_cluster,
)


class Reluctant:
    """Refuses some times before it adds a node."""

    def __init__(self, refusals: int) -> None:
        self.refusals = refusals
        self.nodes: list[dict[str, Any]] = []

    def add_node(self, **settings: Any) -> None:
        if self.refusals:
            self.refusals -= 1
            raise RuntimeError("too slow")
        self.nodes.append(settings)


def test_a_cluster_has_a_head_without_slots_and_its_nodes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    cluster = started_cluster(lambda: Reluctant(5), (4, 2))
    assert [node["num_cpus"] for node in cluster.nodes] == [0, 4, 2]
    assert {node["node_ip_address"] for node in cluster.nodes} == {"127.0.0.1"}
    assert capsys.readouterr().err.count("once more: too slow") == 5


def test_patience_ends() -> None:
    cluster = Reluctant(6)
    with pytest.raises(RuntimeError, match="too slow"):
        add_node(cluster, 1)
    assert cluster.refusals == 0


def test_ray_is_told_to_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "1")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "1")
    keep_to_this_machine()
    assert os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] == "0"
    assert os.environ["RAY_USAGE_STATS_ENABLED"] == "0"
