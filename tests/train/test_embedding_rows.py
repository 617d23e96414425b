"""Compact training of seen embedding rows."""

import pytest
import torch
from torch import nn

from crosswind.train.embedding_rows import SeenRows


def test_vectors_and_gradients_are_those_of_the_whole_matrix():
    whole = nn.Embedding(10, 3, padding_idx=1)
    seen = SeenRows(whole, torch.tensor([1, 4, 7]))
    ids = torch.tensor([[4, 7, 4, 1]])
    assert torch.equal(seen(ids), whole(ids))
    weights = torch.arange(12.0).view(1, 4, 3)
    (whole(ids) * weights).sum().backward()
    (seen(ids) * weights).sum().backward()
    assert whole.weight.grad is not None
    assert torch.equal(seen.weight.grad, whole.weight.grad[[1, 4, 7]])
    assert torch.equal(seen.weight.grad[0], torch.zeros(3))


def test_a_row_that_was_not_foreseen_is_an_error():
    seen = SeenRows(nn.Embedding(10, 3), torch.tensor([1, 4]))
    with pytest.raises(IndexError):
        seen(torch.tensor([5]))
