"""Need: processors and accelerators that a task asks a cluster for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.plan.kinds import StepKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Processors and accelerators of one task."""

    num_cpus: int
    num_gpus: int


def need_of(kind: StepKind, options: RunOptions, nodes: Sequence[Mapping[str, float]]) -> Need:
    """What a task asks for.

    A step that computes on the device takes as many processors as it has threads, at most all of
    the largest node; on an accelerator it takes one of each; and so much for each of its processes.
    Everything else takes one processor.

    Args:
        kind: of the step.
        options: threads, processes and device.
        nodes: resources of each node that is alive.

    Raises:
        ConfigError: no node has as many accelerators as `cuda` or several processes ask for.
    """
    if not kind.on_device:
        return Need(num_cpus=1, num_gpus=0)
    n_processes = options.processes if kind.shares_batches else 1
    n_cards = _most(nodes, "GPU")
    on_card = options.device != "cpu" and n_cards > 0
    if (on_card and n_cards < n_processes) or (options.device == "cuda" and not on_card):
        raise ConfigError(
            f"no node of the cluster has {n_processes} accelerators for one step",
            place="--device",
            value=options.device,
            allowed=f"at most {n_cards}",
            action="Use --device cpu, or fewer --processes.",
        )
    if on_card:
        return Need(num_cpus=n_processes, num_gpus=n_processes)
    n_cpus = max(1, min(options.threads * n_processes, _most(nodes, "CPU")))
    return Need(num_cpus=n_cpus, num_gpus=0)


def _most(nodes: Sequence[Mapping[str, float]], name: str) -> int:
    return max((int(node.get(name, 0)) for node in nodes), default=0)
