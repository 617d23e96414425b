"""Low-rank adapters of a checkpoint: their tensors, and how they become ordinary weights.

Tensors: `adapter.<layer>.A` (rank, inputs), `adapter.<layer>.B` (outputs, rank), `adapter.scale`.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn

from crosswind.core.errors import StoreError

PREFIX = "adapter."
SCALE = "scale"


def take_adapters(tensors: dict[str, Tensor]) -> dict[str, Tensor]:
    """The tensors of adapters, without their prefix; they are taken out of `tensors`."""
    names = [name for name in tensors if name.startswith(PREFIX)]
    return {name.removeprefix(PREFIX): tensors.pop(name) for name in names}


@torch.no_grad()
def merge_adapters(encoder: nn.Module, adapters: Mapping[str, Tensor], place: str) -> None:
    """Add scale x B A to the weights of every adapted layer.

    Args:
        encoder: with its layers as they were adapted.
        adapters: from `take_adapters`; none changes nothing.
        place: file of the tensors, for errors.

    Raises:
        StoreError: if a tensor is absent, or does not fit its layer.
    """
    if not adapters:
        return
    layers = sorted({name.rsplit(".", 1)[0] for name in adapters if name != SCALE})
    wanted = {f"{layer}.{side}" for layer in layers for side in "AB"} | {SCALE}
    if set(adapters) != wanted:
        raise _misfit(place, sorted(set(adapters) ^ wanted)[:3], "A and B of each layer, and scale")
    weights = dict(encoder.named_parameters())
    for layer in layers:
        own = weights.get(f"{layer}.weight")
        first, second = adapters[f"{layer}.A"], adapters[f"{layer}.B"]
        shapes = (second.shape[:1], first.shape[1:], second.shape[1:])
        if own is None or shapes != (own.shape[:1], own.shape[1:], first.shape[:1]):
            raise _misfit(place, layer, "adapters of layers of the encoder, in their shapes")
        own.add_((second @ first) * adapters[SCALE].item())


def _misfit(place: str, value: object, allowed: str) -> StoreError:
    return StoreError(
        "the adapters do not fit the encoder",
        place=place,
        value=value,
        allowed=allowed,
        action="Run `crosswind store verify`, then run again.",
    )
