"""What a task asks a cluster for."""

from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.runner.needs import Need, needs


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
