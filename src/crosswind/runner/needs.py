"""Need: processors and accelerators that a task asks a cluster for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Processors and accelerators of one task."""

    num_cpus: int
    num_gpus: int


def needs(options: RunOptions, nodes: Sequence[Mapping[str, float]]) -> dict[bool, Need]:
    """What a task asks for, by whether its kind computes on the device.

    Such a step takes as many processors as it has threads, at most all of the largest node; on an
    accelerator it takes one of each. Everything else takes one processor.

    Args:
        options: threads and device.
        nodes: resources of each node that is alive.

    Raises:
        ConfigError: `cuda` was asked for and no node has an accelerator.
    """
    largest = max((int(node.get("CPU", 0)) for node in nodes), default=0)
    n_cards = sum(int(node.get("GPU", 0)) for node in nodes)
    if options.device == "cuda" and not n_cards:
        raise ConfigError(
            "no node of the cluster has an accelerator",
            place="--device",
            value=options.device,
            action="Use --device auto.",
        )
    on_card = options.device != "cpu" and n_cards > 0
    n_cpus = 1 if on_card else max(1, min(options.threads, largest))
    return {
        True: Need(num_cpus=n_cpus, num_gpus=int(on_card)),
        False: Need(num_cpus=1, num_gpus=0),
    }
