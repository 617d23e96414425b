"""What a card declares."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.catalogue import PERTURBATIONS


@pytest.mark.parametrize("name", PERTURBATIONS.names())
def test_cards_are_complete_and_ladders_rise(name):
    card = PERTURBATIONS.get(name)
    assert card.name == name
    assert all((card.family, card.summary, card.unit, card.version > 0))
    assert list(card.ladder) == sorted(card.ladder)
    # Whole tokens: the two lowest severities may be the same one token.
    assert len(set(card.ladder)) == 5 or card.unit == "tokens an example"
    assert card.strength(0) == 0.0
    assert card.strength(5) == card.ladder[4]


@pytest.mark.parametrize("severity", [6, -1, 2.5, "3", True, None])
def test_a_severity_outside_the_ladder_is_refused(severity):
    with pytest.raises(ConfigError, match=r"0 .the identity. to 5"):
        PERTURBATIONS.get("typo").strength(severity)


def test_label_policy_has_a_default():
    assert PERTURBATIONS.get("case").label_policy("tagging") == "apart"
    assert PERTURBATIONS.get("case").label_policy("retrieval") == "headline"
