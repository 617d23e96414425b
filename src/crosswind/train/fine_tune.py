"""The `fine_tune` step: an encoder and training text in, a checkpoint out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, require_one_of
from crosswind.core.seeds import derive_seed
from crosswind.model.checkpoint import CheckpointRecord, Opened, open_model, save_checkpoint
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens, encoder_digest, encoder_dim
from crosswind.model.heads import TRAINABLE_KINDS, TaskModel, heads_agree, new_head
from crosswind.model.tokenise import PieceReader
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Progress, Recipe, loss_curve, run_updates
from crosswind.train.objective import TextRules
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.selection import SELECTIONS, Selection
from crosswind.train.stage_text import StageText, read_stage_text

CARRY_OVERS = ("encoder", "encoder_and_head")


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuneParams:
    """Everything that decides the checkpoint, beside the inputs.

    Attributes:
        task: of the training text.
        kind: what is trained. `answer_retrieval` trains on the text of span QA.
        labels: in the order of the head's outputs; empty: what the objective says of the text.
        fields: text fields, in the order the encoder reads them.
        carry_over: what survives from the start: "encoder" or "encoder_and_head".
        learning_rate: peak of the schedule.
        batch_examples: rows of an update; of an example with choices, all of them are one row.
        epochs: passes over the text, if `max_updates` is 0.
        max_updates: number of updates, however many epochs they are.
        max_tokens: longest row, special tokens included.
        warmup_fraction: share of the updates that warm up.
        weight_decay: of matrices.
        max_grad_norm: gradients are scaled down to this norm.
        selection: "last_update", "source_validation", or the oracle "target_validation".
        evaluate_every: updates between two evaluations.
        patience: evaluations without a gain before training stops; 0 = never stops early.
        embedding_rows: "auto", "all", "seen" or "frozen".
        attention_dropout, hidden_dropout: shares; the head uses `hidden_dropout` too.
        precision: "fp32" or "bf16".
        seed: of the new head, the order of rows and dropout.
    """

    task: str
    kind: str
    fields: tuple[str, ...]
    labels: tuple[str, ...] = ()
    carry_over: str = "encoder"
    learning_rate: float = 1e-5
    batch_examples: int = 32
    epochs: int = 2
    max_updates: int = 0
    max_tokens: int = 256
    warmup_fraction: float = 0.1
    weight_decay: float = 0.01
    max_grad_norm: float = 1.0
    selection: str = "last_update"
    evaluate_every: int = 1000
    patience: int = 30
    embedding_rows: str = "auto"
    attention_dropout: float = 0.1
    hidden_dropout: float = 0.1
    precision: str = "fp32"
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What is trained and how, and which of its parts came from the start."""

    model: TaskModel
    carried_over: tuple[str, ...]
    new: tuple[str, ...]
    rows: TrainedRows
    recipe: Recipe
    selection: Selection


