"""Checkpoints: the tensors that differ from the root encoder, and the head.

Files: `weights.safetensors` with `encoder.<name>` for a whole tensor, `encoder.<name>.rows` and
`.values` for rows of the word embedding, `.scale` for a factor of all its other rows,
`head.<name>`, and `adapter.<name>` for adapters that were kept apart; `checkpoint.json` with what
is inside, what was carried over and what is new. A model that was trained elsewhere has no weights
here: all of them are in the loaded folder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from crosswind.core.errors import DataError, StoreError
from crosswind.core.files import read_json, write_json
from crosswind.model.adapters import PREFIX, merge_adapters, take_adapters
from crosswind.model.adopted import open_adopted
from crosswind.model.changed_rows import ChangedRows, apply_rows, row_tensors
from crosswind.model.encoders import (
    encoder_digest,
    encoder_dim,
    open_encoder,
    word_embedding,
    word_embedding_name,
)
from crosswind.model.heads import TaskModel, new_head
from crosswind.model.tokenise import PieceReader, open_reader

WEIGHTS = "weights.safetensors"
RECORD = "checkpoint.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRecord:
    """What stands in `checkpoint.json`.

    Attributes:
        task, kind, labels, fields: of the task it was trained for; labels in output order.
        encoder: digest of the root encoder's files.
        carried_over: parts taken from the start ("encoder", "head").
        new: parts with fresh weights.
        training: counts, selection and loss curve; plain JSON.
        adopted: class of transformers that runs a model trained elsewhere; empty for one of ours.
    """

    task: str
    kind: str
    labels: tuple[str, ...]
    fields: tuple[str, ...]
    encoder: str
    carried_over: tuple[str, ...]
    new: tuple[str, ...]
    training: Mapping[str, Any] = field(default_factory=dict)
    adopted: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A model ready to run, its tokenizer, and where it comes from (None: the root itself)."""

    model: TaskModel
    reader: PieceReader
    record: CheckpointRecord | None
    changed_rows: ChangedRows


def open_model(
    encoder: Path,
    checkpoint: Path | None,
    *,
    attention_dropout: float = 0.0,
    hidden_dropout: float = 0.0,
) -> Opened:
    """The root encoder with a checkpoint's changes and head; without one, the encoder alone.

    Raises:
        DataError: if the checkpoint belongs to another encoder, or has a missing or extra tensor.
        EncoderError: if the root cannot be opened.
    """
    digest = encoder_digest(encoder)
    reader = open_reader(encoder, digest)
    none = ChangedRows(torch.zeros(0, dtype=torch.int64))
    record = read_record(checkpoint) if checkpoint else None
    if record is not None and record.encoder != digest:
        raise DataError(
            "the checkpoint was trained from another encoder",
            place=str(checkpoint),
            value=record.encoder[:12],
            allowed=f"the encoder in {encoder}",
            action="Give the encoder it was trained from.",
        )
    if record is not None and record.adopted:
        return Opened(open_adopted(encoder, record.kind, record.adopted), reader, record, none)
    root = open_encoder(encoder, attention_dropout=attention_dropout, hidden_dropout=hidden_dropout)
    if record is None or checkpoint is None:
        return Opened(TaskModel(root, None), reader, None, none)
    tensors = read_tensors(checkpoint)
    model = TaskModel(root, _blank_head(record, encoder_dim(root), hidden_dropout))
    place = str(checkpoint / WEIGHTS)
    words = word_embedding_name(root)
    changed = apply_rows(root, f"encoder.{words}", tensors, place)
    adapters = take_adapters(tensors)
    _apply_whole(model, tensors, place)
    merge_adapters(root, adapters, place)
    return Opened(model, reader, record, changed)


