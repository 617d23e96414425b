"""Doses in the unit of the perturbation."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.noise.dose import realized
from tests.noise.examples.in_a_hurry import PERTURBATION as IN_A_HURRY
from tests.noise.examples.key_miss import PERTURBATION as KEY_MISS
from tests.noise.examples.short_words import PERTURBATION as SHORT_WORDS
from tests.noise.examples.vowel_drop import PERTURBATION as VOWEL_DROP


def test_each_unit_is_counted_as_it_says():
    texts = ["Banana", "ship"] * 200
    typo = realized(PERTURBATIONS.get("typo"), texts, language="en", severity=5)
    assert typo.units == 200 * 10
    strokes = realized(KEY_MISS, texts, language="en", severity=5)
    assert strokes.units == 200 * 11
    sites = realized(VOWEL_DROP, texts, language="en", severity=3)
    assert sites.units == 200 * 3
    assert sites.edits == pytest.approx(60, rel=0.5)
    words = realized(SHORT_WORDS, ["Are you here?"] * 100, language="en", severity=3)
    assert words.units == 200
    examples = realized(PERTURBATIONS.get("case"), texts, language="en", severity=4)
    assert examples.units == 200
    assert examples.edits == pytest.approx(140, rel=0.2)


def test_a_level_is_no_rate():
    with pytest.raises(ConfigError, match="no rate"):
        realized(IN_A_HURRY, ["a"], language="en", severity=5)
