"""A Ray cluster of this machine alone, started with patience; the caller brings Ray's own class."""

import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

_STARTS = 6
_OBJECT_STORE_BYTES = 80 * 2**20


def keep_to_this_machine() -> None:
    """Settings that Ray reads when it is imported: loopback ports only, and no reports of use."""
    os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"


def started_cluster(cluster: Callable[[], Any], slots: Iterable[int]) -> Any:
    """A cluster of a head without slots and nodes with so many each.

    Args:
        cluster: `ray.cluster_utils.Cluster`.
        slots: of each node.
    """
    made = _patiently(cluster)
    for n_slots in (0, *slots):
        add_node(made, n_slots)
    return made


def add_node(cluster: Any, n_slots: int) -> None:
    """One more node."""
    _patiently(
        cluster.add_node,
        num_cpus=n_slots,
        include_dashboard=False,
        node_ip_address="127.0.0.1",
        object_store_memory=_OBJECT_STORE_BYTES,
    )


def _patiently(start: Callable[..., Any], **arguments: Any) -> Any:
    """On a busy machine Ray gives up on a node that is slow to start."""
    for _ in range(_STARTS - 1):
        try:
            return start(**arguments)
        except Exception as error:  # noqa: BLE001  Ray has no narrower one for it
            sys.stderr.write(f"once more: {error}\n")
    return start(**arguments)
