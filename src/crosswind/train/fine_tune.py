"""The `fine_tune` step: an encoder and training text in, a checkpoint out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.model.checkpoint import Opened, open_model, save_checkpoint
from crosswind.model.checkpoint_record import CheckpointRecord, HeadRecord, read_record
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens, encoder_digest
from crosswind.model.heads import TaskModel
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.word_rows import ChangedRows
from crosswind.train.assembly import Assembled, assemble
from crosswind.train.duration import Duration, duration
from crosswind.train.embedding_rows import TrainedRows
from crosswind.train.loop import Progress, Recipe, loss_curve, run_updates
from crosswind.train.objective import TextRules
from crosswind.train.params import FineTuneParams, check_params
from crosswind.train.part import Part, move
from crosswind.train.perplexity import perplexity
from crosswind.train.selection import Selection
from crosswind.train.stage_text import StageText, read_stage_text


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What is trained, for how long and how."""

    assembled: Assembled
    rows: TrainedRows
    duration: Duration
    recipe: Recipe
    selection: Selection

    def kept_update(self, progress: Progress) -> int:
        """The update whose weights are kept."""
        return self.selection.best_update or progress.n_updates

    def write_back(self, progress: Progress) -> ChangedRows:
        """Bring the weights back from the device, and the trained rows into the embedding."""
        move(self.assembled.parts, torch.device("cpu"))
        return self.rows.write_back(self.recipe.decay_factor(self.kept_update(progress)))


def fine_tune(  # noqa: PLR0913 - one argument for each input that the step kind declares
    params: FineTuneParams,
    *,
    encoder: Path,
    start: Path | None,
    train: tuple[Path, ...],
    validation: tuple[Path, ...],
    matched: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Train one stage; write `weights.safetensors` and `checkpoint.json`; return counts and loss.

    Args:
        params: the recipe.
        encoder: root encoder's folder.
        start: checkpoint to go on from, or None for the root itself.
        train: example artifacts, those of each task one after another.
        validation: examples that judge the updates, one for each task that has some.
        matched: checkpoints whose updates are added to those of the stage.
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
    stage = _stage(params, opened, texts, _matched_updates(matched), options)
    move(stage.assembled.parts, device)
    progress = run_updates(stage.assembled.parts, stage.recipe, stage.selection)
    summary = _summary(params, stage, progress)
    words = stage.write_back(progress)
    record = _record(params, encoder, stage, summary | _details(stage, progress))
    save_checkpoint(out, _distinct(stage), record, encoder=encoder, words=words)
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
    texts, held_out = iter(train), iter(validation)
    for task in params.tasks(len(train)):
        rules = TextRules(
            kind=task.kind,
            fields=tuple(task.fields),
            labels=tuple(task.labels),
            max_tokens=task.max_tokens,
            control=task.control,
            mask_rate=task.mask_rate,
            seed=params.seed,
            word_piece=params.word_piece,
        )
        own = [next(texts) for _ in range(task.n_texts)]
        judge = next(held_out, None) if task.n_validation else None
        is_read = selects or task.is_beside
        yield read_stage_text(own, judge if is_read else None, reader, rules)


def _stage(
    params: FineTuneParams,
    opened: Opened,
    texts: Sequence[StageText],
    n_added: int,
    options: RunOptions,
) -> _Stage:
    lasts = duration(params, texts, n_added)
    assembled = assemble(params, opened, texts)
    rows = TrainedRows(
        assembled.parts[0].model,
        _embedding_rows(params.embedding_rows, assembled.parts),
        inputs=_inputs(texts),
        special_ids=opened.reader.special_ids,
        before=opened.changed_rows,
    )
    selects = params.selection != "last_update"
    selection = Selection(
        parts=assembled.parts,
        every=params.evaluate_every if selects else 0,
        patience=params.patience,
        pad_id=opened.reader.pad_id,
        precision=params.precision,
    )
    return _Stage(
        assembled=assembled,
        rows=rows,
        duration=lasts,
        recipe=_recipe(params, lasts, opened.reader.pad_id, options),
        selection=selection,
    )


def _embedding_rows(asked: str, parts: Sequence[Part]) -> str:
    """Masked words are decoded by every row of the embedding, so `auto` is `all` there."""
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


def _inputs(texts: Sequence[StageText]) -> Iterator[ModelInput]:
    return (read for text in texts for read in text.inputs())


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
        micro_batch_tokens=params.micro_batch_tokens,
        log_every=options.log_every,
    )


