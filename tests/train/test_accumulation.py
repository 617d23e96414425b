"""A batch in parts has the gradients of the whole."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from crosswind.model.tokenise import ModelInput
from crosswind.train.accumulation import accumulate, micro_batches
from crosswind.train.objective import (
    IGNORED,
    TrainingRow,
    collated,
    logits_of,
    loss_of,
    outputs_of,
)
from tests.train.test_part import two_parts


def row(n_tokens: int) -> TrainingRow:
    ids = tuple(20 + index % 9 for index in range(n_tokens))
    return TrainingRow(
        (ModelInput(ids),), tuple(IGNORED if i % 3 else i % 2 for i in range(n_tokens))
    )


@given(st.lists(st.integers(1, 60), min_size=1, max_size=20), st.integers(0, 200))
def test_parts_are_the_rows_in_their_order_and_within_the_budget(lengths, budget):
    rows = [row(length) for length in lengths]
    parts = micro_batches(rows, budget)
    assert [one for part in parts for one in part] == rows
    for part in parts:
        padded = len(part) * max(one.n_longest for one in part)
        assert not budget or padded <= budget or len(part) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_gradients_of_parts_add_up_to_those_of_the_whole(tmp_path, number):
    part = two_parts(tmp_path)[number]
    part.model.eval()
    rows = [row(length) for length in (3, 9, 14, 5, 8)]
    rows = rows if number == 0 else [TrainingRow(one.reads, (i % 3,)) for i, one in enumerate(rows)]

    def loss(batch):
        return loss_of(
            logits_of(outputs_of(part.model, batch), batch, part.objective), batch.targets
        )

    found = []
    for budget in (0, 20):
        part.model.zero_grad()
        batches = [
            collated(some, part.objective, pad_id=1, device=torch.device("cpu"))
            for some in micro_batches(rows, budget)
        ]
        assert (len(batches) > 1) is bool(budget)
        value = accumulate(batches, loss)
        grads = [one.grad.clone() for one in part.model.parameters() if one.grad is not None]
        found.append((value, grads))
    (whole, gradients), (parts, others) = found
    torch.testing.assert_close(parts, whole, rtol=0, atol=1e-6)
    for gradient, other in zip(gradients, others, strict=True):
        torch.testing.assert_close(other, gradient, rtol=0, atol=1e-6)
