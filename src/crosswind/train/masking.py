"""Masked words: which pieces of a row are hidden in an epoch, and what stands in their place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from crosswind.core.errors import EncoderError
from crosswind.core.seeds import generator
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.train.objective import IGNORED, TrainingRow, TrainingText

_MASKED = 0.8
_RANDOM = 0.1
# Held-out text is masked once, alike for every update, arm and seed.
_HELD_OUT_SEED = 0
_HELD_OUT_EPOCH = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Masking:
    """How rows are masked.

    Source: Devlin et al. 2019, section 3.1: of the chosen pieces 80% become the mask, 10% another
    piece and 10% stay; the number of chosen pieces of an input is fixed, at least one. Special
    tokens are never chosen or drawn. As in RoBERTa (Liu et al. 2019), every epoch masks anew.

    Attributes:
        rate: share of the pieces of an input that are chosen.
        mask_id: row of the mask.
        special_ids: rows that are never chosen.
        n_pieces: rows of the vocabulary.
    """

    rate: float
    mask_id: int
    special_ids: frozenset[int]
    n_pieces: int

    def view(self, row: TrainingRow, seed: int, epoch: int, number: int) -> TrainingRow:
        """The row as an epoch sees it: a pure function of (seed, epoch, number of the row)."""
        rng = generator(seed, "masked words", epoch, number)
        masked = [self._masked(read, rng) for read in row.reads]
        return TrainingRow(
            tuple(read for read, _ in masked),
            tuple(target for _, targets in masked for target in targets),
        )

    def _masked(
        self, read: ModelInput, rng: np.random.Generator
    ) -> tuple[ModelInput, Sequence[int]]:
        ids = np.array(read.ids, dtype=np.int64)
        target = np.full(len(ids), IGNORED, dtype=np.int64)
        free = np.array([token not in self.special_ids for token in read.ids], dtype=bool)
        places = np.flatnonzero(free)
        if len(places):
            n_chosen = max(1, round(self.rate * len(places)))
            chosen = np.sort(rng.permutation(places)[:n_chosen])
            target[chosen] = ids[chosen]
            ids[chosen] = self._put(ids[chosen], rng)
        return replace(read, ids=tuple(ids.tolist())), target.tolist()

    def _put(self, ids: npt.NDArray[np.int64], rng: np.random.Generator) -> npt.NDArray[np.int64]:
        """What stands in the place of chosen pieces."""
        fate = rng.random(len(ids))
        drawn = rng.integers(self.n_pieces, size=len(ids))
        is_special = np.isin(drawn, list(self.special_ids))
        other = np.where(is_special, self.mask_id, drawn)
        put = np.where(fate < _MASKED + _RANDOM, other, ids)
        return np.where(fate < _MASKED, self.mask_id, put)


def masking(reader: PieceReader, rate: float) -> Masking:
    """How an encoder's rows are masked.

    Raises:
        EncoderError: if its tokenizer has no mask.
    """
    if reader.mask_id is None:
        raise EncoderError(
            "the tokenizer has no mask token, so no words can be masked",
            place=reader.place,
            allowed="a tokenizer with mask_token",
            action="Take another encoder, or leave out masked language modeling.",
        )
    return Masking(
        rate=rate,
        mask_id=reader.mask_id,
        special_ids=frozenset({*reader.special_ids, reader.mask_id}),
        n_pieces=reader.n_pieces,
    )


def masked(text: TrainingText, how: Masking) -> TrainingText:
    """The same rows without their labels, masked anew in every epoch."""
    rows = tuple(TrainingRow(row.reads, ()) for row in text.rows)
    return replace(text, rows=rows, view=how.view)


def masked_once(text: TrainingText, how: Masking) -> TrainingText:
    """The same rows without their labels, masked alike whenever they are read."""
    rows = tuple(
        how.view(row, _HELD_OUT_SEED, _HELD_OUT_EPOCH, number)
        for number, row in enumerate(text.rows)
    )
    return replace(text, rows=rows)
