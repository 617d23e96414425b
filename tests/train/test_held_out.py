"""One loop over the held-out rows, by length, in batches, without dropout."""

from dataclasses import replace

import torch

from crosswind.model.tokenise import ModelInput
from crosswind.train.held_out import held_out_logits
from crosswind.train.objective import TrainingRow, TrainingText
from tests.train.test_part import EMPTY, two_parts

ROWS = tuple(
    TrainingRow((ModelInput((0, *range(20, 20 + n), 2)),), (n % 3,)) for n in (5, 1, 4, 2, 3)
)


def test_batches_come_by_length_and_do_not_depend_on_their_size(tmp_path):
    _, part = two_parts(tmp_path)
    part = replace(part, text=replace(EMPTY, held_out=TrainingText(rows=ROWS)))
    part.model.train()
    found = {}
    for n_rows in (2, 5):
        batches = list(held_out_logits(part, n_rows=n_rows, pad_id=1, precision="fp32"))
        assert [len(targets) for _, targets in batches] == ([2, 2, 1] if n_rows == 2 else [5])
        assert torch.cat([targets for _, targets in batches]).tolist() == [1, 2, 0, 1, 2]
        found[n_rows] = torch.cat([logits for logits, _ in batches])
    torch.testing.assert_close(found[2], found[5])
    assert not found[2].requires_grad
    assert part.model.training
