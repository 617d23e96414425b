"""The `predict` step: a checkpoint and examples in, one prediction an example out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError, require_one_of
from crosswind.core.garbage import without_collection
from crosswind.evaluate.candidates import Candidates, read_candidates
from crosswind.evaluate.decodings.table import DECODINGS
from crosswind.evaluate.mining import DIRECTIONS, MARGINS
from crosswind.evaluate.pool import Floats, run_pool
from crosswind.evaluate.predict_params import PredictParams
from crosswind.evaluate.reading import Decoded, Outputs, Reading, ReadText
from crosswind.evaluate.search import SEARCHES
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.checkpoint_record import CheckpointRecord, HeadRecord
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens
from crosswind.model.heads import CLASSIFICATION_KINDS, DUAL_KINDS
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import WORD_PIECES
from crosswind.records.codecs import read_examples, write_predictions
from crosswind.records.example import Example
from crosswind.records.task_card import POOL_KINDS, RETRIEVAL_KINDS

_POOLINGS = ("mean", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictJob:
    """One artifact to predict, the candidates it is searched in, and where to."""

    params: PredictParams
    examples: Path
    candidates: tuple[Path, ...]
    out: Path


def predict(
    params: PredictParams,
    *,
    encoder: Path,
    checkpoint: Path | None,
    examples: Path,
    candidates: tuple[Path, ...],
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Predict one artifact; the same bytes as in company (`predict_many`)."""
    job = PredictJob(params=params, examples=examples, candidates=candidates, out=out)
    return predict_many([job], encoder=encoder, checkpoint=checkpoint, options=options)[0]


def predict_many(
    jobs: Sequence[PredictJob], *, encoder: Path, checkpoint: Path | None, options: RunOptions
) -> list[dict[str, object]]:
    """Predict several artifacts with one model; each distinct model input is computed once.

    Args:
        jobs: artifacts, with one result folder each. Candidates of all folders of a job are one
            pool; jobs with equal folders share it.
        encoder: root encoder's folder.
        checkpoint: folder of the trained model; None for the root itself (retrieval only).
        options: device and threads.

    Returns:
        One summary a job: counts of examples, inputs, pieces, words, and what did not fit; for
        retrieval also how it was searched.

    Raises:
        ConfigError: if params do not fit the encoder.
        DataError: if the checkpoint was trained for another kind, or candidates are missing.
    """
    device = open_device(options)
    with options.clock.phase("open"):
        opened = open_model(encoder, checkpoint, pieces=options.pieces)
    for job in jobs:
        _check(job, opened, checkpoint)
    for model in opened.models:
        model.to(device).eval()
    readings = [replace(job.params.reading, word_piece=_word_piece(opened.record)) for job in jobs]
    with options.clock.phase("read text"):
        texts = _read(jobs, readings, opened.reader)
    with options.clock.phase("model"):
        outputs = _outputs(opened, jobs, texts, checkpoint)
    with options.clock.phase("decode and write"):
        return [
            _written(
                job, how, text, outputs[_mode(job.params)], _head(job.params, opened, checkpoint)
            )
            for job, how, text in zip(jobs, readings, texts, strict=True)
        ]


def _written(
    job: PredictJob, how: Reading, text: ReadText, outputs: Outputs, head: HeadRecord | None
) -> dict[str, object]:
    """Decode and write the predictions of a job; its summary."""
    labels = head.labels if head else ()
    decoded = DECODINGS[job.params.kind].decode(text, how, labels, outputs)
    write_predictions(job.out, decoded.predictions)
    return _summary(text, job.params, decoded)


def _word_piece(record: CheckpointRecord | None) -> str:
    """Where a checkpoint reads tags: where it was trained to; elsewhere, models learn the first."""
    if record is not None and record.adopted:
        return "first"
    return str(record.training.get("word_piece", WORD_PIECES[0])) if record else WORD_PIECES[0]


@without_collection()
def _read(
    jobs: Sequence[PredictJob], readings: Sequence[Reading], reader: PieceReader
) -> list[ReadText]:
    """The model inputs of each job; equal pools are read once."""
    pools: dict[tuple[tuple[Path, ...], int], Candidates] = {}
    texts = []
    for job, how in zip(jobs, readings, strict=True):
        text = DECODINGS[how.kind].read(read_examples(job.examples), how, reader)
        if job.candidates:
            key = (tuple(job.candidates), how.max_tokens)
            if key not in pools:
                pool = [one for folder in job.candidates for one in read_examples(folder)]
                place = ", ".join(str(folder) for folder in job.candidates)
                pools[key] = read_candidates(pool, reader, how.max_tokens, place=place)
            text = replace(text, candidates=pools[key])
        texts.append(text)
    return texts


def _mode(params: PredictParams) -> tuple[str, ...]:
    """Jobs of equal mode share outputs of equal inputs."""
    if params.kind in RETRIEVAL_KINDS:
        return ("vectors", params.pooling, str(params.layer), params.precision)
    return ("head", params.part, params.precision)


def _head(params: PredictParams, opened: Opened, checkpoint: Path | None) -> HeadRecord | None:
    """What the head that predicts was trained for; None where vectors of the encoder do."""
    if params.kind in RETRIEVAL_KINDS:
        return None
    return (
        opened.heads[opened.number_of(params.part, place=str(checkpoint))] if opened.heads else None
    )


