"""Rows of the word embedding: what is written is what is read."""

import pytest
import torch

from crosswind.core.errors import StoreError
from crosswind.model.changed_rows import ChangedRows, apply_rows, row_tensors
from crosswind.model.encoders import open_encoder, word_embedding
from crosswind.testing.tiny import tiny_encoder_folder

NAME = "encoder.words"


@pytest.mark.parametrize("scale", [1.0, 0.5])
def test_rows_and_a_factor_of_the_others(tmp_path, scale):
    before = open_encoder(tiny_encoder_folder(tmp_path))
    after = word_embedding(before).weight.detach().clone()
    after *= scale
    after[[3, 7]] = 1.0
    words = ChangedRows(torch.tensor([3, 5, 7]), scale)
    root = word_embedding(before).weight.detach().clone()
    tensors = row_tensors(NAME, after, root, words)
    read = apply_rows(before, NAME, tensors, "here")
    assert tensors == {}
    assert read.scale == scale
    assert read.rows.tolist() == ([3, 7] if scale == 1.0 else [3, 5, 7])
    torch.testing.assert_close(word_embedding(before).weight.detach(), after, rtol=1e-6, atol=0)


def test_a_whole_matrix_is_written_as_one(tmp_path):
    root = word_embedding(open_encoder(tiny_encoder_folder(tmp_path))).weight.detach()
    every = ChangedRows(torch.arange(len(root)))
    assert list(row_tensors(NAME, root + 1, root, every)) == [NAME]
    assert row_tensors(NAME, root, root, every) == {}


@pytest.mark.parametrize(
    "tensors",
    [
        {f"{NAME}.rows": torch.tensor([1])},
        {f"{NAME}.values": torch.zeros(1, 32)},
        {f"{NAME}.rows": torch.tensor([10**6]), f"{NAME}.values": torch.zeros(1, 32)},
        {f"{NAME}.rows": torch.tensor([1]), f"{NAME}.values": torch.zeros(1, 31)},
    ],
)
def test_rows_that_do_not_fit_are_an_error(tmp_path, tensors):
    with pytest.raises(StoreError, match="do not fit"):
        apply_rows(open_encoder(tiny_encoder_folder(tmp_path)), NAME, tensors, "here")
