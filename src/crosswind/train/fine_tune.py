"""The `fine_tune` step: an encoder and training text in, a checkpoint out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError, nearest_match
from crosswind.core.seeds import derive_seed
from crosswind.model.checkpoint import (
    CheckpointRecord,
    Opened,
    open_model,
    save_checkpoint,
)
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens, encoder_digest, encoder_dim
from crosswind.model.heads import TRAINABLE_KINDS, TaskModel, new_head
from crosswind.records.codecs import read_examples
from crosswind.records.example import Example
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Progress, Recipe, run_updates
from crosswind.train.objectives import TrainingText, training_text
from crosswind.train.optimiser import decay_product
from crosswind.train.selection import SELECTIONS, VALIDATION_EXAMPLES, Selection

CARRY_OVERS = ("encoder", "encoder_and_head")
_CURVE_POINTS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class FineTuneParams:
    """Everything that decides the checkpoint, beside the inputs.

    Attributes:
        task, kind: of the training text.
        labels: in the order of the head's outputs; empty: the sorted labels of the training text.
        fields: text fields, in the order the encoder reads them.
        carry_over: what survives from the start: "encoder" or "encoder_and_head".
        learning_rate: peak of the schedule.
        batch_examples: rows of an update.
        epochs: passes over the text, if `max_updates` is 0.
        max_updates: number of updates, however many epochs they are.
        max_tokens: longest row, special tokens included.
        warmup_fraction: share of the updates that warm up.
        weight_decay: of matrices.
        max_grad_norm: gradients are scaled down to this norm.
        selection: "last_update" or "source_validation".
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
    """Train one stage and write `weights.safetensors` and `checkpoint.json`.

    Args:
        params: the recipe.
        encoder: root encoder's folder.
        start: checkpoint to go on from, or None for the root itself.
        train: example artifacts, read one after another.
        validation: source-language examples for `source_validation`.
        out: empty folder.
        options: device and threads.

    Returns:
        Counts, the selection and the final loss.

    Raises:
        ConfigError: if params do not fit together, or do not fit the encoder.
        DataError: if the text is empty, has one label only, or labels that are not trained.
        StepError: if training diverges.
    """
    _check_params(params, validation)
    device = open_device(options)
    opened = open_model(
        encoder,
        start,
        attention_dropout=params.attention_dropout,
        hidden_dropout=params.hidden_dropout,
    )
    check_max_tokens(opened.model.encoder, params.max_tokens)
    examples = _read_all(train)
    labels = _labels_of(params, examples, place=", ".join(str(folder) for folder in train))
    text = _text(params, examples, labels, opened)
    held_out = _held_out(params, validation, labels, opened)
    model, carried, new = _assemble(params, opened, labels)
    rows = TrainedRows(
        model,
        params.embedding_rows,
        inputs=(row.read for part in (text, held_out) for row in part.rows),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    recipe = _recipe(params, len(text.rows), opened.reader.pad_id, options)
    selection = Selection(
        rows=held_out.rows,
        kind=params.kind,
        every=params.evaluate_every,
        patience=params.patience,
        pad_id=opened.reader.pad_id,
        precision=params.precision,
    )
    progress = run_updates(model.to(device), text.rows, recipe, selection)
    model.to("cpu")
    kept_update = selection.best_update or progress.n_updates
    words = rows.write_back(_decay(params, recipe, kept_update))
    summary = _summary(examples, text, held_out, progress) | {
        "n_embedding_rows": rows.n_trained,
        "selection": params.selection,
        "kept_update": kept_update,
    }
    record = CheckpointRecord(
        task=params.task,
        kind=params.kind,
        labels=labels,
        fields=tuple(params.fields),
        encoder=encoder_digest(encoder),
        carried_over=carried,
        new=new,
        training={
            **summary,
            "embedding_rows": rows.mode,
            "evaluations": [list(entry) for entry in selection.history],
            "loss_curve": loss_curve(progress.losses),
        },
    )
    save_checkpoint(out, model, record, encoder=encoder, words=words)
    return summary


def loss_curve(losses: Sequence[float]) -> list[list[float]]:
    """At most 100 points (last update of a stretch, mean loss over it)."""
    stretch = -(-len(losses) // _CURVE_POINTS) or 1
    return [
        [float(min(first + stretch, len(losses))), sum(part) / len(part)]
        for first in range(0, len(losses), stretch)
        for part in [losses[first : first + stretch]]
    ]


def _check_params(params: FineTuneParams, validation: Path | None) -> None:
    for place, value, allowed in (
        ("kind", params.kind, TRAINABLE_KINDS),
        ("training.selection", params.selection, SELECTIONS),
        ("training.carry_over", params.carry_over, CARRY_OVERS),
    ):
        if value not in allowed:
            raise ConfigError(
                "not among the possible values",
                place=place,
                value=value,
                allowed=allowed,
                nearest=nearest_match(value, allowed),
            )
    for place, number in (
        ("training.learning_rate", params.learning_rate),
        ("training.batch_examples", params.batch_examples),
        ("training.max_grad_norm", params.max_grad_norm),
        ("training.evaluate_every", params.evaluate_every),
        ("training.epochs", params.max_updates or params.epochs),
    ):
        if number <= 0:
            raise ConfigError("must be positive", place=place, value=number, allowed="> 0")
    if params.selection == "source_validation" and validation is None:
        raise ConfigError(
            "selection on source validation needs validation text",
            place="training.selection",
            value=params.selection,
            allowed="last_update for a task without validation text",
            action="Set selection = last_update.",
        )


def _read_all(folders: Sequence[Path]) -> list[Example]:
    examples = [example for folder in folders for example in read_examples(folder)]
    if not examples:
        raise DataError(
            "the training text is empty",
            place=", ".join(str(folder) for folder in folders),
            value=0,
            allowed="at least one example",
            action="Check the task's files and max_examples.",
        )
    return examples


def _labels_of(
    params: FineTuneParams, examples: Sequence[Example], *, place: str
) -> tuple[str, ...]:
    if params.kind == "span_qa":
        return ()
    tagged = params.kind == "tagging"
    occurring = {
        label for example in examples for label in (example.tags if tagged else (example.label,))
    }
    if len(occurring) < 2:
        raise DataError(
            "the training text has one label only",
            place=place,
            value=sorted(occurring),
            allowed="at least two labels",
            action="Raise max_examples, or check the task's files.",
        )
    return tuple(params.labels) or tuple(sorted(occurring))


def _text(
    params: FineTuneParams, examples: Sequence[Example], labels: tuple[str, ...], opened: Opened
) -> TrainingText:
    return training_text(
        examples,
        kind=params.kind,
        labels=labels,
        fields=params.fields,
        reader=opened.reader,
        max_tokens=params.max_tokens,
    )


def _held_out(
    params: FineTuneParams, validation: Path | None, labels: tuple[str, ...], opened: Opened
) -> TrainingText:
    if params.selection == "last_update" or validation is None:
        return TrainingText(rows=(), n_truncated=0)
    chosen = read_examples(validation)[:VALIDATION_EXAMPLES]
    if not chosen:
        raise DataError(
            "the validation text is empty",
            place=str(validation),
            allowed="at least one example",
            action="Set selection = last_update, or check the task's files.",
        )
    return _text(params, chosen, labels, opened)


def _assemble(
    params: FineTuneParams, opened: Opened, labels: tuple[str, ...]
) -> tuple[TaskModel, tuple[str, ...], tuple[str, ...]]:
    """The model to train, the parts it carries over, and the parts that are new."""
    if params.carry_over == "encoder_and_head" and opened.record is not None:
        if (opened.record.kind, opened.record.labels) != (params.kind, labels):
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
        kind=params.kind,
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


def _decay(params: FineTuneParams, recipe: Recipe, last_update: int) -> float:
    return decay_product(
        peak=params.learning_rate,
        n_updates=recipe.n_updates,
        last_update=last_update,
        warmup_fraction=params.warmup_fraction,
        weight_decay=params.weight_decay,
    )


def _summary(
    examples: Sequence[Example], text: TrainingText, held_out: TrainingText, progress: Progress
) -> dict[str, object]:
    return {
        "n_examples": len(examples),
        "n_rows": len(text.rows),
        "n_truncated": text.n_truncated,
        "n_validation_rows": len(held_out.rows),
        "n_updates": progress.n_updates,
        "n_rows_trained": progress.n_rows,
        "n_tokens_trained": progress.n_tokens,
        "final_loss": loss_curve(progress.losses)[-1][1],
    }
