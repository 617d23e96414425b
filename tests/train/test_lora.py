"""Adapters: merged or kept, equal weights; deterministic; what is wrong is said."""

import json
import sys
from dataclasses import replace

import pytest
import torch

from crosswind.core.errors import ConfigError, MissingDependencyError
from crosswind.core.files import read_json
from crosswind.model.checkpoint import open_model, read_tensors
from tests.train.test_fine_tune import PARAMS, content, places, trained

__all__ = ["places"]
LORA = {"rank": 4, "alpha": 8, "dropout": 0.1, "modules": (), "merge": True}
WITH = replace(PARAMS, lora=LORA, learning_rate=1e-2, max_updates=40)


def states(places, folder):
    return open_model(places / "encoder", folder).model.state_dict()


def test_merged_and_kept_adapters_are_the_same_weights(places, tmp_path):
    merged = trained(places, tmp_path / "merged", WITH)
    kept = trained(places, tmp_path / "kept", replace(WITH, lora={**LORA, "merge": False}))
    assert merged == kept
    one, two = states(places, tmp_path / "merged"), states(places, tmp_path / "kept")
    root = open_model(places / "encoder", None).model.state_dict()
    assert one.keys() == two.keys()
    assert all(torch.equal(one[name], two[name]) for name in one)
    changed = {name for name in root if not torch.equal(root[name], one[name])}
    assert len(changed) == 4
    assert all(name.endswith(("query.weight", "value.weight")) for name in changed)
    names = read_tensors(tmp_path / "kept")
    assert sum(name.startswith("adapter.") for name in names) == 9
    assert not any(name.startswith("encoder.") for name in names)
    sizes = [
        (tmp_path / name / "weights.safetensors").stat().st_size for name in ("kept", "merged")
    ]
    assert sizes[0] < sizes[1]


def test_it_learns_and_says_what_memory_it_took(places, tmp_path):
    summary = trained(places, tmp_path / "out", WITH)
    training = read_json(tmp_path / "out" / "checkpoint.json")["training"]
    losses = [loss for _, loss in training["loss_curve"]]
    assert sum(losses[-10:]) / 10 < 0.7 * sum(losses[:3]) / 3
    assert training["lora"] == {**LORA, "modules": []}
    assert summary["n_embedding_rows"] == 0
    # A and B of two layers of 32 x 32 in two blocks, a head of 32 x 32 + 32 and 2 x 32 + 2.
    trained_weights = 4 * 2 * 4 * 32 + 32 * 33 + 2 * 33
    assert summary["optimiser_bytes"] == 8 * trained_weights
    assert summary["optimiser_bytes_dense"] > 10 * summary["optimiser_bytes"]


def test_equal_inputs_give_equal_bytes_whatever_was_drawn_before(places, tmp_path):
    trained(places, tmp_path / "one", WITH)
    before = torch.random.get_rng_state()
    with torch.random.fork_rng():
        torch.default_generator.manual_seed(99)
        trained(places, tmp_path / "two", WITH)
    assert torch.equal(torch.random.get_rng_state(), before)
    assert content(tmp_path / "one") == content(tmp_path / "two")
    trained(places, tmp_path / "three", replace(WITH, seed=2))
    assert content(tmp_path / "one") != content(tmp_path / "three")


def test_a_stage_behind_kept_adapters_starts_from_their_weights(places, tmp_path):
    kept = replace(WITH, lora={**LORA, "merge": False}, max_updates=6)
    trained(places, tmp_path / "first", kept)
    still = replace(PARAMS, learning_rate=1e-30, max_updates=1, weight_decay=0.0)
    still = replace(still, carry_over="encoder_and_head")
    trained(places, tmp_path / "second", still, start=tmp_path / "first")
    one, two = states(places, tmp_path / "first"), states(places, tmp_path / "second")
    assert all(torch.allclose(one[name], two[name], atol=1e-7) for name in one)


def test_other_layers_can_be_named(places, tmp_path):
    named = replace(WITH, lora={**LORA, "modules": ["dense"]}, max_updates=2)
    trained(places, tmp_path / "out", named)
    names = set(json.loads((tmp_path / "out" / "checkpoint.json").read_text())["tensors"])
    assert any("intermediate.dense" in name for name in names)
    assert not any("query" in name for name in names)


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"lora": {**LORA, "modules": ["querry"]}}, "query"),
        ({"embedding_rows": "seen"}, "adapters"),
    ],
)
def test_what_cannot_be_adapted_is_refused(places, tmp_path, change, match):
    with pytest.raises(ConfigError, match=match):
        trained(places, tmp_path / "out", replace(WITH, **change))


def test_without_the_package_the_extra_is_named(places, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "peft", None)
    monkeypatch.delitem(sys.modules, "crosswind.train.lora", raising=False)
    with pytest.raises(MissingDependencyError, match=r"crosswind\[peft\]"):
        trained(places, tmp_path / "out", WITH)
