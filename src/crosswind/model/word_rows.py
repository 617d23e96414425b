"""Rows of the word embedding that differ from the root encoder's, in a checkpoint's tensors."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from crosswind.core.errors import StoreError
from crosswind.model.encoders import word_embedding


@dataclass(frozen=True, slots=True)
class ChangedRows:
    """How the word embedding differs from the root's: these rows anew, all others scaled.

    Weight decay shrinks rows without gradients by one common factor, so a factor is enough.
    """

    rows: Tensor
    scale: float = 1.0


def row_tensors(name: str, after: Tensor, before: Tensor, words: ChangedRows) -> dict[str, Tensor]:
    """The tensors that tell how the word embedding differs.

    Args:
        name: of the whole tensor.
        after: the trained word embedding.
        before: the root's.
        words: rows that may differ, and the factor of the others.
    """
    rows = words.rows[(after[words.rows] != before[words.rows]).any(dim=1)]
    if words.scale != 1.0:
        rows = words.rows  # a row that kept its value differs from the scaled one
    if len(rows) == len(before):
        return {name: after.contiguous()}
    found: dict[str, Tensor] = {}
    if len(rows):
        found |= {f"{name}.rows": rows.contiguous(), f"{name}.values": after[rows].contiguous()}
    if words.scale != 1.0:
        found[f"{name}.scale"] = torch.tensor([words.scale], dtype=torch.float64)
    return found


@torch.no_grad()
def apply_rows(
    encoder: nn.Module, name: str, tensors: dict[str, Tensor], place: str
) -> ChangedRows:
    """Write the changed rows; takes the tensors it used out of `tensors`."""
    matrix = word_embedding(encoder).weight
    if name in tensors:
        return ChangedRows(torch.arange(len(matrix)))
    scale = float(tensors.pop(f"{name}.scale", torch.ones(1, dtype=torch.float64)).item())
    if scale != 1.0:
        matrix.mul_(scale)
    rows = tensors.pop(f"{name}.rows", None)
    values = tensors.pop(f"{name}.values", None)
    if rows is None and values is None:
        return ChangedRows(torch.zeros(0, dtype=torch.int64), scale)
    fits = (
        rows is not None
        and values is not None
        and values.shape == (len(rows), matrix.shape[1])
        and bool(((rows >= 0) & (rows < len(matrix))).all())
    )
    if not fits or rows is None or values is None:
        raise StoreError(
            "rows of the word embedding do not fit the encoder",
            place=place,
            value=f"{name}.rows",
            allowed=f"rows from 0 to {len(matrix) - 1} with {matrix.shape[1]} values each",
            action="Run `crosswind store verify`, then run again.",
        )
    matrix[rows] = values
    return ChangedRows(rows, scale)
