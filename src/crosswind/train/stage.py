"""Stage: what one step trains, for how long and how, read from its artifacts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.model.changed_rows import ChangedRows
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.checkpoint_record import read_record
from crosswind.model.encoders import check_max_tokens, recompute_activations
from crosswind.model.tokenise import PieceReader
from crosswind.train.adapters import Adapters, new_adapters
from crosswind.train.assembly import Assembled, assemble
from crosswind.train.duration import Duration, duration
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Recipe
from crosswind.train.optimiser import optimiser_bytes
from crosswind.train.params import FineTuneParams, text_rules
from crosswind.train.part import Part, move, trained_weights
from crosswind.train.robust.copies import Sources, with_copies
from crosswind.train.robust.table import robust_loss
from crosswind.train.selection import Selection
from crosswind.train.stage_text import StageText, read_stage_text


@dataclass(frozen=True, slots=True)
class Folders:
    """The inputs of a `fine_tune` step, under the names and in the order it has for them."""

    encoder: Path
    start: Path | None
    train: tuple[Path, ...]
    copies: tuple[Path, ...]
    validation: tuple[Path, ...]
    matched: tuple[Path, ...]

    def all(self) -> tuple[Path, ...]:
        """Every folder that is read."""
        started = (self.start,) if self.start else ()
        return (
            self.encoder,
            *started,
            *self.train,
            *self.copies,
            *self.validation,
            *self.matched,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What is trained, for how long and how.

    Attributes:
        assembled: the tasks with their heads, and what of them came from the start.
        rows: of the word embedding that are trained.
        duration: updates of the stage and of each task.
        recipe: the numbers of the loop.
        selection: which weights are kept.
        adapters: what is trained in place of the encoder's own weights, if they are frozen.
        memory: bytes of the optimiser, and what all weights would take.
    """

    assembled: Assembled
    rows: TrainedRows
    duration: Duration
    recipe: Recipe
    selection: Selection
    adapters: Adapters | None
    memory: dict[str, int]

    def write_back(self, n_updates: int) -> ChangedRows:
        """Bring the weights back from the device, and the trained rows into the embedding."""
        move(self.assembled.parts, torch.device("cpu"))
        kept = self.selection.kept_updates(n_updates)
        factors = [self.recipe.decay_factor(update) for update in kept]
        return self.rows.write_back(sum(factors) / len(factors))


def open_stage(params: FineTuneParams, folders: Folders, options: RunOptions) -> Stage:
    """The models and the texts of a stage, with the copies that its method trains on.

    Raises:
        ConfigError: if params do not fit the encoder or each other.
        DataError: if a text is empty, has one label only, or labels that are not trained.
        MissingDependencyError: if adapters are asked for and `peft` is absent.
    """
    with options.clock.phase("open"):
        opened = _open(params, folders, options)
    with options.clock.phase("read text"):
        texts = list(_read(params, folders, opened.reader))
        texts = with_copies(params, texts, Sources(folders.train, folders.copies), opened)
    lasts = duration(params, texts, _matched_updates(folders.matched))
    recipe = _recipe(params, lasts, opened.reader.pad_id, options)
    assembled = assemble(params, opened, texts)
    parts = assembled.parts
    dense = optimiser_bytes({one for part in parts for one in part.model.parameters()})
    if params.gradient_checkpointing:
        recompute_activations(opened.model.encoder)
    adapters = new_adapters(params, opened.model.encoder)
    rows = TrainedRows(
        parts[0].model,
        _embedding_rows(params.embedding_rows, parts, is_adapted=adapters is not None),
        inputs=(read for text in texts for read in text.inputs()),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    trained = optimiser_bytes(trained_weights(parts).values())
    return Stage(
        assembled=assembled,
        rows=rows,
        duration=lasts,
        recipe=recipe,
        selection=_selection(params, parts, recipe),
        adapters=adapters,
        memory={"optimiser_bytes": trained, "optimiser_bytes_dense": dense},
    )


def _open(params: FineTuneParams, folders: Folders, options: RunOptions) -> Opened:
    opened = open_model(
        folders.encoder,
        folders.start,
        attention_dropout=params.attention_dropout,
        hidden_dropout=params.hidden_dropout,
        pieces=options.pieces,
    )
    for task in params.tasks(len(folders.train)):
        check_max_tokens(opened.model.encoder, task.max_tokens)
    return opened


def _read(params: FineTuneParams, folders: Folders, reader: PieceReader) -> Iterator[StageText]:
    """The text of each task; a task without a validation text of its own is not judged."""
    selects = params.selection != "last_update"
    texts, held_out = iter(folders.train), iter(folders.validation)
    for task in params.tasks(len(folders.train)):
        own = [next(texts) for _ in range(task.n_texts)]
        judge = next(held_out, None) if task.n_validation else None
        is_read = selects or task.is_beside
        yield read_stage_text(own, judge if is_read else None, reader, text_rules(params, task))


def _embedding_rows(asked: str, parts: Sequence[Part], *, is_adapted: bool) -> str:
    """Which rows are trained where the recipe leaves it open, and what cannot be asked for.

    Masked words are decoded by every row of the embedding, so `auto` is `all` there; beside
    adapters the embedding is frozen.
    """
    if is_adapted and asked == "auto":
        return "frozen"
    if not any(part.is_masked for part in parts) or asked in ("all", "frozen"):
        return asked
    if asked == "auto":
        return "all"
    raise ConfigError(
        "masked words are decoded by the whole word embedding, so no part of it can be trained",
        place="training.embedding_rows",
        value=asked,
        allowed="auto, all or frozen",
        action="Set embedding_rows = auto.",
    )


def _selection(params: FineTuneParams, parts: Sequence[Part], recipe: Recipe) -> Selection:
    return Selection(
        parts=parts,
        every=params.evaluate_every if params.selection != "last_update" else 0,
        patience=params.patience,
        pad_id=recipe.pad_id,
        precision=params.precision,
        average_from=recipe.n_warmup or 1 if params.selection == "checkpoint_average" else 0,
    )


def _recipe(params: FineTuneParams, lasts: Duration, pad_id: int, options: RunOptions) -> Recipe:
    return Recipe(
        learning_rate=params.learning_rate,
        n_updates=lasts.n_updates,
        warmup_fraction=params.warmup_fraction,
        weight_decay=params.weight_decay,
        max_grad_norm=params.max_grad_norm,
        precision=params.precision,
        seed=params.seed,
        pad_id=pad_id,
        probabilities=lasts.probabilities,
        loss=robust_loss(params.robust),
        micro_batch_tokens=params.micro_batch_tokens,
        whole_batches=params.compares_rows,
        log_every=options.log_every,
        clock=options.clock,
    )


def _matched_updates(matched: Sequence[Path]) -> int:
    """Updates of the checkpoints that a baseline is matched to, those that were really made."""
    return sum(int(read_record(folder).training["n_updates"]) for folder in matched)
