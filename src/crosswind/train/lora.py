"""Low-rank adapters while a stage trains, through the package `peft` (extra `peft`)."""

from typing import Any

import torch
from peft import LoraConfig
from peft.tuners.lora import LoraLayer, LoraModel
from peft.utils import TRANSFORMERS_MODELS_TO_LORA_TARGET_MODULES_MAPPING as USUAL_MODULES
from torch import Tensor, nn

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.core.seeds import derive_seed
from crosswind.model.adapters import SCALE
from crosswind.train.params import LoraParams

_PLACE = "training.lora.modules"
_NAME = "default"


class LoraAdapters:
    """The adapters of one stage: put into the encoder before training, taken out after it.

    A layer gives W x + scale B A x, with scale = alpha / rank; W stays, B starts at zero.
    Source: Hu et al. 2021 (arXiv:2106.09685), section 4.1; the layers are those of `peft`.

    Args:
        encoder: its linear layers are wrapped in place, all other weights are frozen.
        params: rank, alpha, dropout, and the layers.
        seed: of the stage; A is drawn from an address of its own.

    Raises:
        ConfigError: if a module is not the name of linear layers, or none is known.
    """

    def __init__(self, encoder: nn.Module, params: LoraParams, *, seed: int) -> None:
        modules = list(params.modules) or _usual(encoder)
        _require_linear(encoder, modules)
        config = LoraConfig(
            r=params.rank,
            lora_alpha=params.alpha,
            lora_dropout=params.dropout,
            target_modules=modules,
        )
        self._merges = params.merge
        with torch.random.fork_rng():
            torch.default_generator.manual_seed(derive_seed(seed, "adapters"))
            self._tuner = LoraModel(encoder, {_NAME: config}, _NAME)

    @torch.no_grad()
    def take_out(self) -> dict[str, Tensor]:
        """Give the encoder its ordinary layers back.

        Returns:
            The tensors of the adapters, in the names of `model.adapters`; none if they were merged.
        """
        if self._merges:
            self._tuner.merge_and_unload()
            return {}
        found: dict[str, Tensor] = {}
        for name, layer in self._tuner.model.named_modules():
            if isinstance(layer, LoraLayer):
                found[f"{name}.A"] = _weight(layer.lora_A)
                found[f"{name}.B"] = _weight(layer.lora_B)
                found[SCALE] = torch.tensor([layer.scaling[_NAME]], dtype=torch.float64)
        self._tuner.unload()
        return found


def _weight(side: Any) -> Tensor:
    weights: Tensor = side[_NAME].weight
    return weights.detach().cpu().clone()


def _usual(encoder: nn.Module) -> list[str]:
    """The layers that are usually adapted in this architecture."""
    kind = str(encoder.config.model_type)  # type: ignore[union-attr]
    if kind not in USUAL_MODULES:
        raise ConfigError(
            "it is not known which layers of this architecture are usually adapted",
            place=_PLACE,
            value=kind,
            allowed=_linear_names(encoder),
            action="Name the layers.",
        )
    return list(USUAL_MODULES[kind])


def _require_linear(encoder: nn.Module, names: list[str]) -> None:
    known = _linear_names(encoder)
    for name in names:
        if name not in known:
            raise ConfigError(
                "no linear layer of the encoder has this name",
                place=_PLACE,
                value=name,
                allowed=known,
                nearest=nearest_match(name, known),
            )


def _linear_names(encoder: nn.Module) -> tuple[str, ...]:
    """Last parts of the names of all linear layers."""
    modules = encoder.named_modules()
    return tuple(
        sorted({name.rsplit(".", 1)[-1] for name, one in modules if isinstance(one, nn.Linear)})
    )
