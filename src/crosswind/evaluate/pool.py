"""The pool: each distinct model input is computed once, in packs or batches of fixed shape.

In bf16, all packs have one shape (`model.packing`). In fp32, whose batched products may be divided
among threads by their number, and for encoders that cannot read packs, the shape of a batch depends
on the length of its rows alone: the length rounded up, and a fixed number of rows for it; a last
batch is filled up with repeats. So the numbers of a row do not depend on which other rows are
predicted with it, and predictions can be grouped at will.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crosswind.model.batches import collate, padded_width
from crosswind.model.devices import autocast, lowered
from crosswind.model.heads import TaskModel, WholeModel, mean_pool
from crosswind.model.packed_encoder import PackedEncoder, can_pack
from crosswind.model.packing import WIDTH_MULTIPLE, packs
from crosswind.model.tokenise import ModelInput

Floats = NDArray[np.float32]
# (values, keep) -> one tensor with a row for each row.
Finish = Callable[[Tensor, Tensor], Tensor]

# Tokens of a pack, and of a padded batch on a CPU: large enough to keep matrix products busy, small
# enough to waste little on the last pack, or on the last batch of each length.
BATCH_TOKENS = 512


@dataclass(frozen=True, slots=True)
class Run:
    """What is read of a model, and what is made of it.

    Attributes:
        finish: of the values that are read, in fp32, and of where tokens stand.
        layer: hidden state whose token vectors are the values (-1 = last); None: the head's output.
    """

    finish: Finish
    layer: int | None = None


def rows_of_batch(width: int) -> int:
    """How many rows a batch of this width has."""
    return max(1, BATCH_TOKENS // width)


@torch.inference_mode()
def run_pool(
    model: TaskModel,
    inputs: Sequence[ModelInput],
    run: Run,
    *,
    pad_id: int,
    precision: str,
) -> list[Floats]:
    """The output of each distinct input, in the order given.

    Args:
        model: on its device, in evaluation mode.
        inputs: distinct rows.
        run: what is read of the model.
        pad_id: vocabulary row of padding.
        precision: "fp32" or "bf16".

    Returns:
        One fp32 array an input; outputs of each token include those of padding.
    """
    device = next(model.parameters()).device
    outputs: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(inputs)
    is_packed = precision == "bf16" and can_pack(model.encoder) and not _is_whole(model)
    runs, part = (_run_packs, model.head or nn.Identity()) if is_packed else (_run_padded, model)
    with autocast(device, precision), lowered(part, precision):
        for rows, values in runs(model, inputs, run, pad_id):
            found = values.float().cpu().numpy()
            # The last batch is filled up with repeats of its last row.
            for place, index in enumerate(dict.fromkeys(rows)):
                outputs[index] = found[place].copy()
    return outputs


def _is_whole(model: TaskModel) -> bool:
    return isinstance(model.head, WholeModel)


def _run_packs(
    model: TaskModel, inputs: Sequence[ModelInput], run: Run, pad_id: int
) -> Iterator[tuple[list[int], Tensor]]:
    """The outputs of some rows at a time; heads read the rows in batches of fixed shape."""
    layer = -1 if run.layer is None else run.layer
    encoder = PackedEncoder(model.encoder, BATCH_TOKENS)
    for pack in packs(inputs, model.encoder, tokens=BATCH_TOKENS, pad_id=pad_id):
        tokens = encoder.hidden(pack, layer=layer)
        for group in pack.groups:
            hidden = group.spread(tokens)
            numbers = range(len(group.rows))
            for chosen in _batches(numbers, rows_of_batch(hidden.shape[1])):
                some, keep = hidden[chosen], group.keep[chosen]
                values = some if run.layer is not None else model.decoded(some, keep)
                yield [group.rows[number] for number in chosen], run.finish(values.float(), keep)


def _run_padded(
    model: TaskModel, inputs: Sequence[ModelInput], run: Run, pad_id: int
) -> Iterator[tuple[list[int], Tensor]]:
    """The same in padded batches, for encoders that cannot read packs."""
    device = next(model.parameters()).device
    by_width: dict[int, list[int]] = {}
    for index, row in enumerate(inputs):
        by_width.setdefault(padded_width(len(row.ids), WIDTH_MULTIPLE), []).append(index)
    for width, indices in sorted(by_width.items()):
        for chosen in _batches(indices, rows_of_batch(width)):
            rows = [inputs[index] for index in chosen]
            read = collate(rows, pad_id=pad_id, width=width, device=device)
            values = (
                model(read.ids, read.keep, read.type_ids)
                if run.layer is None
                else model.hidden(read.ids, read.keep, read.type_ids, layer=run.layer)
            )
            yield chosen, run.finish(values.float(), read.keep)


def _batches(indices: Sequence[int], n_rows: int) -> Iterator[list[int]]:
    """Stretches of equal length; the last is filled up with repeats of its last index."""
    for start in range(0, len(indices), n_rows):
        chosen = list(indices[start : start + n_rows])
        yield chosen + chosen[-1:] * (n_rows - len(chosen))


def pooled_run(pooling: str, layer: int) -> Run:
    """Sentence vectors, (D,): the mean of all token vectors, or the first one, of a hidden state.

    Special tokens are part of the mean, as in XTREME's retrieval scripts.
    """

    def first(hidden: Tensor, keep: Tensor) -> Tensor:
        return hidden[:, 0]

    return Run(first if pooling == "cls" else mean_pool, layer)


def _as_they_are(logits: Tensor, keep: Tensor) -> Tensor:
    return logits


def _probabilities(logits: Tensor, keep: Tensor) -> Tensor:
    return logits.softmax(dim=-1)


def _best_tags(logits: Tensor, keep: Tensor) -> Tensor:
    best = logits.softmax(dim=-1).max(dim=-1)
    return torch.stack([best.indices.float(), best.values], dim=-1)


# The head's output as it is: span QA (T, 2), start and end; multiple choice (1,).
logits = Run(_as_they_are)
# Probability of each label, (L,).
probabilities = Run(_probabilities)
# Index and probability of the best tag of each token, (T, 2).
best_tags = Run(_best_tags)
