"""The `fine_tune` step: an encoder and training text in, a checkpoint out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.core.seeds import derive_seed
from crosswind.model.checkpoint import CheckpointRecord, Opened, open_model, save_checkpoint
from crosswind.model.devices import open_device
from crosswind.model.encoders import (
    check_max_tokens,
    encoder_digest,
    encoder_dim,
    recompute_activations,
)
from crosswind.model.heads import TaskModel, heads_agree, new_head
from crosswind.model.tokenise import PieceReader
from crosswind.train.adapters import Adapters, new_adapters
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Progress, Recipe, loss_curve, run_updates
from crosswind.train.objective import TextRules
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.optimiser import optimiser_bytes
from crosswind.train.params import FineTuneParams, PartParams, check_params
from crosswind.train.part import Part, move, trained_weights
from crosswind.train.robust.copies import Sources, with_copies
from crosswind.train.robust.table import robust_loss
from crosswind.train.selection import Selection
from crosswind.train.stage_partial import stage_partial
from crosswind.train.stage_text import StageText, read_stage_text


@dataclass(frozen=True, slots=True)
class _Folders:
    """The inputs of the step; see `fine_tune`."""

    encoder: Path
    start: Path | None
    train: tuple[Path, ...]
    copies: tuple[Path, ...]
    validation: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What is trained and how, which of its parts came from the start, and what memory it takes."""

    parts: tuple[Part, ...]
    carried_over: tuple[str, ...]
    new: tuple[str, ...]
    rows: TrainedRows
    recipe: Recipe
    selection: Selection
    adapters: Adapters | None
    memory: dict[str, int]