def _matched_updates(matched: Sequence[Path]) -> int:
    """Updates of the checkpoints that a baseline is matched to, those that were really made."""
    return sum(int(read_record(folder).training["n_updates"]) for folder in matched)


def _summary(params: FineTuneParams, stage: _Stage, progress: Progress) -> dict[str, object]:
    parts = stage.assembled.parts
    texts = [part.text for part in parts]
    facts: dict[str, object] = {}
    for part in parts:
        facts |= part.objective.facts(part.text.training, part.batch_examples)
    names = [part.name for part in parts]
    if len(parts) > 1:
        n_updates = stage.duration.counts(names, progress.n_updates, params.seed)
        facts |= {"n_updates_of": n_updates, "sizes": _sizes(parts)}
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
        "kept_update": stage.kept_update(progress),
        "n_rows_trained": progress.n_rows,
        "n_tokens_trained": progress.n_tokens,
        "final_loss": loss_curve(progress.losses)[-1][1],
        "n_embedding_rows": stage.rows.n_trained,
        "selection": params.selection,
        **_perplexities(stage),
        "word_piece": params.word_piece,
        **facts,
    }


def _sizes(parts: Sequence[Part]) -> dict[str, int]:
    return {part.name: part.text.n_examples for part in parts}


def _perplexities(stage: _Stage) -> dict[str, object]:
    """Of masked words on held-out text, by task and language; nothing without such text."""
    recipe = stage.recipe
    found = {
        part.name: perplexity(part, pad_id=recipe.pad_id, precision=recipe.precision)
        for part in stage.assembled.parts
        if part.is_masked and part.text.held_out.rows
    }
    return {"perplexity": found} if found else {}


def _record(
    params: FineTuneParams, encoder: Path, stage: _Stage, training: dict[str, object]
) -> CheckpointRecord:
    heads = _heads(params, stage.assembled.parts)
    first = heads[0]
    return CheckpointRecord(
        task=params.task,
        kind=first.kind,
        labels=first.labels,
        fields=first.fields,
        encoder=encoder_digest(encoder),
        carried_over=stage.assembled.carried_over,
        new=stage.assembled.new,
        parts=heads if len(heads) > 1 else (),
        training=training,
    )


def _heads(params: FineTuneParams, parts: Sequence[Part]) -> tuple[HeadRecord, ...]:
    """What each distinct head was trained for."""
    tasks = params.tasks(sum(part.text.n_texts for part in parts))
    found: dict[str, HeadRecord] = {}
    for task, part in zip(tasks, parts, strict=True):
        head = HeadRecord(
            task=task.task,
            kind=task.trained_kind,
            labels=part.text.labels,
            fields=tuple(task.fields),
        )
        found.setdefault(task.task, head)
    return tuple(found.values())


def _distinct(stage: _Stage) -> list[TaskModel]:
    """One model for each distinct head."""
    return list({part.task: part.model for part in stage.assembled.parts}.values())


def _details(stage: _Stage, progress: Progress) -> dict[str, object]:
    """What the checkpoint tells beyond the summary."""
    names = [part.name for part in stage.assembled.parts]
    chances = dict(zip(names, stage.duration.probabilities, strict=True))
    return {
        "embedding_rows": stage.rows.mode,
        "evaluations": [list(entry) for entry in stage.selection.history],
        "loss_curve": loss_curve(progress.losses),
        **({"probabilities": chances} if len(names) > 1 else {}),
    }
