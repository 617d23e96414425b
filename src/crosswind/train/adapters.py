"""What a stage asks of low-rank adapters; made where the package for them is installed."""

from typing import Any, Protocol

from torch import Tensor, nn

from crosswind.core.errors import MissingDependencyError
from crosswind.core.registry import load_attribute
from crosswind.train.params import FineTuneParams, LoraParams

_TARGET = "crosswind.train.lora:LoraAdapters"


class Adapters(Protocol):
    """Adapters in the layers of an encoder."""

    def take_out(self) -> dict[str, Tensor]:
        """Give the encoder its ordinary layers back; the tensors that were not merged."""


def new_adapters(params: FineTuneParams, encoder: nn.Module) -> Adapters | None:
    """Adapters in the encoder, which is frozen otherwise; None if its own weights are trained.

    Raises:
        ConfigError: if the encoder has no such layers.
        MissingDependencyError: if the package is absent.
    """
    if params.lora is None:
        return None
    try:
        made: Any = load_attribute(_TARGET)
    except ModuleNotFoundError as error:
        raise MissingDependencyError.of("peft", "peft") from error
    adapters: Adapters = made(encoder, LoraParams(**params.lora), seed=params.seed)
    return adapters
