"""The pool: each distinct model input is computed once, in batches of fixed shape.

The shape of a batch depends on the length of its rows alone: the length rounded up, and a fixed
number of rows for it. A last batch is filled up with repeats. So the numbers of a row do not depend
on which other rows are predicted with it, and predictions can be grouped at will.
"""

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from crosswind.model.batches import Batch, collate, padded_width
from crosswind.model.devices import autocast
from crosswind.model.heads import TaskModel, mean_pool
from crosswind.model.tokenise import ModelInput

Floats = NDArray[np.float32]
Run = Callable[[TaskModel, Batch], Tensor]

# Rows are padded to multiples of this many tokens.
WIDTH_MULTIPLE = 8
# Tokens of a batch on a CPU: large enough to keep its matrix products busy, small enough to waste
# little on the last batch of each length.
BATCH_TOKENS = 512


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
        run: from a batch to one tensor with a row for each of its rows.
        pad_id: vocabulary row of padding.
        precision: "fp32" or "bf16".

    Returns:
        One fp32 array an input; outputs of each token include those of padding.
    """
    device = next(model.parameters()).device
    by_width: dict[int, list[int]] = {}
    for index, row in enumerate(inputs):
        by_width.setdefault(padded_width(len(row.ids), WIDTH_MULTIPLE), []).append(index)
    outputs: list[Floats] = [np.zeros(0, dtype=np.float32)] * len(inputs)
    # One context for all batches: the weights are cast once, and kept while it lasts.
    with autocast(device, precision):
        for width, indices in sorted(by_width.items()):
            for chosen in _batches(indices, rows_of_batch(width)):
                rows = [inputs[index] for index in chosen]
                found = run(model, collate(rows, pad_id=pad_id, width=width, device=device))
                values = found.float().cpu().numpy()
                for place, index in enumerate(dict.fromkeys(chosen)):
                    outputs[index] = values[place].copy()
    return outputs


def _batches(indices: Sequence[int], n_rows: int) -> Iterator[list[int]]:
    """Stretches of equal length; the last is filled up with repeats of its last index."""
    for start in range(0, len(indices), n_rows):
        chosen = list(indices[start : start + n_rows])
        yield chosen + chosen[-1:] * (n_rows - len(chosen))


def pooled_run(pooling: str, layer: int) -> Run:
    """Sentence vectors, (D,): the mean of all token vectors, or the first one, of a hidden state.

    Special tokens are part of the mean, as in XTREME's retrieval scripts.
    """

    def run(model: TaskModel, batch: Batch) -> Tensor:
        hidden = model.hidden(batch.ids, batch.keep, batch.type_ids, layer=layer).float()
        return hidden[:, 0] if pooling == "cls" else mean_pool(hidden, batch.keep)

    return run


def logits(model: TaskModel, batch: Batch) -> Tensor:
    """The head's output as it is: span QA (T, 2), start and end; multiple choice (1,)."""
    found: Tensor = model(batch.ids, batch.keep, batch.type_ids)
    return found.float()


def probabilities(model: TaskModel, batch: Batch) -> Tensor:
    """Probability of each label, (L,)."""
    return logits(model, batch).softmax(dim=-1)


def best_tags(model: TaskModel, batch: Batch) -> Tensor:
    """Index and probability of the best tag of each token, (T, 2)."""
    best = logits(model, batch).softmax(dim=-1).max(dim=-1)
    return torch.stack([best.indices.float(), best.values], dim=-1)
