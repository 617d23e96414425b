"""Heads and pooling."""

import pytest
import torch

from crosswind.core.errors import ConfigError
from crosswind.model.encoders import open_encoder
from crosswind.model.heads import (
    DUAL_KINDS,
    TRAINABLE_KINDS,
    TaskModel,
    head_on,
    heads_agree,
    mean_pool,
    new_head,
)
from crosswind.testing.tiny import tiny_encoder_folder


def test_mean_pool_is_the_mean_of_kept_tokens():
    hidden = torch.arange(12.0).view(2, 3, 2)
    keep = torch.tensor([[True, True, False], [True, True, True]])
    assert torch.equal(mean_pool(hidden, keep), torch.tensor([[1.0, 2.0], [8.0, 9.0]]))


@pytest.mark.parametrize("kind", [kind for kind in TRAINABLE_KINDS if kind not in DUAL_KINDS])
def test_heads_depend_on_the_generator_alone(kind):
    def weights(seed):
        rng = torch.Generator().manual_seed(seed)
        return torch.cat(
            [p.flatten() for p in new_head(kind, 8, 3, dropout=0.1, rng=rng).parameters()]
        )

    before = torch.random.get_rng_state()
    assert torch.equal(weights(1), weights(1))
    assert not torch.equal(weights(1), weights(2))
    assert torch.equal(torch.random.get_rng_state(), before)


def test_shapes_of_logits(tmp_path):
    encoder = open_encoder(tiny_encoder_folder(tmp_path))
    ids = torch.tensor([[0, 10, 11, 2], [0, 12, 2, 1]])
    keep = ids != 1
    shapes = {}
    for kind in TRAINABLE_KINDS:
        head = head_on(encoder, kind, 5, dropout=0.0, rng=torch.Generator().manual_seed(1))
        shapes[kind] = tuple(TaskModel(encoder, head)(ids, keep, None).shape)
    assert shapes == {
        "classification": (2, 5),
        "pair_classification": (2, 5),
        "tagging": (2, 4, 5),
        "span_qa": (2, 4, 2),
        "multiple_choice": (2, 1),
        "answer_retrieval": (2, 32),
        "entity_retrieval": (2, 32),
        "masked_lm": (2, 4, 517),
    }


def test_layer_zero_is_the_embedding_layer(tmp_path):
    model = TaskModel(open_encoder(tiny_encoder_folder(tmp_path)).eval(), None)
    ids = torch.tensor([[0, 10, 2]])
    keep = torch.ones_like(ids, dtype=torch.bool)
    embedded = model.encoder.embeddings(input_ids=ids)
    assert torch.equal(model.hidden(ids, keep, None, layer=0), embedded)
    last = model.hidden(ids, keep, None, layer=-1)
    assert torch.equal(model.hidden(ids, keep, None, layer=2), last)


def test_dot_products_of_vectors_are_scaled_cosines():
    head = new_head("answer_retrieval", 8, 0, dropout=0.1, rng=torch.Generator())
    hidden = torch.randn(2, 3, 8, generator=torch.Generator().manual_seed(1))
    keep = torch.tensor([[True, True, False], [True, True, True]])
    one, other = head(hidden, keep)
    means = mean_pool(hidden, keep)
    cosine = torch.nn.functional.cosine_similarity(means[0], means[1], dim=0)
    assert (one @ other).item() == pytest.approx(100 * cosine.item(), rel=1e-5)
    assert (one @ one).item() == pytest.approx(100, rel=1e-5)
    (one @ other).backward()
    assert head.log_scale.grad.item() == pytest.approx(100 * cosine.item(), rel=1e-5)


def test_heads_agree_on_labels_where_outputs_are_labels():
    assert heads_agree("tagging", ("A", "B"), "tagging", ("A", "B"))
    assert not heads_agree("tagging", ("A", "B"), "tagging", ("B", "A"))
    assert not heads_agree("tagging", ("A", "B"), "classification", ("A", "B"))
    assert heads_agree("multiple_choice", ("0", "1", "2"), "multiple_choice", ("0", "1"))
    assert heads_agree("span_qa", (), "span_qa", ())


def test_retrieval_has_no_head():
    with pytest.raises(ConfigError, match="no head"):
        new_head("retrieval", 8, 2, dropout=0.0, rng=torch.Generator())
