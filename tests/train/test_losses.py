"""The plain loss is the mean cross entropy of the batch."""

import torch
from torch.nn import functional

from crosswind.model.tokenise import ModelInput
from crosswind.train.losses import Update, logits_for, plain_loss
from crosswind.train.objective import TrainingRow, collated
from tests.train.test_part import two_parts


def test_the_plain_loss_is_cross_entropy(tmp_path):
    _, part = two_parts(tmp_path)
    part.model.eval()
    rows = [TrainingRow((ModelInput((0, 20 + number, 2)),), (number,)) for number in range(3)]
    update = Update(
        number=1,
        model=part.model,
        objective=part.objective,
        batch=collated(rows, part.objective, pad_id=1, device=torch.device("cpu")),
        precision="fp32",
        seed=1,
    )
    expected = functional.cross_entropy(logits_for(update, update.batch), torch.tensor([0, 1, 2]))
    torch.testing.assert_close(plain_loss(update), expected)