def save_checkpoint(
    out: Path,
    model: TaskModel,
    record: CheckpointRecord,
    *,
    encoder: Path,
    words: ChangedRows,
    adapters: Mapping[str, Tensor] | None = None,
) -> None:
    """Write what differs from the root encoder.

    Args:
        out: folder to write into.
        model: the trained model; its word embedding holds the new values of `words.rows`.
        record: goes into `checkpoint.json`, with the names of the tensors.
        encoder: folder of the root.
        words: rows of the word embedding that may differ, and the factor of the others.
        adapters: those that are not merged into the model's weights, by the names of
            `model.adapters`.
    """
    root = open_encoder(encoder)
    name = word_embedding_name(root)
    before = root.state_dict()
    tensors: dict[str, Tensor] = {}
    for key, after in model.encoder.state_dict().items():
        if key != name and not torch.equal(after.cpu(), before[key]):
            tensors[f"encoder.{key}"] = after.cpu().contiguous()
    tensors |= row_tensors(
        f"encoder.{name}", word_embedding(model.encoder).weight.detach().cpu(), before[name], words
    )
    assert model.head is not None, "a checkpoint has a head"
    for key, after in model.head.state_dict().items():
        tensors[f"head.{key}"] = after.cpu().contiguous()
    tensors |= {f"{PREFIX}{key}": values for key, values in (adapters or {}).items()}
    save_file(tensors, out / WEIGHTS)
    write_record(out, record, tensors)


def read_record(folder: Path) -> CheckpointRecord:
    """The record of a checkpoint.

    Raises:
        DataError: if it is not one of ours.
    """
    content = _read_content(folder)
    return CheckpointRecord(
        task=content["task"],
        kind=content["kind"],
        labels=tuple(content["labels"]),
        fields=tuple(content["fields"]),
        encoder=content["encoder"],
        carried_over=tuple(content["carried_over"]),
        new=tuple(content["new"]),
        training=content.get("training", {}),
        adopted=content.get("adopted", ""),
    )


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint.

    Raises:
        DataError: if the record is not one of ours.
        StoreError: if the weights are damaged, or are not those that the record lists.
    """
    content = _read_content(folder)
    try:
        tensors = load_file(folder / WEIGHTS)
    except (SafetensorError, OSError) as error:
        raise StoreError(
            "the weights cannot be read",
            place=str(folder / WEIGHTS),
            value=str(error)[:120],
            action="Run `crosswind store verify`, then run again.",
        ) from error
    _check_names(set(tensors), set(content["tensors"]), str(folder / WEIGHTS))
    return tensors


def _read_content(folder: Path) -> dict[str, Any]:
    content = read_json(folder / RECORD)
    names = ("task", "kind", "labels", "fields", "encoder", "carried_over", "new", "tensors")
    absent = [name for name in names if name not in content] if isinstance(content, dict) else names
    if absent or content.get("format") != FORMAT:
        raise DataError(
            "not a checkpoint record",
            place=str(folder / RECORD),
            value=f"missing: {', '.join(absent)}" if absent else content.get("format"),
            allowed=f"format {FORMAT}",
            action="Run `crosswind store verify`, then run again.",
        )
    return content  # type: ignore[no-any-return]


def write_record(out: Path, record: CheckpointRecord, tensors: Iterable[str] = ()) -> None:
    """Write `checkpoint.json`.

    Args:
        out: folder to write into.
        record: what stands in it.
        tensors: names of the tensors beside it; none for a model trained elsewhere.
    """
    content = {name: value for name, value in asdict(record).items() if name != "adopted" or value}
    write_json(out / RECORD, {**content, "format": FORMAT, "tensors": sorted(tensors)})


def _blank_head(record: CheckpointRecord, dim: int, dropout: float) -> nn.Module:
    """A head of the right shape; its weights are overwritten by those of the checkpoint."""
    rng = torch.Generator().manual_seed(0)
    return new_head(record.kind, dim, len(record.labels), dropout=dropout, rng=rng)


@torch.no_grad()
def _apply_whole(model: TaskModel, tensors: Mapping[str, Tensor], place: str) -> None:
    state = model.state_dict()
    heads = {name for name in state if name.startswith("head.")}
    given = set(tensors)
    # Encoder tensors that did not change are rightly absent; head tensors never are.
    _check_names(given, heads | {name for name in given if name in state}, place)
    for name, values in tensors.items():
        if values.shape != state[name].shape:
            raise StoreError(
                "a tensor has another shape than the model's",
                place=place,
                value=f"{name}: {tuple(values.shape)}",
                allowed=str(tuple(state[name].shape)),
                action="Run `crosswind store verify`, then run again.",
            )
        state[name].copy_(values)


def _check_names(found: set[str], wanted: set[str], place: str) -> None:
    missing, extra = sorted(wanted - found), sorted(found - wanted)
    if missing or extra:
        raise StoreError(
            f"{len(missing)} tensors are missing and {len(extra)} are extra",
            place=place,
            value=[*missing, *extra][:3],
            allowed="exactly the tensors that the record and the model name",
            action="Run `crosswind store verify`, then run again.",
        )