def _outputs(
    opened: Opened,
    jobs: Sequence[PredictJob],
    texts: Sequence[ReadText],
    checkpoint: Path | None,
) -> dict[tuple[str, ...], dict[ModelInput, Floats]]:
    """What the model gives for each distinct input of each mode."""
    inputs: dict[tuple[str, ...], dict[ModelInput, None]] = {}
    params: dict[tuple[str, ...], PredictParams] = {}
    for job, text in zip(jobs, texts, strict=True):
        mode = _mode(job.params)
        params.setdefault(mode, job.params)
        inputs.setdefault(mode, {}).update(dict.fromkeys(text.inputs()))
    outputs = {}
    for mode, first in params.items():
        distinct = list(inputs[mode])
        run = DECODINGS[first.kind].run(first.reading)
        is_vectors = first.kind in RETRIEVAL_KINDS
        number = 0 if is_vectors else opened.number_of(first.part, place=str(checkpoint))
        found = run_pool(
            opened.models[number],
            distinct,
            run,
            pad_id=opened.reader.pad_id,
            precision=first.precision,
        )
        outputs[mode] = dict(zip(distinct, found, strict=True))
    return outputs


def _check(job: PredictJob, opened: Opened, checkpoint: Path | None) -> None:
    params = job.params
    is_mined = params.kind == "mining"
    for place, value, allowed in (
        ("kind", params.kind, tuple(DECODINGS)),
        ("retrieval.pooling", params.pooling, _POOLINGS),
        ("retrieval.search", params.search, SEARCHES),
        ("retrieval.margin", params.margin, MARGINS if is_mined else (*MARGINS, "none")),
        ("retrieval.direction", params.direction, DIRECTIONS),
    ):
        require_one_of(value, allowed, place=place)
    for place, number in (("retrieval.k", params.k), ("n_ranked", params.n_ranked)):
        if number < 1:
            raise ConfigError("must be positive", place=place, value=number, allowed=">= 1")
    check_max_tokens(opened.model.encoder, params.max_tokens)
    if bool(job.candidates) is not (params.kind in POOL_KINDS):
        raise DataError(
            "candidates belong to the kinds that search in a pool, and to no other",
            place=params.task,
            value=f"{params.kind} with {len(job.candidates)} folders of candidates",
            allowed=f"candidates for {', '.join(sorted(POOL_KINDS))}",
        )
    if params.kind in RETRIEVAL_KINDS:
        _check_vectors(params, opened)
    else:
        _check_head(params, _head(params, opened, checkpoint), checkpoint)


def _check_head(params: PredictParams, record: HeadRecord | None, checkpoint: Path | None) -> None:
    if record is None:
        raise DataError(
            "an encoder without a trained head cannot predict this task",
            place=params.task,
            value=params.kind,
            allowed=", ".join(sorted(RETRIEVAL_KINDS)),
            action="Give a checkpoint that was trained for the task.",
        )
    if record.kind != params.kind and not ({record.kind, params.kind} <= set(CLASSIFICATION_KINDS)):
        raise DataError(
            f"the checkpoint was trained for {record.task!r}, another kind of task",
            place=str(checkpoint),
            value=record.kind,
            allowed=params.kind,
            action="Give a checkpoint that was trained for the task.",
        )


def _check_vectors(params: PredictParams, opened: Opened) -> None:
    last = int(opened.model.encoder.config.num_hidden_layers)  # type: ignore[union-attr, arg-type]
    if not -1 <= params.layer <= last:
        raise ConfigError(
            "the encoder has no such hidden state",
            place="retrieval.layer",
            value=params.layer,
            allowed=f"-1 to {last}",
        )
    is_dual = any(head.kind in DUAL_KINDS for head in opened.heads)
    as_trained = params.pooling == "mean" and params.layer in (-1, last)
    if is_dual and params.kind in DUAL_KINDS and not as_trained:
        raise ConfigError(
            "the checkpoint was trained to compare other vectors",
            place="retrieval",
            value=f"{params.pooling} of layer {params.layer}",
            allowed="mean of layer -1",
            action="Leave out retrieval.layer and retrieval.pooling for this target.",
        )


def _summary(text: ReadText, params: PredictParams, decoded: Decoded) -> dict[str, object]:
    seen = [_visible(example, params) for example in text.examples]
    pool = text.candidates.rows if text.candidates else ()
    return {
        "n_examples": len(text.examples),
        "n_distinct_inputs": len(text.inputs()),
        "n_truncated": sum(row.is_truncated for row in (*text.rows, *text.queries)),
        "n_windowed": sum(row.is_windowed for row in text.rows),
        "n_tokens": int(np.sum([row.n_tokens for row in text.rows], dtype=np.int64)),
        "n_words": sum(len(words) for words in seen),
        "n_characters": sum(len(word) for words in seen for word in words),
        **({"n_candidates_truncated": sum(row.is_truncated for row in pool)} if pool else {}),
        **decoded.facts,
    }


def _visible(example: Example, params: PredictParams) -> list[str]:
    """Words whose pieces `n_tokens` counts: pre-split, or between white space."""
    if params.kind == "tagging":
        return list(example.words)
    fields = ("target",) if params.kind == "retrieval" else params.fields
    return [word for name in fields for word in example.texts[name].split()]
