"""Rows to padded tensors, and the order of training rows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from crosswind.core.seeds import generator
from crosswind.model.tokenise import ModelInput

# Rows of so many batches are drawn together and then sorted by length.
WINDOW_BATCHES = 50


@dataclass(frozen=True, slots=True)
class Batch:
    """Model inputs side by side; shapes (rows, tokens).

    Attributes:
        ids: vocabulary rows, padded on the right.
        keep: True where a token stands.
        type_ids: segments, or None if the encoder's tokenizer does not emit them.
    """

    ids: Tensor
    keep: Tensor
    type_ids: Tensor | None


def collate(
    rows: Sequence[ModelInput], *, pad_id: int, width: int, device: torch.device | None = None
) -> Batch:
    """Pad rows on the right to `width` tokens."""
    shape = (len(rows), width)
    ids = np.full(shape, pad_id, dtype=np.int64)
    keep = np.zeros(shape, dtype=bool)
    typed = any(row.type_ids for row in rows)
    types = np.zeros(shape, dtype=np.int64) if typed else None
    for index, row in enumerate(rows):
        n = len(row.ids)
        ids[index, :n] = row.ids
        keep[index, :n] = True
        if types is not None:
            types[index, :n] = row.type_ids
    return Batch(
        torch.from_numpy(ids).to(device),
        torch.from_numpy(keep).to(device),
        None if types is None else torch.from_numpy(types).to(device),
    )


def padded_width(n_tokens: int, multiple: int) -> int:
    """The next multiple of `multiple` that holds `n_tokens`."""
    return -(-n_tokens // multiple) * multiple


def epoch_batches(
    lengths: Sequence[int], *, batch_rows: int, seed: int, epoch: int
) -> list[list[int]]:
    """Indices of the rows of each batch of one epoch: every row once.

    Rows are shuffled; within each window of 50 batches they are sorted by length and cut into
    batches; the batches are shuffled again. A pure function of its arguments.

    Args:
        lengths: tokens of each row.
        batch_rows: rows of a batch; one batch of the epoch may have fewer.
        seed: training seed.
        epoch: from 0.
    """
    rng = generator(seed, "order of rows", epoch)
    shuffled = rng.permutation(len(lengths))
    length = np.asarray(lengths, dtype=np.int64)
    batches: list[list[int]] = []
    for start in range(0, len(shuffled), WINDOW_BATCHES * batch_rows):
        window = shuffled[start : start + WINDOW_BATCHES * batch_rows]
        window = window[np.argsort(length[window], kind="stable")]
        batches.extend(
            window[cut : cut + batch_rows].tolist() for cut in range(0, len(window), batch_rows)
        )
    return [batches[index] for index in rng.permutation(len(batches))]
