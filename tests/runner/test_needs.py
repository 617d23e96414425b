"""What a task asks a cluster for."""

from dataclasses import replace
from typing import Any

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.plan.kinds import KINDS
from crosswind.runner.needs import Need, need_of


@pytest.mark.parametrize(
    ("device", "threads", "processes", "nodes", "need"),
    [
        ("auto", 2, 1, [{"CPU": 4.0}, {}], Need(num_cpus=2, num_gpus=0)),
        ("auto", 2, 2, [{"CPU": 8.0}, {}], Need(num_cpus=4, num_gpus=0)),
        ("cpu", 8, 1, [{"CPU": 4.0, "GPU": 2.0}], Need(num_cpus=4, num_gpus=0)),
        ("auto", 8, 1, [{"CPU": 4.0, "GPU": 2.0}], Need(num_cpus=1, num_gpus=1)),
        ("cuda", 8, 2, [{"CPU": 4.0}, {"GPU": 2.0}], Need(num_cpus=2, num_gpus=2)),
    ],
)
def test_what_a_stage_of_training_asks_for(
    device: str, threads: int, processes: int, nodes: Any, need: Need
) -> None:
    options = RunOptions(device=device, threads=threads, processes=processes)
    assert need_of(KINDS["fine_tune"], options, nodes) == need
    assert need_of(KINDS["score"], options, nodes) == Need(num_cpus=1, num_gpus=0)
    alone = need_of(KINDS["fine_tune"], replace(options, processes=1), nodes)
    assert need_of(KINDS["predict"], options, nodes) == alone


@pytest.mark.parametrize(("device", "processes", "n_cards"), [("cuda", 1, 0), ("auto", 3, 2)])
def test_accelerators_that_no_node_has_are_refused(
    device: str, processes: int, n_cards: int
) -> None:
    options = RunOptions(device=device, processes=processes)
    with pytest.raises(ConfigError, match="no node"):
        need_of(KINDS["fine_tune"], options, [{"CPU": 4.0, "GPU": n_cards}] * 2)
