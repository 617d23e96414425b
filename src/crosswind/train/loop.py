"""The visible loop: every update of every stage happens here."""

import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

import torch
from torch import nn

from crosswind.core.clock import Clock
from crosswind.core.errors import StepError
from crosswind.core.seeds import derive_seed
from crosswind.train.draws import draws
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.objective import TrainingRow, collated
from crosswind.train.optimiser import decay_product, learning_rate_at, new_optimiser
from crosswind.train.part import Part, trained_weights
from crosswind.train.selection import Selection

_LOG = logging.getLogger("crosswind")
_CURVE_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The numbers of one stage; see `FineTuneParams`.

    `probabilities` are those of the parts, `loss` is what each update lowers, and `clock` is told
    where the time goes.
    """

    learning_rate: float
    n_updates: int
    warmup_fraction: float
    weight_decay: float
    max_grad_norm: float
    precision: str
    seed: int
    pad_id: int
    probabilities: tuple[float, ...] = (1.0,)
    loss: Loss = plain_loss
    log_every: int = 50
    clock: Clock = field(default_factory=Clock, compare=False)

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


def run_updates(parts: Sequence[Part], recipe: Recipe, selection: Selection) -> Progress:
    """Train the encoder and the heads of `parts` in place.

    Args:
        parts: the tasks, on their device; parameters that require gradients are trained.
        recipe: the numbers.
        selection: evaluates on the way; its best weights are put back at the end.

    Raises:
        StepError: if the loss or the gradient is not finite; names the update.
    """
    device = next(parts[0].model.parameters()).device
    optimiser, trained = _optimiser(parts, recipe)
    progress = Progress()
    for part in parts:
        part.model.train()
    chosen = draws(parts, recipe.probabilities, recipe.n_updates, recipe.seed)
    with _forked_dropout():
        for number, (part, rows) in enumerate(chosen, start=1):
            _set_rate(optimiser, recipe, number)
            _seed_dropout(recipe.seed, number, device)
            with recipe.clock.phase("data"):
                update = _update(number, part, rows, recipe)
            progress.add(rows, _learn(update, recipe, optimiser, trained))
            if number % recipe.log_every == 0:
                last = progress.losses[-1]
                _LOG.info("update %d of %d: loss %.4f", number, recipe.n_updates, last)
            if selection.is_due(number, recipe.n_updates):
                with recipe.clock.phase("selection"):
                    selection.evaluate(number)
                if selection.is_exhausted():
                    break
    selection.restore()
    return progress


def _learn(
    update: Update,
    recipe: Recipe,
    optimiser: torch.optim.Optimizer,
    trained: Sequence[nn.Parameter],
) -> float:
    """Lower the loss of one update; returns the loss before."""
    with recipe.clock.phase("forward"):
        loss = recipe.loss(update)
    with recipe.clock.phase("backward"):
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
    with recipe.clock.phase("optimiser"):
        norm = torch.nn.utils.clip_grad_norm_(trained, recipe.max_grad_norm)
        value = loss.item()
        _require_finite(value, norm.item(), update.number)
        optimiser.step()
    return value


def loss_curve(losses: Sequence[float]) -> list[list[float]]:
    """At most 100 points (last update of a stretch, mean loss over it)."""
    stretch = -(-len(losses) // _CURVE_POINTS) or 1
    return [
        [float(min(first + stretch, len(losses))), sum(part) / len(part)]
        for first in range(0, len(losses), stretch)
        for part in [losses[first : first + stretch]]
    ]


def _update(number: int, part: Part, rows: Sequence[TrainingRow], recipe: Recipe) -> Update:
    device = next(part.model.parameters()).device
    return Update(
        number=number,
        model=part.model,
        objective=part.objective,
        batch=collated(rows, part.objective, pad_id=recipe.pad_id, device=device),
        precision=recipe.precision,
        seed=recipe.seed,
    )


def _optimiser(
    parts: Sequence[Part], recipe: Recipe
) -> tuple[torch.optim.AdamW, list[nn.Parameter]]:
    """The optimiser, and the weights it trains in the order of its groups."""
    optimiser = new_optimiser(
        trained_weights(parts).values(),
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
    )
    return optimiser, [weights for group in optimiser.param_groups for weights in group["params"]]


@contextmanager
def _forked_dropout() -> Iterator[None]:
    """Dropout draws its keys from torch's global generator, which is left as it was found."""
    with torch.random.fork_rng():
        yield


def _seed_dropout(seed: int, update: int, device: torch.device) -> None:
    """Dropout of each update draws from a stream of its own: no update depends on those before."""
    stream = derive_seed(seed, "dropout", update)
    torch.default_generator.manual_seed(stream)
    if device.type == "cuda":
        torch.cuda.manual_seed(stream >> 1)


def _set_rate(optimiser: torch.optim.Optimizer, recipe: Recipe, update: int) -> None:
    rate = learning_rate_at(
        update,
        peak=recipe.learning_rate,
        n_updates=recipe.n_updates,
        warmup_fraction=recipe.warmup_fraction,
    )
    for group in optimiser.param_groups:
        group["lr"] = rate


def _require_finite(loss: float, norm: float, update: int) -> None:
    if not (math.isfinite(loss) and math.isfinite(norm)):
        raise StepError(
            f"training diverged at update {update}",
            value=f"loss {loss}, gradient norm {norm}",
            allowed="finite numbers",
            action="Lower training.learning_rate, or train in fp32.",
        )
