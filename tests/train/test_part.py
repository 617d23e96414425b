"""Parts share their encoder."""

import torch

from crosswind.model.encoders import open_encoder
from crosswind.model.heads import TaskModel, new_head
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.objective import TrainingText
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.part import Part, move, trained_weights
from crosswind.train.stage_text import StageText

EMPTY = StageText(
    n_texts=1, n_examples=0, labels=(), training=TrainingText(), held_out=TrainingText()
)


def two_parts(folder) -> tuple[Part, Part]:
    encoder = open_encoder(tiny_encoder_folder(folder))
    made = []
    for kind in ("tagging", "classification"):
        head = new_head(kind, 32, 3, dropout=0.0, rng=torch.Generator().manual_seed(1))
        made.append(
            Part(
                task=kind,
                model=TaskModel(encoder, head),
                objective=OBJECTIVES[kind],
                text=EMPTY,
                batch_examples=4,
            )
        )
    return made[0], made[1]


def test_the_encoder_is_trained_once_and_every_head_is(tmp_path):
    parts = two_parts(tmp_path)
    weights = trained_weights(parts)
    assert len({id(one) for one in weights.values()}) == len(weights)
    assert {name.split(".")[0] for name in weights} == {"encoder", "heads"}
    assert "heads.0.out.weight" in weights
    assert "heads.1.dense.weight" in weights


def test_frozen_weights_are_not_trained(tmp_path):
    parts = two_parts(tmp_path)
    for weights in parts[0].model.encoder.parameters():
        weights.requires_grad = False
    assert all(name.startswith("heads.") for name in trained_weights(parts))


def test_all_parts_move_together(tmp_path):
    parts = two_parts(tmp_path)
    move(parts, torch.device("meta"))
    assert {one.device.type for one in trained_weights(parts).values()} == {"meta"}
