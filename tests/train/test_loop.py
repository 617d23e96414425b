"""The loop: counts, order and divergence."""

import pytest
import torch

from crosswind.core.errors import StepError
from crosswind.model.encoders import open_encoder
from crosswind.model.heads import TaskModel, new_head
from crosswind.model.tokenise import ModelInput
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.loop import Recipe, loss_curve, run_updates
from crosswind.train.objective import TrainingRow, TrainingText
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.optimiser import learning_rate_at
from crosswind.train.part import Part
from crosswind.train.selection import Selection
from crosswind.train.stage_text import StageText

ROWS = [TrainingRow((ModelInput((0, 20 + index % 2, 2)),), (index % 2,)) for index in range(10)]


def parts(folder, **changes):
    encoder = open_encoder(tiny_encoder_folder(folder))
    head = new_head("classification", 32, 2, dropout=0.0, rng=torch.Generator().manual_seed(1))
    numbers = {
        "learning_rate": 1e-3,
        "n_updates": 7,
        "warmup_fraction": 0.1,
        "weight_decay": 0.0,
        "max_grad_norm": 1.0,
        "precision": "fp32",
        "seed": 1,
    }
    recipe = Recipe(pad_id=1, **{**numbers, **changes})
    part = Part(
        task="toy",
        model=TaskModel(encoder, head),
        objective=OBJECTIVES["classification"],
        text=StageText(
            n_texts=1,
            n_examples=10,
            labels=("a", "b"),
            training=TrainingText(rows=tuple(ROWS)),
            held_out=TrainingText(),
        ),
        batch_examples=4,
    )
    none = Selection(parts=(part,), every=1, patience=0, pad_id=1, precision="fp32")
    return (part,), recipe, none


def test_updates_go_on_over_epochs(tmp_path):
    tasks, recipe, selection = parts(tmp_path)
    progress = run_updates(tasks, recipe, selection)
    assert progress.n_updates == 7
    # Epochs of 4 + 4 + 2 rows in some order of batches, twice, and one batch of the third.
    assert 20 < progress.n_rows <= 24
    assert progress.n_tokens == 3 * progress.n_rows
    assert len(progress.losses) == 7
    assert progress.losses[-1] < progress.losses[0]


def test_bf16_trains(tmp_path):
    tasks, recipe, selection = parts(tmp_path, precision="bf16")
    progress = run_updates(tasks, recipe, selection)
    assert progress.losses[-1] < progress.losses[0]


def test_divergence_names_the_update(tmp_path):
    tasks, recipe, selection = parts(tmp_path)
    with torch.no_grad():
        tasks[0].model.head.out.bias.fill_(float("nan"))
    with pytest.raises(StepError, match="diverged at update 1"):
        run_updates(tasks, recipe, selection)


def test_the_loss_curve_is_sampled():
    assert loss_curve([1.0, 3.0]) == [[1.0, 1.0], [2.0, 3.0]]
    curve = loss_curve([float(index) for index in range(250)])
    assert len(curve) == 84
    assert curve[0] == [3.0, 1.0]
    assert curve[-1][0] == 250.0
    assert loss_curve([]) == []


def test_decay_shrinks_by_rate_times_decay_at_each_update(tmp_path):
    _, recipe, _ = parts(tmp_path, weight_decay=0.5)
    assert recipe.decay_factor(0) == 1.0
    factor = 1.0
    for update in range(1, recipe.n_updates + 1):
        rate = learning_rate_at(update, peak=1e-3, n_updates=7, warmup_fraction=0.1)
        factor *= 1 - rate * 0.5
        assert recipe.decay_factor(update) == pytest.approx(factor, rel=1e-12)


def test_dropout_leaves_the_global_generator_as_it_was(tmp_path):
    tasks, recipe, selection = parts(tmp_path)
    before = torch.random.get_rng_state()
    run_updates(tasks, recipe, selection)
    assert torch.equal(torch.random.get_rng_state(), before)
