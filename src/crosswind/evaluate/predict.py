"""The `predict` step: a checkpoint and examples in, one prediction an example out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError, require_one_of
from crosswind.evaluate.candidates import Candidates, read_candidates
from crosswind.evaluate.decodings.table import DECODINGS
from crosswind.evaluate.mining import DIRECTIONS, MARGINS
from crosswind.evaluate.pool import Floats, run_pool
from crosswind.evaluate.reading import Decoded, Reading, ReadText
from crosswind.evaluate.search import SEARCHES
from crosswind.model.checkpoint import CheckpointRecord, Opened, open_model
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens
from crosswind.model.heads import CLASSIFICATION_KINDS, DUAL_KINDS, TaskModel
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.model.windows import WORD_PIECES
from crosswind.records.codecs import read_examples, write_predictions
from crosswind.records.example import Example
from crosswind.records.task_card import POOL_KINDS, RETRIEVAL_KINDS

_POOLINGS = ("mean", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictParams:
    """Everything that decides the predictions, beside the inputs.

    Attributes:
        task, kind: of the examples.
        fields: text fields, in the order the encoder reads them.
        max_tokens: longest row, special tokens included.
        stride: pieces that neighboring windows share (tagging, span QA).
        pooling: "mean" or "cls" (all kinds of retrieval).
        layer: hidden state that is pooled, 0 = embeddings, -1 = the last (all kinds of retrieval).
        precision: "fp32" or "bf16".
        max_answer_tokens: longest answer (span QA).
        margin: "ratio", "distance" or "absolute" (mining); "none" for the other kinds.
        k: neighbors that a margin looks at (mining).
        direction: "forward", "backward", "intersect" or "max" (mining).
        search: "exact", "faiss" or "auto" (all kinds of retrieval).
        n_ranked: candidates that are kept of a ranking (answer and entity retrieval).
    """

    task: str
    kind: str
    fields: tuple[str, ...]
    max_tokens: int = 256
    stride: int = 128
    pooling: str = "mean"
    layer: int = -1
    precision: str = "fp32"
    max_answer_tokens: int = 30
    margin: str = "none"
    k: int = 4
    direction: str = "max"
    search: str = "auto"
    n_ranked: int = 20

    @property
    def reading(self) -> Reading:
        """The part that decides model inputs."""
        return Reading(
            kind=self.kind,
            fields=tuple(self.fields),
            max_tokens=self.max_tokens,
            stride=self.stride,
            max_answer_tokens=self.max_answer_tokens,
            pooling=self.pooling,
            layer=self.layer,
            margin=self.margin,
            k=self.k,
            direction=self.direction,
            search=self.search,
            n_ranked=self.n_ranked,
        )


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
    opened = open_model(encoder, checkpoint)
    for job in jobs:
        _check(job, opened, checkpoint)
    model = opened.model.to(device).eval()
    readings = [replace(job.params.reading, word_piece=_word_piece(opened.record)) for job in jobs]
    with options.clock.phase("read text"):
        texts = _read(jobs, readings, opened.reader)
    with options.clock.phase("model"):
        outputs = _outputs(model, jobs, texts, opened.reader.pad_id)
    labels = opened.record.labels if opened.record else ()
    summaries = []
    with options.clock.phase("decode and write"):
        for job, how, text in zip(jobs, readings, texts, strict=True):
            decode = DECODINGS[job.params.kind].decode
            decoded = decode(text, how, labels, outputs[_mode(job.params)])
            write_predictions(job.out, decoded.predictions)
            summaries.append(_summary(text, job.params, decoded))
    return summaries


def _word_piece(record: CheckpointRecord | None) -> str:
    """Where a checkpoint reads tags: where it was trained to; elsewhere, models learn the first."""
    if record is not None and record.adopted:
        return "first"
    return str(record.training.get("word_piece", WORD_PIECES[0])) if record else WORD_PIECES[0]


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
    return ("head", params.precision)


def _outputs(
    model: TaskModel, jobs: Sequence[PredictJob], texts: Sequence[ReadText], pad_id: int
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
        found = run_pool(model, distinct, run, pad_id=pad_id, precision=first.precision)
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
        _check_head(params, opened.record, checkpoint)


def _check_head(
    params: PredictParams, record: CheckpointRecord | None, checkpoint: Path | None
) -> None:
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
    trained = opened.record.kind if opened.record else ""
    as_trained = params.pooling == "mean" and params.layer in (-1, last)
    if trained in DUAL_KINDS and params.kind in DUAL_KINDS and not as_trained:
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
