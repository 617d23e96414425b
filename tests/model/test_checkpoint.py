"""Checkpoints hold what differs, and nothing is lost or invented."""

import json

import pytest
import torch
from safetensors.torch import load_file, save_file

from crosswind.core.errors import DataError, StoreError
from crosswind.model.changed_rows import ChangedRows
from crosswind.model.checkpoint import open_model, save_checkpoint
from crosswind.model.checkpoint_record import CheckpointRecord
from crosswind.model.encoders import encoder_digest, word_embedding
from crosswind.model.heads import TaskModel, new_head
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture
def saved(tmp_path):
    """(encoder folder, checkpoint folder, the model that was saved)."""
    folder, out = tiny_encoder_folder(tmp_path / "encoder"), tmp_path / "out"
    out.mkdir()
    encoder = open_model(folder, None).model.encoder
    rng = torch.Generator().manual_seed(1)
    model = TaskModel(encoder, new_head("classification", 32, 2, dropout=0.0, rng=rng))
    with torch.no_grad():
        word_embedding(encoder).weight[[7, 9]] += 1.0
        encoder.encoder.layer[0].output.dense.bias += 1.0
    record = CheckpointRecord(
        task="toy",
        kind="classification",
        labels=("a", "b"),
        fields=("text",),
        encoder=encoder_digest(folder),
        carried_over=("encoder",),
        new=("head",),
    )
    rows = ChangedRows(torch.tensor([7, 8, 9]))
    save_checkpoint(out, [model], record, encoder=folder, words=rows)
    return folder, out, model


def test_a_round_trip_keeps_every_bit(saved):
    folder, out, model = saved
    opened = open_model(folder, out)
    state, expected = opened.model.state_dict(), model.state_dict()
    assert set(state) == set(expected)
    assert all(torch.equal(state[name], expected[name]) for name in state)
    assert opened.record is not None
    assert opened.record.labels == ("a", "b")


def test_only_what_differs_is_written(saved):
    _, out, _ = saved
    tensors = load_file(out / "weights.safetensors")
    words = "encoder.embeddings.word_embeddings.weight"
    heads = {name for name in tensors if name.startswith("head.")}
    assert set(tensors) - heads == {
        "encoder.encoder.layer.0.output.dense.bias",
        f"{words}.rows",
        f"{words}.values",
    }
    assert tensors[f"{words}.rows"].tolist() == [7, 9]


def test_a_common_factor_is_one_number(saved, tmp_path):
    folder, out, model = saved
    record = open_model(folder, out).record
    assert record is not None
    with torch.no_grad():
        rows = word_embedding(model.encoder).weight[[7, 9]].clone()
        word_embedding(model.encoder).weight.mul_(0.5)
        word_embedding(model.encoder).weight[[7, 9]] = rows
    other = tmp_path / "other"
    other.mkdir()
    changed = ChangedRows(torch.tensor([7, 9]), 0.5)
    save_checkpoint(other, [model], record, encoder=folder, words=changed)
    opened = open_model(folder, other)
    assert torch.equal(
        word_embedding(opened.model.encoder).weight, word_embedding(model.encoder).weight
    )
    assert opened.changed_rows.scale == 0.5
    assert (other / "weights.safetensors").stat().st_size < 50_000


def test_all_rows_are_one_tensor(saved, tmp_path):
    folder, out, model = saved
    record = open_model(folder, out).record
    assert record is not None
    with torch.no_grad():
        word_embedding(model.encoder).weight += 1.0
    other = tmp_path / "other"
    other.mkdir()
    every = ChangedRows(torch.arange(len(word_embedding(model.encoder).weight)))
    save_checkpoint(other, [model], record, encoder=folder, words=every)
    reopened = word_embedding(open_model(folder, other).model.encoder).weight
    assert torch.equal(reopened, word_embedding(model.encoder).weight)


@pytest.mark.parametrize("change", ["missing", "extra", "shape", "rows", "bytes"])
def test_damaged_weights_are_refused(saved, change):
    folder, out, _ = saved
    path = out / "weights.safetensors"
    tensors = load_file(path)
    if change == "missing":
        del tensors["head.out.bias"]
    elif change == "extra":
        tensors["head.more"] = torch.ones(1)
    elif change == "shape":
        tensors["head.out.bias"] = torch.ones(3)
    elif change == "rows":
        tensors["encoder.embeddings.word_embeddings.weight.rows"] = torch.tensor([7, 99999])
    if change == "bytes":
        path.write_bytes(path.read_bytes()[:100])
    else:
        save_file(tensors, path)
    with pytest.raises(StoreError):
        open_model(folder, out)


def test_another_encoder_is_refused(saved, tmp_path):
    _, out, _ = saved
    other = tiny_encoder_folder(tmp_path / "other", seed=5)
    with pytest.raises(DataError, match="another encoder"):
        open_model(other, out)


def test_another_record_is_refused(saved):
    folder, out, _ = saved
    (out / "checkpoint.json").write_text(json.dumps({"format": 7}))
    with pytest.raises(DataError, match="not a checkpoint record"):
        open_model(folder, out)
