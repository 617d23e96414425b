"""The loop: counts, order and divergence."""

import pytest
import torch

from crosswind.core.errors import StepError
from crosswind.model.encoders import open_encoder
from crosswind.model.heads import TaskModel, new_head
from crosswind.model.tokenise import ModelInput
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.loop import Recipe, run_updates
from crosswind.train.objectives import TrainingRow
from crosswind.train.selection import Selection

ROWS = [TrainingRow(ModelInput((0, 20 + index % 2, 2)), (index % 2,)) for index in range(10)]


def parts(folder, **changes):
    encoder = open_encoder(tiny_encoder_folder(folder))
    head = new_head("classification", 32, 2, dropout=0.0, rng=torch.Generator().manual_seed(1))
    numbers = {
        "learning_rate": 1e-3,
        "batch_examples": 4,
        "n_updates": 7,
        "warmup_fraction": 0.1,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "precision": "fp32",
        "seed": 1,
    }
    recipe = Recipe(kind="classification", pad_id=1, **{**numbers, **changes})
    none = Selection(
        rows=(), kind="classification", every=1, patience=0, pad_id=1, precision="fp32"
    )
    return TaskModel(encoder, head), recipe, none


def test_updates_go_on_over_epochs(tmp_path):
    model, recipe, selection = parts(tmp_path)
    progress = run_updates(model, ROWS, recipe, selection)
    assert progress.n_updates == 7
    # Epochs of 4 + 4 + 2 rows in some order of batches, twice, and one batch of the third.
    assert 20 < progress.n_rows <= 24
    assert progress.n_tokens == 3 * progress.n_rows
    assert len(progress.losses) == 7
    assert progress.losses[-1] < progress.losses[0]


def test_bf16_trains(tmp_path):
    model, recipe, selection = parts(tmp_path, precision="bf16")
    progress = run_updates(model, ROWS, recipe, selection)
    assert progress.losses[-1] < progress.losses[0]


def test_divergence_names_the_update(tmp_path):
    model, recipe, selection = parts(tmp_path)
    with torch.no_grad():
        model.head.out.bias.fill_(float("nan"))
    with pytest.raises(StepError, match="diverged at update 1"):
        run_updates(model, ROWS, recipe, selection)
