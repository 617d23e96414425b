"""Masks are a pure function of seed, epoch and row."""

import numpy as np
import pytest

from crosswind.core.errors import EncoderError
from crosswind.model.tokenise import ModelInput, open_reader
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.masking import Masking, masked, masked_once, masking
from crosswind.train.objective import IGNORED, TrainingRow, TrainingText

MASK = 4
HOW = Masking(rate=0.15, mask_id=MASK, special_ids=frozenset({0, 1, 2, 3, MASK}), n_pieces=500)
LONG = TrainingRow((ModelInput((0, *range(10, 410), 2)),), ())


def test_equal_addresses_give_equal_masks():
    first = HOW.view(LONG, 1, 0, 0)
    assert first == HOW.view(LONG, 1, 0, 0)
    for other in ((2, 0, 0), (1, 1, 0), (1, 0, 1)):
        assert HOW.view(LONG, *other) != first


def test_what_is_masked_and_what_is_asked():
    seen = HOW.view(LONG, 1, 0, 0)
    before, after = np.array(LONG.reads[0].ids), np.array(seen.reads[0].ids)
    target = np.array(seen.target)
    asked = target != IGNORED
    assert asked.sum() == 60
    assert not asked[[0, -1]].any()
    assert (target[asked] == before[asked]).all()
    assert (after[~asked] == before[~asked]).all()


def test_eighty_ten_ten():
    counts = np.zeros(3)
    for epoch in range(60):
        seen = HOW.view(LONG, 1, epoch, 0)
        pairs = zip(seen.reads[0].ids, seen.target, strict=True)
        for put, target in pairs:
            if target != IGNORED:
                counts[0 if put == MASK else 2 if put == target else 1] += 1
    # Draws of special pieces become the mask: 5 of 500.
    assert counts / counts.sum() == pytest.approx([0.8, 0.1, 0.1], abs=0.02)


def test_a_short_row_asks_for_one_piece_and_an_empty_one_for_none():
    short = HOW.view(TrainingRow((ModelInput((0, 17, 2)),), ()), 1, 0, 0)
    assert short.target == (IGNORED, 17, IGNORED)
    assert HOW.view(TrainingRow((ModelInput((0, 2)),), ()), 1, 0, 0).target == (IGNORED, IGNORED)


def test_choices_are_masked_one_by_one():
    row = TrainingRow((ModelInput((0, 20, 21, 2)), ModelInput((0, 30, 2))), (1,))
    seen = HOW.view(row, 1, 0, 0)
    assert len(seen.target) == 7
    assert sum(target != IGNORED for target in seen.target) == 2


def test_text_is_masked_anew_each_epoch_and_held_out_text_once():
    text = TrainingText(rows=(LONG,))
    training = masked(text, HOW)
    assert training.rows == (LONG,)
    assert training.seen(0, 1, 0) != training.seen(0, 1, 1)
    held_out = masked_once(text, HOW)
    assert held_out.view is None
    assert held_out == masked_once(text, HOW)


def test_the_mask_comes_from_the_tokenizer(tmp_path):
    reader = open_reader(tiny_encoder_folder(tmp_path))
    how = masking(reader, 0.2)
    assert (how.rate, how.mask_id, how.n_pieces) == (0.2, MASK, 517)
    assert MASK in how.special_ids
    reader.mask_id = None
    with pytest.raises(EncoderError, match="no mask token"):
        masking(reader, 0.2)
    open_reader.cache_clear()
