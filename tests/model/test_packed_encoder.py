"""The encoder of packs computes what that of transformers does, within the rounding of bf16."""

import numpy as np
import pytest
import torch
from torch import nn
from transformers import BertConfig, BertModel, ElectraConfig, ElectraModel

from crosswind.model import packed_encoder
from crosswind.model.batches import collate
from crosswind.model.heads import TaskModel
from crosswind.model.packed_encoder import PACKED_TYPES, PackedEncoder, can_pack, has_onednn
from crosswind.model.packing import packs
from crosswind.model.tokenise import ModelInput
from tests.model.small_encoders import PAD, encoder_of


def rows(*, typed):
    rng = np.random.default_rng(0)
    made = [tuple(int(piece) for piece in rng.integers(5, 200, size=n)) for n in (3, 17, 70, 9, 8)]
    # The padding piece may stand in a text: RoBERTa's kin do not count it.
    made.append((0, 7, PAD, 9, 2))
    types = [tuple(int(at * 2 >= len(ids)) for at in range(len(ids))) for ids in made]
    return [ModelInput(ids, kinds if typed else ()) for ids, kinds in zip(made, types, strict=True)]


def difference(encoder, *, layer=-1, typed=False):
    """The greatest difference of a component, relative to the spread of all of them."""
    inputs, model, worst = rows(typed=typed), TaskModel(encoder, None), 0.0
    reader = PackedEncoder(encoder, 64)
    with torch.inference_mode():
        for pack in packs(inputs, encoder, tokens=64, pad_id=PAD):
            tokens = reader.hidden(pack, layer=layer)
            assert tokens.dtype == torch.float32
            for group in pack.groups:
                hidden = group.spread(tokens)
                for number, index in enumerate(group.rows):
                    length = len(inputs[index].ids)
                    read = collate([inputs[index]], pad_id=PAD, width=length)
                    alone = model.hidden(read.ids, read.keep, read.type_ids, layer=layer)[0]
                    away = (hidden[number, :length] - alone).abs().max() / alone.std()
                    worst = max(worst, float(away))
    return worst


@pytest.fixture(params=["oneDNN", "plain"])
def products(request, monkeypatch):
    """With the products of oneDNN, where this torch has them, and without."""
    if request.param == "plain":
        monkeypatch.setattr(packed_encoder, "has_onednn", lambda: False)
    elif not has_onednn():
        pytest.skip("this torch or this processor has no such products")


@pytest.mark.usefixtures("products")
@pytest.mark.parametrize("layer", [-1, 0, 1])
@pytest.mark.parametrize("model_type", PACKED_TYPES)
def test_hidden_states_are_those_of_transformers(model_type, layer):
    # Eight bits of mantissa over two layers; without one of their parts they are off by far more.
    assert difference(encoder_of(model_type), layer=layer) < (0.1 if layer else 1e-5)


@pytest.mark.usefixtures("products")
@pytest.mark.parametrize("activation", ["relu", "gelu_new", "gelu_python", "silu"])
def test_every_activation_is_the_encoders_own(activation):
    assert difference(encoder_of("bert", activation=activation)) < 0.1


def test_segments_are_read():
    encoder = encoder_of("bert")
    assert difference(encoder, typed=True) < 0.1
    with torch.no_grad():
        encoder.embeddings.token_type_embeddings.weight[1] += 3.0
    assert difference(encoder, typed=True) < 0.1


@pytest.mark.parametrize("part", ["query", "key", "value", "mix", "widen", "narrow", "norm"])
def test_every_weight_matters(part):
    encoder = encoder_of("xlm-roberta")
    reader, first = PackedEncoder(encoder, 64), encoder.encoder.layer[0]
    (pack,) = packs(rows(typed=False)[:1], encoder, tokens=64, pad_id=PAD)
    layers = {
        "query": first.attention.self.query,
        "key": first.attention.self.key,
        "value": first.attention.self.value,
        "mix": first.attention.output.dense,
        "widen": first.intermediate.dense,
        "narrow": first.output.dense,
        "norm": first.output.LayerNorm,
    }
    with torch.inference_mode():
        before = reader.hidden(pack, layer=-1)
    with torch.no_grad():
        layers[part].weight.mul_(1.5)
    with torch.inference_mode():
        after = PackedEncoder(encoder, 64).hidden(pack, layer=-1)
    assert (after - before)[: len(rows(typed=False)[0].ids)].abs().max() > 1e-3


class Wrapped(nn.Linear):
    """A dense layer with something around it, as adapters are."""


def test_other_architectures_and_changed_layers_are_not_packed():
    assert can_pack(encoder_of("bert"))
    config = {"hidden_size": 8, "num_attention_heads": 2, "num_hidden_layers": 1, "vocab_size": 9}
    with torch.random.fork_rng():
        assert not can_pack(ElectraModel(ElectraConfig(**config, embedding_size=4)))
        decoder = BertModel(BertConfig(**config, intermediate_size=8, is_decoder=True))
        wrapped = encoder_of("roberta")
        wrapped.encoder.layer[1].output.dense = Wrapped(64, 32)
    assert not can_pack(decoder)
    assert not can_pack(wrapped)
