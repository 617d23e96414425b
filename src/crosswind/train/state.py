"""StageState: everything that the next update depends on, beside the recipe and the text."""

import logging
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn

from crosswind.train.partial import Partial
from crosswind.train.selection import Selection

_LOG = logging.getLogger("crosswind")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageState:
    """What changes while a stage trains.

    Draws and dropout are pure functions of the seed and the number of the update, so neither a
    place in the text nor the state of a generator belongs to it.

    Attributes:
        weights: name -> weights that are trained.
        optimiser: with its moments.
        selection: evaluations so far, and the weights kept by them.
        partial: where it is kept.
    """

    weights: Mapping[str, nn.Parameter]
    optimiser: torch.optim.Optimizer
    selection: Selection
    partial: Partial

    def keep_if_due(self, update: int, progress: Any) -> None:
        """Write the state after an update, if it is time for it; `progress` is a dataclass."""
        if self.partial.is_due(update):
            self._keep(update, progress)

    def keep_last_good(self, update: int, progress: Any) -> str:
        """Keep the state before a failure, if it is sound; a sentence about what is kept."""
        sound = all(bool(torch.isfinite(one).all()) for one in self.weights.values())
        if sound and update > self.partial.update:
            self._keep(update, progress)
        if not self.partial.update:
            return "No state was kept."
        return f"The state after update {self.partial.update} is kept in {self.partial.folder}."

    def resume(self) -> dict[str, Any] | None:
        """Put back what is kept; the progress so far, or None where training starts anew."""
        found = self.partial.read()
        if found is None:
            return None
        tensors, facts = found
        if not self._fits(tensors):
            _LOG.warning("the kept state has other tensors than the model: training starts anew")
            self.partial.update = 0
            return None
        self._put_back(tensors)
        self.selection.history = [(int(update), float(share)) for update, share in facts["history"]]
        folder = self.partial.folder
        _LOG.warning("resumed at update %d: %s", self.partial.update, folder and folder.name)
        return dict(facts["progress"])

    def _keep(self, update: int, progress: Any) -> None:
        facts = {"progress": asdict(progress), "history": self.selection.history}
        self.partial.write(update, self._tensors(), facts)

    def _tensors(self) -> dict[str, Tensor]:
        found: dict[str, Tensor] = {}
        for name, weights in self.weights.items():
            found[f"weights/{name}"] = weights.detach()
            for key, value in self.optimiser.state.get(weights, {}).items():
                found[f"optimiser.{key}/{name}"] = value
        return found | {f"kept/{name}": value for name, value in self.selection.kept.items()}

    def _fits(self, tensors: Mapping[str, Tensor]) -> bool:
        given = {name for name in tensors if name.startswith("weights/")}
        return given == {f"weights/{name}" for name in self.weights} and all(
            key.partition("/")[2] in self.weights
            and (value.ndim == 0 or value.shape == self.weights[key.partition("/")[2]].shape)
            for key, value in tensors.items()
        )

    @torch.no_grad()
    def _put_back(self, tensors: Mapping[str, Tensor]) -> None:
        for place, value in tensors.items():
            part, _, name = place.partition("/")
            weights = self.weights[name]
            # Into memory of its own, on the device of the weights: not mapped from the file.
            own = torch.empty_like(value, device=weights.device).copy_(value)
            if part == "weights":
                weights.copy_(own)
            elif part == "kept":
                self.selection.kept[name] = own
            else:
                self.optimiser.state[weights][part.removeprefix("optimiser.")] = own
