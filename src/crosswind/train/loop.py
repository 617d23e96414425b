"""The visible loop: every update of every stage happens here."""

import logging
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

import torch
from torch import Tensor

from crosswind.core.clock import Clock
from crosswind.core.errors import StepError
from crosswind.core.seeds import derive_seed
from crosswind.model.encoders import word_embedding
from crosswind.train.accumulation import accumulate, micro_batches
from crosswind.train.draws import draws
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.objective import TrainingBatch, TrainingRow, collated
from crosswind.train.optimiser import (
    clip_gradients,
    decay_product,
    learning_rate_at,
    new_optimiser,
)
from crosswind.train.part import Part, trained_weights
from crosswind.train.partial import Partial
from crosswind.train.selection import Selection
from crosswind.train.share import WHOLE, Share
from crosswind.train.state import StageState

_LOG = logging.getLogger("crosswind")
_CURVE_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The numbers of one stage; see `FineTuneParams`.

    `probabilities` are those of the parts, `loss` is what each update lowers, `whole_batches` says
    that it compares the rows of a batch, `share` is that of this process, and `clock` is told where
    the time goes.
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
    micro_batch_tokens: int = 0
    whole_batches: bool = False
    share: Share = WHOLE
    log_every: int = 50
    clock: Clock = field(default_factory=Clock, compare=False)

    @property
    def n_warmup(self) -> int:
        """Updates until the rate is at its peak."""
        return round(self.warmup_fraction * self.n_updates)

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
    parts: Sequence[Part], recipe: Recipe, selection: Selection, partial: Partial | None = None
) -> Progress:
    """Train the encoder and the heads of `parts` in place.

    Args:
        parts: the tasks, on their device; parameters that require gradients are trained.
        recipe: the numbers.
        selection: evaluates on the way; the weights that it kept are put back at the end.
        partial: where the state is kept on the way, and read from first.

    Raises:
        StepError: if the loss or the gradient is not finite; names the last good state.
    """
    device = next(parts[0].model.parameters()).device
    optimiser = _optimiser(parts, recipe)
    state = _state(parts, optimiser, selection, partial or Partial())
    progress = Progress(**state.resume() or {})
    for part in parts:
        part.model.train()
    with _forked_dropout():
        for number, part, rows in _remaining(parts, recipe, selection, progress):
            _begin(optimiser, recipe, number, device)
            own = _backward(number, part, rows, recipe)
            loss = recipe.share.add_up(own, trained_weights(parts).values())
            with recipe.clock.phase("optimiser"):
                norm = _clipped(parts, optimiser, recipe)
                if not (math.isfinite(loss.item()) and math.isfinite(norm)):
                    last_good = state.keep_last_good(number - 1, progress)
                    raise _diverged(loss.item(), norm, number, last_good)
                optimiser.step()
            progress.add(rows, loss.item())
            if number % recipe.log_every == 0:
                _LOG.info("update %d of %d: loss %.4f", number, recipe.n_updates, loss.item())
            if _is_over(number, selection, recipe):
                break
            state.keep_if_due(number, progress)
    selection.restore()
    return progress


def _is_over(number: int, selection: Selection, recipe: Recipe) -> bool:
    """Evaluate, if it is due; whether training stops early by what was found."""
    if not selection.is_due(number, recipe.n_updates):
        return False
    with recipe.clock.phase("selection"):
        selection.evaluate(number)
    return selection.is_exhausted()


def loss_curve(losses: Sequence[float]) -> list[list[float]]:
    """At most 100 points (last update of a stretch, mean loss over it)."""
    stretch = -(-len(losses) // _CURVE_POINTS) or 1
    return [
        [float(min(first + stretch, len(losses))), sum(part) / len(part)]
        for first in range(0, len(losses), stretch)
        for part in [losses[first : first + stretch]]
    ]


def _remaining(
    parts: Sequence[Part], recipe: Recipe, selection: Selection, progress: Progress
) -> Iterator[tuple[int, Part, list[TrainingRow]]]:
    """Number, task and rows of every update that was not made yet."""
    if selection.is_exhausted():
        return
    chosen = draws(parts, recipe.probabilities, recipe.n_updates, recipe.seed)
    first = progress.n_updates
    for number, (part, rows) in enumerate(islice(chosen, first, None), start=first + 1):
        yield number, part, rows


def _begin(
    optimiser: torch.optim.Optimizer, recipe: Recipe, number: int, device: torch.device
) -> None:
    """Rate, dropout and empty gradients of an update."""
    _set_rate(optimiser, recipe, number)
    _seed_dropout(recipe, number, device)
    optimiser.zero_grad(set_to_none=True)


def _backward(
    number: int, part: Part, rows: Sequence[TrainingRow], recipe: Recipe
) -> Tensor | None:
    """Gradients of one update, computed in as many pieces as the budget of tokens asks for.

    Returns the loss; None where other processes have all of its rows.
    """
    device = next(part.model.parameters()).device
    # In-batch negatives need their batch whole.
    budget = recipe.micro_batch_tokens if part.objective.by_length else 0

    def batch(some: Sequence[TrainingRow]) -> TrainingBatch:
        return collated(some, part.objective, pad_id=recipe.pad_id, device=device)

    def loss_of(whole: TrainingBatch) -> Tensor:
        views = [row.view or row for row in whole.rows]
        update = Update(
            number=number,
            model=part.model,
            objective=part.objective,
            batch=whole,
            precision=recipe.precision,
            seed=recipe.seed,
            view=batch(views) if any(row.view for row in whole.rows) else None,
        )
        return recipe.loss(update)

    is_whole = recipe.whole_batches or not part.objective.by_length
    own = recipe.share.of(rows, is_whole=is_whole)
    with recipe.clock.phase("data"):
        batches = [batch(some) for some in micro_batches(own, budget) if some]
    return accumulate(batches, loss_of, recipe.clock, recipe.share)


def _clipped(parts: Sequence[Part], optimiser: torch.optim.Optimizer, recipe: Recipe) -> float:
    """Clip the gradients; the norm that they had."""
    trained = [weights for group in optimiser.param_groups for weights in group["params"]]
    words = word_embedding(parts[0].model.encoder).weight
    return clip_gradients(trained, recipe.max_grad_norm, words=words)


def _optimiser(parts: Sequence[Part], recipe: Recipe) -> torch.optim.AdamW:
    return new_optimiser(
        trained_weights(parts).values(),
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
    )


def _state(
    parts: Sequence[Part],
    optimiser: torch.optim.Optimizer,
    selection: Selection,
    partial: Partial,
) -> StageState:
    weights = trained_weights(parts)
    return StageState(weights=weights, optimiser=optimiser, selection=selection, partial=partial)


@contextmanager
def _forked_dropout() -> Iterator[None]:
    """Dropout draws its keys from torch's global generator, which is left as it was found."""
    with torch.random.fork_rng():
        yield


def _seed_dropout(recipe: Recipe, update: int, device: torch.device) -> None:
    """Dropout of each update draws from a stream of its own: no update depends on those before.

    So does each process but the first, whose stream is that of one process.
    """
    index = recipe.share.index
    stream = derive_seed(recipe.seed, "dropout", update, *([index] if index else []))
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


def _diverged(loss: float, norm: float, update: int, kept: str) -> StepError:
    return StepError(
        f"training diverged at update {update}",
        place="training.learning_rate",
        value=f"loss {loss}, gradient norm {norm}",
        allowed="finite numbers",
        action=f"Lower training.learning_rate, or train in fp32. {kept}",
    )
