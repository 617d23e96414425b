"""The visible loop: every update of every stage happens here."""

import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import nn

from crosswind.core.errors import StepError
from crosswind.core.seeds import derive_seed
from crosswind.model.batches import epoch_batches
from crosswind.model.devices import autocast
from crosswind.model.heads import TaskModel
from crosswind.train.objective import (
    Objective,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    outputs_of,
)
from crosswind.train.optimiser import decay_product, learning_rate_at, new_optimiser
from crosswind.train.selection import Selection

_LOG = logging.getLogger("crosswind")
_CURVE_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What one stage trains, and its numbers; see `FineTuneParams`."""

    objective: Objective
    learning_rate: float
    batch_examples: int
    n_updates: int
    warmup_fraction: float
    weight_decay: float
    max_grad_norm: float
    precision: str
    seed: int
    pad_id: int
    log_every: int = 50

    def decay_factor(self, last_update: int) -> float:
        """What weight decay alone multiplies a matrix with, up to an update."""
        return decay_product(
            peak=self.learning_rate,
            n_updates=self.n_updates,
            last_update=last_update,
            warmup_fraction=self.warmup_fraction,
            weight_decay=self.weight_decay,
        )


@dataclass(slots=True)
class Progress:
    """What happened: counts and the loss of each update. No durations: equal runs, equal bytes."""

    n_updates: int = 0
    n_rows: int = 0
    n_tokens: int = 0
    losses: list[float] = field(default_factory=list)

    def add(self, rows: Sequence[TrainingRow], loss: float) -> None:
        """Count one update."""
        self.n_updates += 1
        self.n_rows += len(rows)
        self.n_tokens += sum(row.n_tokens for row in rows)
        self.losses.append(loss)


def run_updates(
    model: TaskModel, rows: Sequence[TrainingRow], recipe: Recipe, selection: Selection
) -> Progress:
    """Train `model` in place.

    Args:
        model: on its device; parameters that require gradients are trained.
        rows: training rows.
        recipe: the numbers.
        selection: evaluates on the way; its best weights are put back at the end.

    Raises:
        StepError: if the loss or the gradient is not finite; names the update.
    """
    device = next(model.parameters()).device
    objective = recipe.objective
    optimiser, trained = _optimiser(model, recipe)
    progress = Progress()
    model.train()
    with _seeded_dropout(recipe.seed, device):
        for update, chosen in enumerate(_batches(rows, recipe), start=1):
            _set_rate(optimiser, recipe, update)
            batch = collated(chosen, objective, pad_id=recipe.pad_id, device=device)
            with autocast(device, recipe.precision):
                outputs = outputs_of(model, batch)
            loss = loss_of(logits_of(outputs, batch, objective), batch.targets)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            norm = torch.nn.utils.clip_grad_norm_(trained, recipe.max_grad_norm)
            _require_finite(loss.item(), norm.item(), update)
            optimiser.step()
            progress.add(chosen, loss.item())
            if update % recipe.log_every == 0:
                _LOG.info("update %d of %d: loss %.4f", update, recipe.n_updates, loss.item())
            if selection.is_due(update, recipe.n_updates):
                selection.evaluate(model, update)
                if selection.is_exhausted():
                    break
    selection.restore(model)
    return progress


def loss_curve(losses: Sequence[float]) -> list[list[float]]:
    """At most 100 points (last update of a stretch, mean loss over it)."""
    stretch = -(-len(losses) // _CURVE_POINTS) or 1
    return [
        [float(min(first + stretch, len(losses))), sum(part) / len(part)]
        for first in range(0, len(losses), stretch)
        for part in [losses[first : first + stretch]]
    ]


def _optimiser(model: TaskModel, recipe: Recipe) -> tuple[torch.optim.AdamW, list[nn.Parameter]]:
    """The optimiser, and the weights it trains in the order of its groups."""
    optimiser = new_optimiser(
        model, learning_rate=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    return optimiser, [weights for group in optimiser.param_groups for weights in group["params"]]


@contextmanager
def _seeded_dropout(seed: int, device: torch.device) -> Iterator[None]:
    """Dropout draws from a stream of its own.

    Its layers can only draw from torch's global generator: it is seeded here, for the length of the
    loop, and left as it was found.
    """
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(derive_seed(seed, "dropout"))
        if device.type == "cuda":
            torch.cuda.manual_seed(derive_seed(seed, "dropout") >> 1)
        yield


def _set_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, update: int) -> None:
    rate = learning_rate_at(
        update,
        peak=recipe.learning_rate,
        n_updates=recipe.n_updates,
        warmup_fraction=recipe.warmup_fraction,
    )
    for group in optimiser.param_groups:
        group["lr"] = rate


def _batches(rows: Sequence[TrainingRow], recipe: Recipe) -> Iterator[list[TrainingRow]]:
    # Rows of equal length are never sorted apart: without lengths, batches are drawn at random.
    lengths = [row.n_longest if recipe.objective.by_length else 0 for row in rows]
    update = epoch = 0
    while update < recipe.n_updates:
        for indices in epoch_batches(
            lengths, batch_rows=recipe.batch_examples, seed=recipe.seed, epoch=epoch
        ):
            if update == recipe.n_updates:
                return
            yield [rows[index] for index in indices]
            update += 1
        epoch += 1


def _require_finite(loss: float, norm: float, update: int) -> None:
    if not (math.isfinite(loss) and math.isfinite(norm)):
        raise StepError(
            f"training diverged at update {update}",
            value=f"loss {loss}, gradient norm {norm}",
            allowed="finite numbers",
            action="Lower training.learning_rate, or train in fp32.",
        )
