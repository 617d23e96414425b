"""Packs: rows side by side without padding, and how their attention keeps them apart.

All that an encoder computes token by token needs no rows, so a pack is one long row without padding
between its texts. Attention alone takes the texts apart (`model.packed_encoder`): texts whose
lengths round up to one width are a group, and are padded to it there.

The shapes of all matrix products of a pack are constants, but for the number of texts in a group,
whose products are separate ones. So the numbers of a text do not depend on its companions.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from crosswind.model.batches import padded_width
from crosswind.model.encoders import position_rows
from crosswind.model.tokenise import ModelInput

# Texts are padded to multiples of this many tokens.
WIDTH_MULTIPLE = 8

# Shapes: M tokens of a pack, n rows of a group, W width of a group, D model dim.

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a pack that are padded to one width.

    Attributes:
        rows: their numbers, in the order of the tensors.
        slots: which token of the pack stands where, (n, W); a row's first one after its end.
        keep: True where a token stands, (n, W).
    """

    rows: tuple[int, ...]
    slots: Tensor
    keep: Tensor

    def spread(self, tokens: Tensor) -> Tensor:
        """Token vectors of the pack, (M, D), as padded rows, (n, W, D)."""
        return tokens.index_select(0, self.slots.flatten()).view(*self.slots.shape, -1)

    def mask(self) -> Tensor:
        """What attention adds to its scores, (n, 1, 1, W)."""
        lowest = torch.finfo(torch.float32).min
        return torch.where(self.keep, 0.0, lowest)[:, None, None, :]


@dataclass(frozen=True, slots=True)
class Pack:
    """Rows one after another; tensors (1, M), filled up with padding at the end.

    Attributes:
        ids: vocabulary rows.
        positions: rows of the position embedding.
        type_ids: segments, or None if the encoder's tokenizer does not emit them.
        groups: of the rows; all rows once.
        places: of each token among the slots of all groups, (M,); padding has those of others.
    """

    ids: Tensor
    positions: Tensor
    type_ids: Tensor | None
    groups: tuple[Group, ...]
    places: Tensor


def packs(
    inputs: Sequence[ModelInput], encoder: nn.Module, *, tokens: int, pad_id: int
) -> Iterator[Pack]:
    """All rows in packs of equal shape; the longest first.

    Args:
        inputs: rows.
        encoder: that reads them; it says how positions are counted.
        tokens: of a pack. A row that is longer has a pack of its own, of its padded width.
        pad_id: vocabulary row of padding.
    """
    lengths = [len(row.ids) for row in inputs]
    for chosen in _fitted(lengths, tokens):
        total = sum(lengths[index] for index in chosen)
        size = max(tokens, padded_width(total, WIDTH_MULTIPLE))
        yield _pack(inputs, chosen, encoder, size, pad_id)


def _fitted(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """The rows of each pack: always the longest of those that fit into the room that is left.

    So the last of a pack fill it up, and rows of nearly equal length still come together.
    """
    waiting: dict[int, list[int]] = {}
    for index in reversed(range(len(lengths))):
        waiting.setdefault(lengths[index], []).append(index)
    sizes = sorted(waiting)
    while sizes:
        chosen, room, n_fitting = list[int](), tokens, len(sizes)
        while n_fitting:
            length = sizes[n_fitting - 1]
            chosen.append(waiting[length].pop())
            if not waiting[length]:
                sizes.remove(length)
            room -= length
            n_fitting = bisect_right(sizes, room)
        yield chosen


def _pack(
    inputs: Sequence[ModelInput], chosen: Sequence[int], encoder: nn.Module, size: int, pad_id: int
) -> Pack:
    lengths = [len(inputs[index].ids) for index in chosen]
    read = np.concatenate([np.array(inputs[index].ids, dtype=np.int64) for index in chosen])
    positions = np.concatenate(
        [position_rows(encoder, np.array(inputs[index].ids, dtype=np.int64)) for index in chosen]
    )
    types = None
    if inputs[chosen[0]].type_ids:
        types = np.concatenate([np.array(inputs[at].type_ids, dtype=np.int64) for at in chosen])
    groups, places = _groups(chosen, lengths)
    return Pack(
        ids=_filled(read, size, pad_id),
        positions=_filled(positions, size, int(positions[0])),
        type_ids=None if types is None else _filled(types, size, 0),
        groups=tuple(groups),
        places=_filled(places, size, 0)[0],
    )


def _groups(chosen: Sequence[int], lengths: Sequence[int]) -> tuple[list[Group], Numbers]:
    """The groups of rows with these lengths, and the place of each token among their slots."""
    starts = np.cumsum([0, *lengths])
    groups, places, before = list[Group](), list[Numbers](), 0
    for width, found in groupby(
        range(len(chosen)), key=lambda number: padded_width(lengths[number], WIDTH_MULTIPLE)
    ):
        numbers = list(found)
        steps = np.arange(width)
        keep = steps < np.array([lengths[number] for number in numbers])[:, None]
        slots = starts[numbers][:, None] + np.where(keep, steps, 0)
        rows = tuple(chosen[number] for number in numbers)
        groups.append(Group(rows, torch.from_numpy(slots), torch.from_numpy(keep)))
        places.append(before + np.flatnonzero(keep))
        before += keep.size
    return groups, np.concatenate(places)


def _filled(numbers: Numbers, size: int, filler: int) -> Tensor:
    """Numbers filled up to a size, (1, size)."""
    whole = np.full((1, size), filler, dtype=np.int64)
    whole[0, : len(numbers)] = numbers
    return torch.from_numpy(whole)
