"""A checkpoint as a folder of transformers: its own class where that has our head."""

import pytest
import torch
from transformers import AutoModel, BertForTokenClassification
from transformers.models.bert import modeling_bert

from crosswind.core.files import read_json
from crosswind.model.changed_rows import ChangedRows
from crosswind.model.checkpoint import CheckpointRecord, open_model, save_checkpoint
from crosswind.model.encoders import encoder_digest, open_encoder
from crosswind.model.export import export_model
from crosswind.model.heads import TaskModel, new_head
from crosswind.testing.tiny import tiny_encoder_folder


@pytest.fixture
def checkpoint(tmp_path):
    """An encoder and a tagger on it with some changed weights."""
    root = tiny_encoder_folder(tmp_path / "encoder")
    encoder = open_encoder(root)
    rng = torch.Generator().manual_seed(1)
    with torch.no_grad():
        encoder.encoder.layer[0].output.dense.weight.add_(0.1)
    model = TaskModel(encoder, new_head("tagging", 32, 3, dropout=0.0, rng=rng))
    record = CheckpointRecord(
        task="toy",
        kind="tagging",
        labels=("A", "B", "C"),
        fields=("text",),
        encoder=encoder_digest(root),
        carried_over=("encoder",),
        new=("head",),
    )
    (tmp_path / "checkpoint").mkdir()
    words = ChangedRows(torch.zeros(0, dtype=torch.int64))
    save_checkpoint(tmp_path / "checkpoint", [model], record, encoder=root, words=words)
    (tmp_path / "out").mkdir()
    return root, tmp_path / "checkpoint", tmp_path / "out"


def test_a_tagger_is_a_class_of_transformers(checkpoint):
    done = export_model(*checkpoint)
    assert (done.auto, done.architecture, done.heads) == (
        "AutoModelForTokenClassification",
        "BertForTokenClassification",
        (),
    )
    config = read_json(checkpoint[2] / "config.json")
    assert config["id2label"] == {"0": "A", "1": "B", "2": "C"}
    assert config["architectures"] == ["BertForTokenClassification"]


def test_where_its_head_does_more_than_ours_the_head_stands_apart(checkpoint, monkeypatch):
    plain = modeling_bert.BertForTokenClassification.forward

    def more(self, *args, **rest):
        found = plain(self, *args, **rest)
        found.logits = found.logits + 1.0
        return found

    monkeypatch.setattr(BertForTokenClassification, "forward", more)
    done = export_model(*checkpoint)
    assert (done.auto, done.architecture) == ("AutoModel", "BertModel")
    assert [(one.form, one.file) for one in done.heads] == [("TokenHead", "head.safetensors")]
    assert done.opening == {"add_pooling_layer": False}
    root, folder, out = checkpoint
    theirs = AutoModel.from_pretrained(out, local_files_only=True, add_pooling_layer=False)
    ours = open_model(root, folder).model.encoder.state_dict()
    given = theirs.state_dict()
    assert given.keys() == ours.keys()
    assert all(torch.equal(given[name], ours[name]) for name in ours)
    assert (out / "head.safetensors").exists()
