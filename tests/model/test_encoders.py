"""Encoders opened from folders."""

import pytest
import torch
from safetensors.torch import load_file, save_file
from transformers import BertConfig, BertModel, XLMRobertaConfig, XLMRobertaModel

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.model.encoders import (
    check_max_tokens,
    encoder_digest,
    encoder_dim,
    max_positions,
    open_encoder,
    word_embedding,
    word_embedding_name,
)
from crosswind.testing.tiny import tiny_encoder_folder


def test_weights_are_those_of_the_file(tmp_path):
    folder = tiny_encoder_folder(tmp_path)
    before = torch.random.get_rng_state()
    encoder = open_encoder(folder, hidden_dropout=0.3)
    assert torch.equal(torch.random.get_rng_state(), before)
    stored = load_file(folder / "model.safetensors")
    assert set(encoder.state_dict()) == set(stored)
    assert all(torch.equal(encoder.state_dict()[name], stored[name]) for name in stored)
    assert encoder_dim(encoder) == 32
    assert encoder.embeddings.dropout.p == 0.3
    name = word_embedding_name(encoder)
    assert torch.equal(word_embedding(encoder).weight, stored[name])


def test_positions_are_checked(tmp_path):
    encoder = open_encoder(tiny_encoder_folder(tmp_path))
    check_max_tokens(encoder, 512)
    with pytest.raises(ConfigError, match="at most 512"):
        check_max_tokens(encoder, 513)


def test_roberta_counts_positions_after_padding():
    config = XLMRobertaConfig(
        vocab_size=9,
        hidden_size=4,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=4,
        max_position_embeddings=14,
    )
    assert max_positions(XLMRobertaModel(config)) == 12
    small = BertConfig(
        vocab_size=9,
        hidden_size=4,
        num_hidden_layers=1,
        num_attention_heads=1,
        intermediate_size=4,
        max_position_embeddings=14,
    )
    assert max_positions(BertModel(small)) == 14


def test_missing_weights_are_an_error(tmp_path):
    folder = tiny_encoder_folder(tmp_path)
    stored = load_file(folder / "model.safetensors")
    dropped = next(name for name in stored if "layer.1" in name)
    rest = {name: weights.clone() for name, weights in stored.items() if name != dropped}
    save_file(rest, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(EncoderError, match="missing"):
        open_encoder(folder)


def test_damaged_files_are_errors(tmp_path):
    folder = tiny_encoder_folder(tmp_path)
    (folder / "model.safetensors").write_bytes(b"not weights")
    with pytest.raises(EncoderError, match="cannot be opened"):
        open_encoder(folder)
    (folder / "config.json").unlink()
    with pytest.raises(EncoderError):
        encoder_digest(folder)


def test_the_digest_follows_the_bytes(tmp_path):
    one = encoder_digest(tiny_encoder_folder(tmp_path / "one"))
    assert one == encoder_digest(tiny_encoder_folder(tmp_path / "two"))
    assert one != encoder_digest(tiny_encoder_folder(tmp_path / "three", seed=1))
