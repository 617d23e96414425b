"""The `fine_tune` step: an encoder and training text in, a checkpoint out."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.model.checkpoint import save_checkpoint
from crosswind.model.checkpoint_record import CheckpointRecord, HeadRecord
from crosswind.model.devices import open_device
from crosswind.model.encoders import encoder_digest
from crosswind.model.heads import TaskModel
from crosswind.train.loop import Progress, loss_curve, run_updates
from crosswind.train.params import FineTuneParams, check_params
from crosswind.train.part import Part, move
from crosswind.train.perplexity import perplexity
from crosswind.train.processes import in_processes
from crosswind.train.share import WHOLE, Share
from crosswind.train.stage import Folders, Stage, open_stage
from crosswind.train.stage_partial import stage_partial
from crosswind.train.stage_text import StageText


def fine_tune(  # noqa: PLR0913 - one argument for each input that the step kind declares
    params: FineTuneParams,
    *,
    encoder: Path,
    start: Path | None,
    train: tuple[Path, ...],
    copies: tuple[Path, ...] = (),
    validation: tuple[Path, ...],
    matched: tuple[Path, ...] = (),
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
        validation: examples that judge the updates, one for each task that has some.
        matched: checkpoints whose updates are added to those of the stage.
        out: empty folder.
        options: device, threads and processes; where and how often the state is kept, to go on
            from.

    Raises:
        ConfigError: if params do not fit together, or do not fit the encoder.
        DataError: if a text is empty, has one label only, or labels that are not trained.
        MissingDependencyError: if adapters are asked for and `peft` is absent.
        StepError: if training diverges.
    """
    check_params(params, len(train), len(validation))
    folders = Folders(encoder, start, train, copies, validation, matched)
    if options.processes > 1:
        return in_processes(partial(_train, params, folders, out), options)
    return _train(params, folders, out, options, WHOLE)


def _train(
    params: FineTuneParams, folders: Folders, out: Path, options: RunOptions, share: Share
) -> dict[str, object]:
    """Train the stage, or a share of it; the first process writes what came of it."""
    device = open_device(options)
    stage = open_stage(params, folders, options)
    parts = stage.assembled.parts
    move(parts, device)
    kept = stage_partial(params, folders.all(), device, options, share)
    recipe = replace(stage.recipe, share=share)
    progress = run_updates(parts, recipe, stage.selection, kept)
    if share.index:
        return {}
    with options.clock.phase("write"):
        return _save(params, stage, progress, folders.encoder, out)


def _save(
    params: FineTuneParams, stage: Stage, progress: Progress, encoder: Path, out: Path
) -> dict[str, object]:
    """Write the checkpoint; its summary."""
    summary = _summary(params, stage, progress)
    details = _details(params, stage, progress)
    words = stage.write_back(progress.n_updates)
    adapters = stage.adapters.take_out() if stage.adapters else {}
    record = _record(params, encoder, stage, summary | details)
    models = _distinct(stage)
    save_checkpoint(out, models, record, encoder=encoder, words=words, adapters=adapters)
    return summary


def _summary(params: FineTuneParams, stage: Stage, progress: Progress) -> dict[str, object]:
    parts = stage.assembled.parts
    texts = [part.text for part in parts]
    facts: dict[str, object] = {}
    for part in parts:
        facts |= part.objective.facts(part.text.training, part.batch_examples)
    names = [part.name for part in parts]
    if len(parts) > 1:
        n_updates = stage.duration.counts(names, progress.n_updates, params.seed)
        facts |= {"n_updates_of": n_updates, "sizes": _sizes(parts)}
    return {
        "n_examples": sum(text.n_examples for text in texts),
        "n_rows": sum(len(text.training.rows) for text in texts),
        "n_truncated": sum(text.training.n_truncated for text in texts),
        "n_windowed": sum(text.training.n_windowed for text in texts),
        "n_validation_rows": sum(len(text.held_out.rows) for text in texts),
        "n_updates": progress.n_updates,
        "kept_update": stage.selection.kept_updates(progress.n_updates)[-1],
        "n_rows_trained": progress.n_rows,
        "n_tokens_trained": progress.n_tokens,
        "final_loss": loss_curve(progress.losses)[-1][1],
        "n_embedding_rows": stage.rows.n_trained,
        "selection": params.selection,
        **_perplexities(stage),
        "word_piece": params.word_piece,
        **stage.memory,
        **_counts(texts),
        **facts,
    }


def _counts(texts: Sequence[StageText]) -> dict[str, object]:
    """What is told only where it occurs: words that are not asked, and copies."""
    found: dict[str, object] = {}
    n_unknown = sum(text.held_out.n_unknown for text in texts)
    if n_unknown:
        found["n_validation_words_not_asked"] = n_unknown
    if any(text.copies.epochs for text in texts):
        found |= {
            "n_copies": max(len(text.copies.epochs) for text in texts),
            "n_changed_in_copies": sum(text.copies.n_changed for text in texts),
            "n_kept_clean_in_copies": sum(text.copies.n_kept_clean for text in texts),
        }
    return found


def _sizes(parts: Sequence[Part]) -> dict[str, int]:
    return {part.name: part.text.n_examples for part in parts}


def _perplexities(stage: Stage) -> dict[str, object]:
    """Of masked words on held-out text, by task and language; nothing without such text."""
    recipe = stage.recipe
    found = {
        part.name: perplexity(part, pad_id=recipe.pad_id, precision=recipe.precision)
        for part in stage.assembled.parts
        if part.is_masked and part.text.held_out.rows
    }
    return {"perplexity": found} if found else {}


def _record(
    params: FineTuneParams, encoder: Path, stage: Stage, training: dict[str, object]
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


def _distinct(stage: Stage) -> list[TaskModel]:
    """One model for each distinct head."""
    return list({part.task: part.model for part in stage.assembled.parts}.values())


def _details(params: FineTuneParams, stage: Stage, progress: Progress) -> dict[str, object]:
    """What the checkpoint tells beyond the summary; while the kept weights are in the model."""
    names = [part.name for part in stage.assembled.parts]
    chances = dict(zip(names, stage.duration.probabilities, strict=True))
    return {
        "embedding_rows": stage.rows.mode,
        "lora": params.lora and dict(params.lora),
        **stage.selection.facts(),
        "loss_curve": loss_curve(progress.losses),
        **({"probabilities": chances} if len(names) > 1 else {}),
    }
