"""Padding and the order of rows."""

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.model.batches import collate, epoch_batches, padded_width
from crosswind.model.tokenise import ModelInput


@settings(max_examples=40)
@given(
    lengths=st.lists(st.integers(1, 50), min_size=1, max_size=300),
    rows=st.integers(1, 4),
    seed=st.integers(0, 5),
)
def test_an_epoch_holds_every_row_once(lengths, rows, seed):
    batches = epoch_batches(lengths, batch_rows=rows, seed=seed, epoch=0)
    assert sorted(index for batch in batches for index in batch) == list(range(len(lengths)))
    assert sum(len(batch) < rows for batch in batches) <= 1
    assert batches == epoch_batches(lengths, batch_rows=rows, seed=seed, epoch=0)


def test_epochs_and_seeds_differ():
    lengths = list(range(1, 101))
    orders = {
        tuple(map(tuple, epoch_batches(lengths, batch_rows=4, seed=seed, epoch=epoch)))
        for seed in (1, 2)
        for epoch in (0, 1)
    }
    assert len(orders) == 4


def test_batches_hold_rows_of_like_length():
    lengths = [1 + index % 50 for index in range(400)]
    batches = epoch_batches(lengths, batch_rows=8, seed=1, epoch=0)
    padded = sum(len(batch) * max(lengths[index] for index in batch) for batch in batches)
    assert padded < 1.1 * sum(lengths)


def test_padding_stands_on_the_right():
    batch = collate([ModelInput((5, 6), (0, 1)), ModelInput((7,), (0,))], pad_id=1, width=3)
    assert batch.ids.tolist() == [[5, 6, 1], [7, 1, 1]]
    assert batch.keep.tolist() == [[True, True, False], [True, False, False]]
    assert batch.type_ids is not None
    assert batch.type_ids.tolist() == [[0, 1, 0], [0, 0, 0]]
    assert collate([ModelInput((5,))], pad_id=1, width=1).type_ids is None
    assert batch.ids.dtype == torch.int64


def test_padded_width_is_the_next_multiple():
    assert [padded_width(n, 8) for n in (1, 8, 9)] == [8, 8, 16]