def fine_tune(  # noqa: PLR0913 - the runner passes every input by name
    params: FineTuneParams,
    *,
    encoder: Path,
    start: Path | None,
    train: tuple[Path, ...],
    copies: tuple[Path, ...],
    validation: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Train one stage; write `weights.safetensors` and `checkpoint.json`; return counts and loss.

    Args:
        params: the recipe.
        encoder: root encoder's folder.
        start: checkpoint to go on from, or None for the root itself.
        train: example artifacts, those of each task one after another.
        copies: perturbed copies of the texts that a robust method acts on, text by text.
        validation: examples that judge the updates, one for each task; none with `last_update`.
        out: empty folder.
        options: device and threads; where and how often the state is kept, to go on from.

    Raises:
        ConfigError: if params do not fit together, or do not fit the encoder.
        DataError: if a text is empty, has one label only, or labels that are not trained.
        MissingDependencyError: if adapters are asked for and `peft` is absent.
        StepError: if training diverges.
    """
    check_params(params, len(train), len(validation))
    device = open_device(options)
    stage = _open_stage(params, _Folders(encoder, start, train, copies, validation), options)
    move(stage.parts, device)
    inputs = (encoder, *([start] if start else []), *train, *copies, *validation)
    partial = stage_partial(params, inputs, device, options)
    progress = run_updates(stage.parts, stage.recipe, stage.selection, partial)
    return _save(params, stage, progress, encoder, out)


def _save(
    params: FineTuneParams, stage: _Stage, progress: Progress, encoder: Path, out: Path
) -> dict[str, object]:
    """Write the checkpoint; its summary."""
    kept = stage.selection.kept_updates(progress.n_updates)
    details = _details(params, stage, progress)
    move(stage.parts, torch.device("cpu"))
    factors = [stage.recipe.decay_factor(update) for update in kept]
    words = stage.rows.write_back(sum(factors) / len(factors))
    adapters = stage.adapters.take_out() if stage.adapters else {}
    summary = _summary(params, stage, progress) | {"kept_update": kept[-1]}
    record = _record(params, encoder, stage, summary | details)
    model = stage.parts[0].model
    save_checkpoint(out, model, record, encoder=encoder, words=words, adapters=adapters)
    return summary


def _open_stage(params: FineTuneParams, folders: _Folders, options: RunOptions) -> _Stage:
    """The models and the texts of a stage, with the copies that its method trains on."""
    opened = _open(params, folders.encoder, folders.start, len(folders.train))
    texts = list(_read(params, folders.train, folders.validation, opened.reader))
    texts = with_copies(params, texts, Sources(folders.train, folders.copies), opened)
    return _stage(params, opened, texts, options)


def _open(params: FineTuneParams, encoder: Path, start: Path | None, n_texts: int) -> Opened:
    opened = open_model(
        encoder,
        start,
        attention_dropout=params.attention_dropout,
        hidden_dropout=params.hidden_dropout,
    )
    for task in params.tasks(n_texts):
        check_max_tokens(opened.model.encoder, task.max_tokens)
    return opened


def _read(
    params: FineTuneParams,
    train: Sequence[Path],
    validation: Sequence[Path],
    reader: PieceReader,
) -> Iterator[StageText]:
    """The text of each task; a task without a validation text of its own is not judged."""
    selects = params.selection != "last_update"
    position = 0
    for number, task in enumerate(params.tasks(len(train))):
        rules = TextRules(
            kind=task.kind,
            fields=tuple(task.fields),
            labels=tuple(task.labels),
            max_tokens=task.max_tokens,
            word_piece=params.word_piece,
        )
        own = train[position : position + task.n_texts]
        position += task.n_texts
        held_out = validation[number] if selects and number < len(validation) else None
        yield read_stage_text(own, held_out, reader, rules)


def _stage(
    params: FineTuneParams, opened: Opened, texts: Sequence[StageText], options: RunOptions
) -> _Stage:
    parts, carried_over, new = _assemble(params, opened, texts)
    dense = optimiser_bytes({one for part in parts for one in part.model.parameters()})
    if params.gradient_checkpointing:
        recompute_activations(opened.model.encoder)
    adapters = new_adapters(params, opened.model.encoder)
    rows = TrainedRows(
        parts[0].model,
        "frozen" if adapters and params.embedding_rows == "auto" else params.embedding_rows,
        inputs=(read for text in texts for read in text.inputs()),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    recipe = _recipe(params, parts, opened.reader.pad_id, options)
    selection = Selection(
        parts=parts,
        every=params.evaluate_every,
        patience=params.patience,
        pad_id=opened.reader.pad_id,
        precision=params.precision,
        average_from=recipe.n_warmup or 1 if params.selection == "checkpoint_average" else 0,
    )
    return _Stage(
        parts=parts,
        carried_over=carried_over,
        new=new,
        rows=rows,
        recipe=recipe,
        selection=selection,
        adapters=adapters,
        memory={
            "optimiser_bytes": optimiser_bytes(trained_weights(parts).values()),
            "optimiser_bytes_dense": dense,
        },
    )


def _assemble(
    params: FineTuneParams, opened: Opened, texts: Sequence[StageText]
) -> tuple[tuple[Part, ...], tuple[str, ...], tuple[str, ...]]:
    """The tasks with their models, the parts that are carried over, and those that are new."""
    tasks = params.tasks(sum(text.n_texts for text in texts))
    if params.carry_over == "encoder_and_head" and opened.record is not None:
        parts = [
            _part(task, text, _carried_head(task, text, opened), opened)
            for task, text in zip(tasks, texts, strict=True)
        ]
        return tuple(parts), ("encoder", "head"), ()
    parts = [
        _part(task, text, _new_head(params, task, text, opened, number), opened)
        for number, (task, text) in enumerate(zip(tasks, texts, strict=True))
    ]
    return tuple(parts), ("encoder",), ("head",)


def _part(task: PartParams, text: StageText, head: torch.nn.Module, opened: Opened) -> Part:
    return Part(
        task=task.task,
        model=TaskModel(opened.model.encoder, head),
        objective=OBJECTIVES[task.kind],
        text=text,
        batch_examples=task.batch_examples,
    )


def _carried_head(task: PartParams, text: StageText, opened: Opened) -> torch.nn.Module:
    record, head = opened.record, opened.model.head
    assert record is not None and head is not None, "a checkpoint has a head"
    if heads_agree(task.kind, text.labels, record.kind, record.labels):
        return head
    raise ConfigError(
        "the head cannot be carried over: kind or labels differ",
        place="training.carry_over",
        value=(record.kind, record.labels),
        allowed=f"{task.kind} with {', '.join(text.labels) or 'no labels'}",
        action="Set carry_over = encoder.",
    )


def _new_head(
    params: FineTuneParams, task: PartParams, text: StageText, opened: Opened, number: int
) -> torch.nn.Module:
    place = ("head", number) if number else ("head",)
    rng = torch.Generator().manual_seed(derive_seed(params.seed, *place))
    return new_head(
        task.kind,
        encoder_dim(opened.model.encoder),
        len(text.labels),
        dropout=params.hidden_dropout,
        rng=rng,
    )


def _recipe(
    params: FineTuneParams, parts: Sequence[Part], pad_id: int, options: RunOptions
) -> Recipe:
    by_epochs = params.epochs * sum(
        -(-len(part.text.training.rows) // part.batch_examples) for part in parts
    )
    return Recipe(
        learning_rate=params.learning_rate,
        n_updates=params.max_updates or by_epochs,
        warmup_fraction=params.warmup_fraction,
        weight_decay=params.weight_decay,
        max_grad_norm=params.max_grad_norm,
        precision=params.precision,
        seed=params.seed,
        pad_id=pad_id,
        probabilities=tuple(1 / len(parts) for _ in parts),
        loss=robust_loss(params.robust),
        log_every=options.log_every,
    )


def _summary(params: FineTuneParams, stage: _Stage, progress: Progress) -> dict[str, object]:
    texts = [part.text for part in stage.parts]
    facts: dict[str, object] = {}
    for part in stage.parts:
        facts |= part.objective.facts(part.text.training, part.batch_examples)
    n_unknown = sum(text.held_out.n_unknown for text in texts)
    if n_unknown:
        facts["n_validation_words_not_asked"] = n_unknown
    if any(text.copies.epochs for text in texts):
        facts |= {
            "n_copies": max(len(text.copies.epochs) for text in texts),
            "n_changed_in_copies": sum(text.copies.n_changed for text in texts),
            "n_kept_clean_in_copies": sum(text.copies.n_kept_clean for text in texts),
        }
    return {
        "n_examples": sum(text.n_examples for text in texts),
        "n_rows": sum(len(text.training.rows) for text in texts),
        "n_truncated": sum(text.training.n_truncated for text in texts),
        "n_windowed": sum(text.training.n_windowed for text in texts),
        "n_validation_rows": sum(len(text.held_out.rows) for text in texts),
        "n_updates": progress.n_updates,
        "n_rows_trained": progress.n_rows,
        "n_tokens_trained": progress.n_tokens,
        "final_loss": loss_curve(progress.losses)[-1][1],
        "n_embedding_rows": stage.rows.n_trained,
        "selection": params.selection,
        "word_piece": params.word_piece,
        **stage.memory,
        **facts,
    }


def _record(
    params: FineTuneParams, encoder: Path, stage: _Stage, training: dict[str, object]
) -> CheckpointRecord:
    first = params.tasks(1)[0]
    return CheckpointRecord(
        task=params.task,
        kind=first.kind,
        labels=stage.parts[0].text.labels,
        fields=tuple(first.fields),
        encoder=encoder_digest(encoder),
        carried_over=stage.carried_over,
        new=stage.new,
        training=training,
    )


def _details(params: FineTuneParams, stage: _Stage, progress: Progress) -> dict[str, object]:
    """What the checkpoint tells beyond the summary; while the kept weights are in the model."""
    return {
        "embedding_rows": stage.rows.mode,
        "lora": params.lora and dict(params.lora),
        "loss_curve": loss_curve(progress.losses),
        **stage.selection.facts(),
    }
