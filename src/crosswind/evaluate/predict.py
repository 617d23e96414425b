"""The `predict` step: a checkpoint and examples in, one prediction an example out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError, require_one_of
from crosswind.evaluate.pool import Floats, head_run, pooled_run, run_pool
from crosswind.evaluate.reading import Reading, ReadText, predictions_of, read_text
from crosswind.model.checkpoint import Opened, open_model
from crosswind.model.devices import open_device
from crosswind.model.encoders import check_max_tokens
from crosswind.model.heads import CLASSIFICATION_KINDS, TRAINABLE_KINDS, TaskModel
from crosswind.model.tokenise import ModelInput
from crosswind.records.codecs import read_examples, write_predictions
from crosswind.records.example import Example

_KINDS = (*TRAINABLE_KINDS, "retrieval")
_POOLINGS = ("mean", "cls")


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictParams:
    """Everything that decides the predictions, beside the inputs.

    Attributes:
        task, kind: of the examples.
        fields: text fields, in the order the encoder reads them.
        max_tokens: longest row, special tokens included.
        stride: pieces that neighboring windows share (tagging, span QA).
        pooling: "mean" or "cls" (retrieval).
        layer: hidden state that is pooled, 0 = embeddings, -1 = the last (retrieval).
        precision: "fp32" or "bf16".
        max_answer_tokens: longest answer (span QA).
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

    @property
    def reading(self) -> Reading:
        """The part that decides model inputs."""
        return Reading(
            kind=self.kind,
            fields=tuple(self.fields),
            max_tokens=self.max_tokens,
            stride=self.stride,
            max_answer_tokens=self.max_answer_tokens,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PredictJob:
    """One artifact to predict, and where to."""

    params: PredictParams
    examples: Path
    out: Path


def predict(
    params: PredictParams,
    *,
    encoder: Path,
    checkpoint: Path | None,
    examples: Path,
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Predict one artifact; the same bytes as in company (`predict_many`)."""
    job = PredictJob(params=params, examples=examples, out=out)
    return predict_many([job], encoder=encoder, checkpoint=checkpoint, options=options)[0]


def predict_many(
    jobs: Sequence[PredictJob], *, encoder: Path, checkpoint: Path | None, options: RunOptions
) -> list[dict[str, object]]:
    """Predict several artifacts with one model; each distinct model input is computed once.

    Args:
        jobs: artifacts, with one result folder each.
        encoder: root encoder's folder.
        checkpoint: folder of the trained model; None for the root itself (retrieval only).
        options: device and threads.

    Returns:
        One summary a job: counts of examples, inputs, pieces, words, and what did not fit.

    Raises:
        ConfigError: if params do not fit the encoder.
        DataError: if the checkpoint was trained for another kind.
    """
    device = open_device(options)
    opened = open_model(encoder, checkpoint)
    for job in jobs:
        _check(job.params, opened, checkpoint)
    model = opened.model.to(device).eval()
    texts = [
        read_text(read_examples(job.examples), job.params.reading, opened.reader) for job in jobs
    ]
    modes = [_mode(job.params) for job in jobs]
    outputs: dict[tuple[str, ...], dict[ModelInput, Floats]] = {}
    for mode in dict.fromkeys(modes):
        members = [index for index, found in enumerate(modes) if found == mode]
        inputs = list(dict.fromkeys(row for index in members for row in texts[index].inputs()))
        params = jobs[members[0]].params
        outputs[mode] = _outputs(model, inputs, params, opened.reader.pad_id)
    labels = opened.record.labels if opened.record else ()
    summaries = []
    for job, text, mode in zip(jobs, texts, modes, strict=True):
        rows = predictions_of(text, job.params.reading, labels, outputs[mode])
        write_predictions(job.out, rows)
        summaries.append(_summary(text, job.params))
    return summaries


def _mode(params: PredictParams) -> tuple[str, ...]:
    """Jobs of equal mode share outputs of equal inputs."""
    if params.kind == "retrieval":
        return ("vectors", params.pooling, str(params.layer), params.precision)
    return ("head", params.precision)


def _outputs(
    model: TaskModel, inputs: Sequence[ModelInput], params: PredictParams, pad_id: int
) -> dict[ModelInput, Floats]:
    """What the model gives for each distinct input."""
    if params.kind == "retrieval":
        run = pooled_run(params.pooling, params.layer)
    else:
        run = head_run(params.kind)
    found = run_pool(model, inputs, run, pad_id=pad_id, precision=params.precision)
    return dict(zip(inputs, found, strict=True))


def _check(params: PredictParams, opened: Opened, checkpoint: Path | None) -> None:
    for place, value, allowed in (
        ("kind", params.kind, _KINDS),
        ("retrieval.pooling", params.pooling, _POOLINGS),
    ):
        require_one_of(value, allowed, place=place)
    check_max_tokens(opened.model.encoder, params.max_tokens)
    if params.kind == "retrieval":
        _check_layer(params, opened)
        return
    if opened.record is None:
        raise DataError(
            "an encoder without a trained head cannot predict this task",
            place=params.task,
            value=params.kind,
            allowed="retrieval",
            action="Give a checkpoint that was trained for the task.",
        )
    if opened.record.kind != params.kind and not (
        {opened.record.kind, params.kind} <= set(CLASSIFICATION_KINDS)
    ):
        raise DataError(
            f"the checkpoint was trained for {opened.record.task!r}, another kind of task",
            place=str(checkpoint),
            value=opened.record.kind,
            allowed=params.kind,
            action="Give a checkpoint that was trained for the task.",
        )


def _check_layer(params: PredictParams, opened: Opened) -> None:
    last = int(opened.model.encoder.config.num_hidden_layers)  # type: ignore[union-attr, arg-type]
    if not -1 <= params.layer <= last:
        raise ConfigError(
            "the encoder has no such hidden state",
            place="retrieval.layer",
            value=params.layer,
            allowed=f"-1 to {last}",
        )


def _summary(text: ReadText, params: PredictParams) -> dict[str, object]:
    seen = [_visible(example, params) for example in text.examples]
    return {
        "n_examples": len(text.examples),
        "n_distinct_inputs": len(text.inputs()),
        "n_truncated": sum(row.is_truncated for row in (*text.rows, *text.sources)),
        "n_windowed": sum(len(getattr(row, "windows", ())) > 1 for row in text.rows),
        "n_tokens": int(np.sum([row.n_tokens for row in text.rows], dtype=np.int64)),
        "n_words": sum(len(words) for words in seen),
        "n_characters": sum(len(word) for words in seen for word in words),
    }


def _visible(example: Example, params: PredictParams) -> list[str]:
    """Words whose pieces `n_tokens` counts: pre-split, or between white space."""
    if params.kind == "tagging":
        return list(example.words)
    fields = ("target",) if params.kind == "retrieval" else params.fields
    return [word for name in fields for word in example.texts[name].split()]
