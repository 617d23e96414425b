"""Outputs do not depend on company."""

import numpy as np
import pytest
import torch

from crosswind.evaluate import pool
from crosswind.evaluate.pool import (
    BATCH_TOKENS,
    best_tags,
    logits,
    pooled_run,
    rows_of_batch,
    run_pool,
)
from crosswind.model.checkpoint import open_model
from crosswind.model.heads import TaskModel, new_head
from crosswind.model.tokenise import ModelInput
from crosswind.testing.tiny import tiny_encoder_folder

RNG = np.random.default_rng(1)
INPUTS = [
    ModelInput((0, *(int(piece) for piece in RNG.integers(5, 200, size=n)), 2))
    for n in RNG.integers(0, 60, size=90)
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> TaskModel:
    torch.set_num_threads(1)
    encoder = open_model(tiny_encoder_folder(tmp_path_factory.mktemp("tiny")), None).model.encoder
    rng = torch.Generator().manual_seed(1)
    return TaskModel(encoder, new_head("tagging", 32, 4, dropout=0.0, rng=rng)).eval()


@pytest.fixture(params=["packs", "padded"])
def way(request, monkeypatch):
    """Encoders that cannot read packs are predicted in padded batches."""
    if request.param == "padded":
        monkeypatch.setattr(pool, "can_pack", lambda encoder: False)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("precision", ["fp32", "bf16"])
@pytest.mark.parametrize("run", [pooled_run("mean", -1), pooled_run("cls", 1), logits])
def test_a_row_has_equal_bits_in_any_company(model, run, precision):
    together = run_pool(model, INPUTS, run, pad_id=1, precision=precision)
    backwards = run_pool(model, INPUTS[::-1], run, pad_id=1, precision=precision)[::-1]
    for index in (0, 17, 44):
        (alone,) = run_pool(model, [INPUTS[index]], run, pad_id=1, precision=precision)
        assert np.array_equal(alone, together[index])
    for one, other in zip(together, backwards, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("run", [pooled_run("mean", -1), logits])
def test_packs_and_padded_batches_agree(model, run, monkeypatch):
    packed = run_pool(model, INPUTS, run, pad_id=1, precision="bf16")
    monkeypatch.setattr(pool, "can_pack", lambda encoder: False)
    padded = run_pool(model, INPUTS, run, pad_id=1, precision="bf16")
    for row, one, other in zip(INPUTS, packed, padded, strict=True):
        n = len(row.ids) if one.ndim == 2 else len(one)
        assert one.shape == other.shape
        np.testing.assert_allclose(one[:n], other[:n], rtol=0.02, atol=0.02)


def test_padding_does_not_matter(model):
    found = run_pool(model, INPUTS[:9], pooled_run("mean", -1), pad_id=1, precision="fp32")
    for row, vector in zip(INPUTS, found, strict=False):
        ids = torch.tensor([row.ids])
        keep = torch.ones_like(ids, dtype=torch.bool)
        hidden = model.hidden(ids, keep, None, layer=-1)[0].mean(dim=0).detach().numpy()
        np.testing.assert_allclose(vector, hidden, rtol=1e-4, atol=1e-5)


def test_best_tags_are_those_of_the_logits(model):
    scores = run_pool(model, INPUTS[:5], logits, pad_id=1, precision="fp32")
    tags = run_pool(model, INPUTS[:5], best_tags, pad_id=1, precision="fp32")
    for row, (raw, best) in zip(INPUTS, zip(scores, tags, strict=True), strict=False):
        n = len(row.ids)
        assert np.array_equal(raw[:n].argmax(axis=1), best[:n, 0])
        assert ((best[:n, 1] >= 0.25) & (best[:n, 1] <= 1)).all()


def test_rows_of_a_batch_follow_the_width():
    assert rows_of_batch(8) * 8 == BATCH_TOKENS
    assert rows_of_batch(10 * BATCH_TOKENS) == 1