def fine_tune(
    params: FineTuneParams,
    *,
    encoder: Path,
    start: Path | None,
    train: tuple[Path, ...],
    validation: Path | None,
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Train one stage; write `weights.safetensors` and `checkpoint.json`; return counts and loss.

    Args:
        params: the recipe.
        encoder: root encoder's folder.
        start: checkpoint to go on from, or None for the root itself.
        train: example artifacts, read one after another.
        validation: examples that judge the updates; None with `last_update`.
        out: empty folder.
        options: device and threads.

    Raises:
        ConfigError: if params do not fit together, or do not fit the encoder.
        DataError: if the text is empty, has one label only, or labels that are not trained.
        StepError: if training diverges.
    """
    _check_params(params, validation)
    device = open_device(options)
    opened = _open(params, encoder, start)
    text = _read(params, train, validation, opened.reader)
    stage = _stage(params, opened, text, options)
    model = stage.model.to(device)
    progress = run_updates(model, text.training.rows, stage.recipe, stage.selection)
    kept_update = stage.selection.best_update or progress.n_updates
    model.to("cpu")
    words = stage.rows.write_back(stage.recipe.decay_factor(kept_update))
    summary = _summary(params, stage, text, progress) | {"kept_update": kept_update}
    record = _record(params, encoder, stage, text.labels, summary | _details(stage, progress))
    save_checkpoint(out, stage.model, record, encoder=encoder, words=words)
    return summary


def _check_params(params: FineTuneParams, validation: Path | None) -> None:
    for place, value, allowed in (
        ("kind", params.kind, TRAINABLE_KINDS),
        ("training.selection", params.selection, SELECTIONS),
        ("training.carry_over", params.carry_over, CARRY_OVERS),
    ):
        require_one_of(value, allowed, place=place)
    for place, number in (
        ("training.learning_rate", params.learning_rate),
        ("training.batch_examples", params.batch_examples),
        ("training.max_grad_norm", params.max_grad_norm),
        ("training.evaluate_every", params.evaluate_every),
        ("training.epochs", params.max_updates or params.epochs),
    ):
        if number <= 0:
            raise ConfigError("must be positive", place=place, value=number, allowed="> 0")
    if params.selection != "last_update" and validation is None:
        raise ConfigError(
            "selection on validation text needs validation text",
            place="training.selection",
            value=params.selection,
            allowed="last_update for a task without validation text",
            action="Set selection = last_update.",
        )


def _open(params: FineTuneParams, encoder: Path, start: Path | None) -> Opened:
    opened = open_model(
        encoder,
        start,
        attention_dropout=params.attention_dropout,
        hidden_dropout=params.hidden_dropout,
    )
    check_max_tokens(opened.model.encoder, params.max_tokens)
    return opened


def _read(
    params: FineTuneParams, train: Sequence[Path], validation: Path | None, reader: PieceReader
) -> StageText:
    rules = TextRules(
        kind=params.kind,
        fields=params.fields,
        labels=params.labels,
        max_tokens=params.max_tokens,
    )
    selects = params.selection != "last_update"
    return read_stage_text(train, validation if selects else None, reader, rules)


def _stage(params: FineTuneParams, opened: Opened, text: StageText, options: RunOptions) -> _Stage:
    model, carried_over, new = _assemble(params, opened, text.labels)
    rows = TrainedRows(
        model,
        params.embedding_rows,
        inputs=text.inputs(),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    selection = Selection(
        rows=text.held_out.rows,
        objective=OBJECTIVES[params.kind],
        every=params.evaluate_every,
        patience=params.patience,
        pad_id=opened.reader.pad_id,
        precision=params.precision,
    )
    return _Stage(
        model=model,
        carried_over=carried_over,
        new=new,
        rows=rows,
        recipe=_recipe(params, len(text.training.rows), opened.reader.pad_id, options),
        selection=selection,
    )


def _assemble(
    params: FineTuneParams, opened: Opened, labels: tuple[str, ...]
) -> tuple[TaskModel, tuple[str, ...], tuple[str, ...]]:
    """The model to train, the parts it carries over, and the parts that are new."""
    if params.carry_over == "encoder_and_head" and opened.record is not None:
        if not heads_agree(params.kind, labels, opened.record.kind, opened.record.labels):
            raise ConfigError(
                "the head cannot be carried over: kind or labels differ",
                place="training.carry_over",
                value=(opened.record.kind, opened.record.labels),
                allowed=f"{params.kind} with {', '.join(labels) or 'no labels'}",
                action="Set carry_over = encoder.",
            )
        return opened.model, ("encoder", "head"), ()
    rng = torch.Generator().manual_seed(derive_seed(params.seed, "head"))
    head = new_head(
        params.kind,
        encoder_dim(opened.model.encoder),
        len(labels),
        dropout=params.hidden_dropout,
        rng=rng,
    )
    return TaskModel(opened.model.encoder, head), ("encoder",), ("head",)


def _recipe(params: FineTuneParams, n_rows: int, pad_id: int, options: RunOptions) -> Recipe:
    by_epochs = params.epochs * -(-n_rows // params.batch_examples)
    return Recipe(
        objective=OBJECTIVES[params.kind],
        learning_rate=params.learning_rate,
        batch_examples=params.batch_examples,
        n_updates=params.max_updates or by_epochs,
        warmup_fraction=params.warmup_fraction,
        weight_decay=params.weight_decay,
        max_grad_norm=params.max_grad_norm,
        precision=params.precision,
        seed=params.seed,
        pad_id=pad_id,
        log_every=options.log_every,
    )


def _summary(
    params: FineTuneParams, stage: _Stage, text: StageText, progress: Progress
) -> dict[str, object]:
    return {
        "n_examples": text.n_examples,
        "n_rows": len(text.training.rows),
        "n_truncated": text.training.n_truncated,
        "n_windowed": text.training.n_windowed,
        "n_validation_rows": len(text.held_out.rows),
        "n_updates": progress.n_updates,
        "n_rows_trained": progress.n_rows,
        "n_tokens_trained": progress.n_tokens,
        "final_loss": loss_curve(progress.losses)[-1][1],
        "n_embedding_rows": stage.rows.n_trained,
        "selection": params.selection,
        **OBJECTIVES[params.kind].facts(text.training, params.batch_examples),
    }


def _record(
    params: FineTuneParams,
    encoder: Path,
    stage: _Stage,
    labels: tuple[str, ...],
    training: dict[str, object],
) -> CheckpointRecord:
    return CheckpointRecord(
        task=params.task,
        kind=params.kind,
        labels=labels,
        fields=tuple(params.fields),
        encoder=encoder_digest(encoder),
        carried_over=stage.carried_over,
        new=stage.new,
        training=training,
    )


def _details(stage: _Stage, progress: Progress) -> dict[str, object]:
    """What the checkpoint tells beyond the summary."""
    return {
        "embedding_rows": stage.rows.mode,
        "evaluations": [list(entry) for entry in stage.selection.history],
        "loss_curve": loss_curve(progress.losses),
    }
