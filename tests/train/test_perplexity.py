"""Perplexity is the size of the vocabulary for a head that knows nothing."""

import pytest
import torch

from crosswind.model.encoders import open_encoder
from crosswind.model.heads import TaskModel, head_on
from crosswind.model.tokenise import ModelInput
from crosswind.testing.tiny import tiny_encoder_folder
from crosswind.train.masking import Masking, masked_once
from crosswind.train.objective import TrainingRow, TrainingText
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.part import Part
from crosswind.train.perplexity import perplexity
from crosswind.train.stage_text import StageText

HOW = Masking(rate=0.5, mask_id=4, special_ids=frozenset(range(5)), n_pieces=517)


def test_a_head_of_zeros_hesitates_between_all_pieces(tmp_path):
    encoder = open_encoder(tiny_encoder_folder(tmp_path))
    head = head_on(encoder, "masked_lm", 0, dropout=0.0, rng=torch.Generator().manual_seed(1))
    with torch.no_grad():
        for weights in head.parameters():
            weights.zero_()
    rows = tuple(TrainingRow((ModelInput((0, *range(20, 30 + n), 2)),), ()) for n in range(11))
    part = Part(
        task="mlm_text",
        model=TaskModel(encoder, head),
        objective=OBJECTIVES["masked_lm"],
        text=StageText(
            n_texts=1,
            n_examples=11,
            labels=(),
            training=TrainingText(),
            held_out=masked_once(TrainingText(rows=rows), HOW),
        ),
        batch_examples=4,
    )
    assert part.is_masked
    assert perplexity(part, pad_id=1, precision="fp32") == pytest.approx(517, rel=1e-4)
