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
from crosswind.model.encoders import check_max_tokens, encoder_digest, encoder_dim
from crosswind.model.heads import TaskModel, heads_agree, new_head
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Progress, Recipe, loss_curve, run_updates
from crosswind.train.objective import TextRules
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.params import FineTuneParams, PartParams, check_params
from crosswind.train.part import Part, move
from crosswind.train.selection import Selection
from crosswind.train.stage_text import StageText, read_stage_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What is trained and how, and which of its parts came from the start."""

    parts: tuple[Part, ...]
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
        validation: examples that judge the updates, one for each task; none with `last_update`.
        out: empty folder.
        options: device and threads.

    Raises:
        ConfigError: if params do not fit together, or do not fit the encoder.
        DataError: if a text is empty, has one label only, or labels that are not trained.
        StepError: if training diverges.
    """
    check_params(params, len(train), len(validation))
    device = open_device(options)
    opened = _open(params, encoder, start, len(train))
    texts = list(_read(params, train, validation, opened.reader))
    stage = _stage(params, opened, texts, options)
    move(stage.parts, device)
    progress = run_updates(stage.parts, stage.recipe, stage.selection)
    kept_update = stage.selection.best_update or progress.n_updates
    move(stage.parts, torch.device("cpu"))
    words = stage.rows.write_back(stage.recipe.decay_factor(kept_update))
    summary = _summary(params, stage, progress) | {"kept_update": kept_update}
    record = _record(params, encoder, stage, summary | _details(stage, progress))
    save_checkpoint(out, stage.parts[0].model, record, encoder=encoder, words=words)
    return summary


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
    rows = TrainedRows(
        parts[0].model,
        params.embedding_rows,
        inputs=_inputs(texts),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    selection = Selection(
        parts=parts,
        every=params.evaluate_every,
        patience=params.patience,
        pad_id=opened.reader.pad_id,
        precision=params.precision,
    )
    return _Stage(
        parts=parts,
        carried_over=carried_over,
        new=new,
        rows=rows,
        recipe=_recipe(params, parts, opened.reader.pad_id, options),
        selection=selection,
    )


def _inputs(texts: Sequence[StageText]) -> Iterator[ModelInput]:
    return (read for text in texts for read in text.inputs())


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
        log_every=options.log_every,
        clock=options.clock,
    )


def _summary(params: FineTuneParams, stage: _Stage, progress: Progress) -> dict[str, object]:
    texts = [part.text for part in stage.parts]
    facts: dict[str, object] = {}
    for part in stage.parts:
        facts |= part.objective.facts(part.text.training, part.batch_examples)
    n_unknown = sum(text.held_out.n_unknown for text in texts)
    if n_unknown:
        facts["n_validation_words_not_asked"] = n_unknown
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


def _details(stage: _Stage, progress: Progress) -> dict[str, object]:
    """What the checkpoint tells beyond the summary."""
    return {
        "embedding_rows": stage.rows.mode,
        "evaluations": [list(entry) for entry in stage.selection.history],
        "loss_curve": loss_curve(progress.losses),
    }
