"""Masked words: which piece of the vocabulary stood at a masked place. Logits (asked, V).

Rows are masked epoch by epoch (`train.masking`), so a row is read without a target. Lines that are
longer than a row become several: nothing of a document is lost.
"""

from collections.abc import Sequence

import torch
from torch import Tensor

from crosswind.model.batches import Batch
from crosswind.model.texts import text_of
from crosswind.model.tokenise import PieceReader
from crosswind.records.example import Example
from crosswind.train.objective import IGNORED, Objective, TextRules, TrainingRow, TrainingText


def _no_labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    return ()


def _read(examples: Sequence[Example], rules: TextRules, reader: PieceReader) -> TrainingText:
    room = reader.room(rules.max_tokens)
    (field,) = rules.fields
    rows: list[TrainingRow] = []
    n_windowed = 0
    for pieces in reader.cut([text_of(example, field) for example in examples]):
        cuts = [pieces.ids[start : start + room] for start in range(0, len(pieces.ids), room)]
        n_windowed += len(cuts) > 1
        rows.extend(TrainingRow((reader.join(cut),), ()) for cut in cuts)
    return TrainingText(rows=tuple(rows), n_windowed=n_windowed)


def _asked(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """Which tokens are asked for, (inputs, tokens)."""
    width = sides[0].ids.shape[1]
    found = []
    for row in rows:
        start = 0
        for read in row.reads:
            target = row.target[start : start + len(read.ids)]
            start += len(read.ids)
            asked = [piece != IGNORED for piece in target]
            found.append([*asked, *[False] * (width - len(asked))])
    return torch.tensor(found)


def _targets(rows: Sequence[TrainingRow], sides: tuple[Batch, ...]) -> Tensor:
    """The pieces that stood at the asked tokens, in their order."""
    return torch.tensor(
        [piece for row in rows for piece in row.target if piece != IGNORED], dtype=torch.int64
    )


MASKED_WORDS = Objective(labels=_no_labels, read=_read, targets=_targets, asked=_asked)
