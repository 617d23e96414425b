"""Checkpoints: the tensors that differ from the root encoder, and the head.

Files: `weights.safetensors` with `encoder.<name>` for a whole tensor, `encoder.<name>.rows` and
`.values` for rows of the word embedding, `.scale` for a factor of all its other rows,
`head.<name>`, or `heads.<task>.<name>` for each task of a mixture, and `adapter.<name>` for
adapters that were kept apart; `checkpoint.json` with what is inside, what was carried over and what
is new. A model that was trained elsewhere has no weights
here: all of them are in the loaded folder.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from crosswind.core.errors import DataError, StoreError, nearest_match
from crosswind.model.adapters import PREFIX, merge_adapters, take_adapters
from crosswind.model.adopted import open_adopted
from crosswind.model.changed_rows import ChangedRows, apply_rows, row_tensors
from crosswind.model.checkpoint_record import (
    CheckpointRecord,
    HeadRecord,
    read_content,
    read_record,
    write_record,
)
from crosswind.model.encoders import (
    encoder_digest,
    open_encoder,
    word_embedding,
    word_embedding_name,
)
from crosswind.model.heads import TaskModel, head_on
from crosswind.model.tokenise import PieceReader, open_reader

WEIGHTS = "weights.safetensors"


@dataclass(frozen=True, slots=True)
class Opened:
    """Models ready to run, their tokenizer, and where they come from (None: the root itself).

    `models` share one encoder; there is one for each head, in the order of the record.
    """

    models: tuple[TaskModel, ...]
    reader: PieceReader
    record: CheckpointRecord | None
    changed_rows: ChangedRows

    @property
    def model(self) -> TaskModel:
        """The encoder under the only head, or under the first of a mixture."""
        return self.models[0]

    @property
    def heads(self) -> tuple[HeadRecord, ...]:
        """What the models were trained for; nothing for the root itself."""
        return self.record.heads if self.record else ()

    def number_of(self, part: str, *, place: str) -> int:
        """The number of the head of a task of a mixture; "" asks for the only head there is.

        Raises:
            DataError: if there is no such head, or several where the only one was asked for.
        """
        names = [head.task for head in self.heads]
        if not part and len(names) <= 1:
            return 0
        if part in names:
            return names.index(part)
        raise DataError(
            f"the checkpoint has no head for {part!r}" if part else "the checkpoint has many heads",
            place=place,
            value=part or len(names),
            allowed=names,
            nearest=nearest_match(part, names),
            action="Name the task whose head is meant.",
        )


def open_model(
    encoder: Path,
    checkpoint: Path | None,
    *,
    attention_dropout: float = 0.0,
    hidden_dropout: float = 0.0,
    pieces: Path | None = None,
) -> Opened:
    """The root encoder with a checkpoint's changes and head; without one, the encoder alone.

    Args:
        encoder: folder of the root.
        checkpoint: folder of what was trained from it.
        attention_dropout: as in `open_encoder`.
        hidden_dropout: as in `open_encoder`.
        pieces: folder in which the tokenizer keeps pieces of many texts.

    Raises:
        DataError: if the checkpoint belongs to another encoder, or has a missing or extra tensor.
        EncoderError: if the root cannot be opened.
    """
    digest = encoder_digest(encoder)
    reader = open_reader(encoder, digest, pieces)
    none = ChangedRows(torch.zeros(0, dtype=torch.int64))
    record = _record_for(encoder, digest, checkpoint) if checkpoint else None
    if record is not None and record.adopted:
        whole = open_adopted(encoder, record.kind, record.adopted)
        return Opened((whole,), reader, record, none)
    root = open_encoder(encoder, attention_dropout=attention_dropout, hidden_dropout=hidden_dropout)
    if record is None or checkpoint is None:
        return Opened((TaskModel(root, None),), reader, None, none)
    tensors = read_tensors(checkpoint)
    models = tuple(_with_blank_head(root, head, hidden_dropout) for head in record.heads)
    place = str(checkpoint / WEIGHTS)
    changed = apply_rows(root, f"encoder.{word_embedding_name(root)}", tensors, place)
    adapters = take_adapters(tensors)
    _apply_whole(models, record, tensors, place)
    merge_adapters(root, adapters, place)
    return Opened(models, reader, record, changed)


def _record_for(encoder: Path, digest: str, checkpoint: Path) -> CheckpointRecord:
    """The record of a checkpoint that was trained from this encoder."""
    record = read_record(checkpoint)
    if record.encoder != digest:
        raise DataError(
            "the checkpoint was trained from another encoder",
            place=str(checkpoint),
            value=record.encoder[:12],
            allowed=f"the encoder in {encoder}",
            action="Give the encoder it was trained from.",
        )
    return record


def save_checkpoint(
    out: Path,
    models: Sequence[TaskModel],
    record: CheckpointRecord,
    *,
    encoder: Path,
    words: ChangedRows,
    adapters: Mapping[str, Tensor] | None = None,
) -> None:
    """Write what differs from the root encoder.

    Args:
        out: folder to write into.
        models: the trained encoder, which they share, under each head of the record, in its order;
            its word embedding holds the new values of `words.rows`.
        record: goes into `checkpoint.json`, with the names of the tensors.
        encoder: folder of the root.
        words: rows of the word embedding that may differ, and the factor of the others.
        adapters: those that are not merged into the model's weights, by the names of
            `model.adapters`.
    """
    root, trained = open_encoder(encoder), models[0].encoder
    name = word_embedding_name(root)
    before = root.state_dict()
    tensors: dict[str, Tensor] = {}
    for key, after in trained.state_dict().items():
        if key != name and not torch.equal(after.cpu(), before[key]):
            tensors[f"encoder.{key}"] = after.cpu().contiguous()
    tensors |= row_tensors(
        f"encoder.{name}", word_embedding(trained).weight.detach().cpu(), before[name], words
    )
    for key, after in _head_states(models, record).items():
        tensors[key] = after.cpu().contiguous()
    tensors |= {f"{PREFIX}{key}": values for key, values in (adapters or {}).items()}
    save_file(tensors, out / WEIGHTS)
    write_record(out, record, tensors)


def read_tensors(folder: Path) -> dict[str, Tensor]:
    """The tensors of a checkpoint.

    Raises:
        DataError: if the record is not one of ours.
        StoreError: if the weights are damaged, or are not those that the record lists.
    """
    content = read_content(folder)
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


def _with_blank_head(root: nn.Module, head: HeadRecord, dropout: float) -> TaskModel:
    """A head of the right shape; its weights are overwritten by those of the checkpoint."""
    rng = torch.Generator().manual_seed(0)
    return TaskModel(root, head_on(root, head.kind, len(head.labels), dropout=dropout, rng=rng))


def _head_states(models: Sequence[TaskModel], record: CheckpointRecord) -> dict[str, Tensor]:
    """The tensors of all heads by their names in a checkpoint."""
    found: dict[str, Tensor] = {}
    for number, model in enumerate(models):
        assert model.head is not None, "a checkpoint has a head"
        prefix = record.prefix(number)
        found |= {f"{prefix}{name}": values for name, values in model.head.state_dict().items()}
    return found


@torch.no_grad()
def _apply_whole(
    models: Sequence[TaskModel],
    record: CheckpointRecord,
    tensors: Mapping[str, Tensor],
    place: str,
) -> None:
    heads = _head_states(models, record)
    state = {f"encoder.{key}": own for key, own in models[0].encoder.state_dict().items()} | heads
    given = set(tensors)
    # Encoder tensors that did not change are rightly absent; head tensors never are.
    _check_names(given, set(heads) | {name for name in given if name in state}, place)
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
