"""What a part says of its held-out rows: the one loop behind selection and perplexity."""

from collections.abc import Iterator

import torch
from torch import Tensor

from crosswind.model.devices import autocast
from crosswind.train.objective import collated, logits_of, outputs_of
from crosswind.train.part import Part


@torch.no_grad()
def held_out_logits(
    part: Part, *, n_rows: int, pad_id: int, precision: str
) -> Iterator[tuple[Tensor, Tensor]]:
    """Logits and targets of each batch, in fp32 and in the order of length; without dropout.

    Args:
        part: back in training mode when the last batch was taken.
        n_rows: rows of a batch.
        pad_id: row of the vocabulary that fills batches up.
        precision: "fp32" or "bf16".
    """
    device = next(part.model.parameters()).device
    part.model.eval()
    rows = sorted(part.text.held_out.rows, key=lambda row: row.n_longest)
    for start in range(0, len(rows), n_rows):
        batch = collated(rows[start : start + n_rows], part.objective, pad_id=pad_id, device=device)
        with autocast(device, precision):
            outputs = outputs_of(part.model, batch)
        yield logits_of(outputs, batch, part.objective), batch.targets
    part.model.train()
