"""Settings of retrieval: our default, the named presets, and what wins."""

from typing import Any

import pytest

from crosswind.config.schema import Retrieval
from crosswind.core.errors import ConfigError
from crosswind.plan.retrieval import retrieval_settings
from crosswind.records.encoder_card import EncoderCard

LARGE = EncoderCard(name="xlm-roberta-large", n_layers=24)
MBERT = EncoderCard(name="mbert", n_layers=12)


def settings(kind: str = "retrieval", encoder: EncoderCard = LARGE, **asked: Any) -> Any:
    return retrieval_settings(Retrieval(**asked), kind, encoder)


def test_the_default_is_the_mean_of_the_last_state() -> None:
    expected = {
        "layer": -1,
        "pooling": "mean",
        "margin": "none",
        "k": 4,
        "direction": "max",
        "search": "auto",
        "n_ranked": 20,
    }
    assert settings().params() == settings("tagging").params() == expected
    assert settings("mining").params() == {**expected, "margin": "ratio"}
    assert "this project's default" in settings().sentence()
    assert "ratio margin over 4 neighbors" in settings("mining").sentence()


# Facts of `retrieval`'s sources: (preset, kind, layers of the encoder) -> (hidden state, pooling).
@pytest.mark.parametrize(
    ("preset", "kind", "encoder", "layer", "pooling"),
    [
        ("jiant", "retrieval", LARGE, 14, "mean"),
        ("jiant", "mining", LARGE, 14, "mean"),
        ("xtreme", "retrieval", LARGE, 14, "mean"),
        ("xtreme", "retrieval", MBERT, 8, "mean"),
        ("xtreme", "mining", LARGE, 20, "cls"),
        ("xtreme", "mining", MBERT, 8, "cls"),
        ("xtreme_before_october_2021", "retrieval", LARGE, 14, "mean"),
        ("xtreme_before_october_2021", "mining", LARGE, 20, "mean"),
        ("xtreme_before_october_2021", "mining", MBERT, 8, "mean"),
        ("xtreme_pull_104", "mining", LARGE, 20, "mean"),
        ("xtreme_pull_104", "retrieval", LARGE, 11, "mean"),
    ],
)
def test_presets_are_those_of_the_references(
    preset: str, kind: str, encoder: EncoderCard, layer: int, pooling: str
) -> None:
    found = settings(kind, encoder, preset=preset)
    assert (found.layer, found.pooling, found.max_tokens) == (layer, pooling, 512)
    assert preset in found.sentence()
    assert f"hidden state {layer}" in found.sentence()


@pytest.mark.parametrize("n_layers", [0, 6, 32])
def test_a_preset_for_another_depth_is_not_made_up(n_layers: int) -> None:
    odd = EncoderCard(name="odd", n_layers=n_layers)
    with pytest.raises(ConfigError, match="the preset says nothing for the encoder odd") as caught:
        settings(encoder=odd, preset="jiant")
    assert "24 layers" in caught.value.allowed
    found = settings(encoder=odd, preset="jiant", layer=3)
    assert (found.layer, found.preset) == (3, "jiant")


def test_a_key_that_is_given_wins() -> None:
    found = settings("mining", preset="xtreme", layer=5, pooling="mean", margin="distance", k=8)
    assert (found.layer, found.pooling, found.margin, found.k) == (5, "mean", "distance", 8)
    assert settings("mining", direction="forward", search="exact").params()["search"] == "exact"
    assert settings(layer=0).layer == 0
