"""Doses in the unit of the perturbation."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.catalogue import PERTURBATIONS
from crosswind.noise.dose import distance, errors_of, realized
from crosswind.noise.edits import Edit, EditList
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


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("a", "b", 1),
        ("ab", "ba", 1),
        ("", "abc", 3),
        ("abc", "", 3),
        ("before", "b4", 5),
        ("please", "pls", 3),
        ("abcd", "badc", 2),
        ("ca", "abc", 3),
        ("same", "same", 0),
        ("a" * 200, "b" * 300, 300),
    ],
)
def test_a_distance_counts_swaps_once(one, other, errors):
    assert distance(one, other) == errors


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        ([], 0),
        ([(0, 1, "x")], 1),
        ([(0, 1, "x"), (1, 2, "y")], 1),
        ([(3, 4, "")], 2),
        ([(3, 4, "  ")], 0),
        ([(1, 1, " ")], 1),
        ([(3, 3, " :)")], 1),
        ([(3, 3, "!")], 1),
        ([(11, 11, " :)")], 1),
        ([(4, 11, "")], 2),
        ([(3, 11, "")], 2),
        ([(0, 3, "b4")], 1),
    ],
)
def test_words_that_an_edit_changes_splits_joins_or_adds(edits, words):
    text = "see the sea"
    errors = errors_of(text, EditList([Edit(*edit) for edit in edits], len(text)))
    assert errors.words == words


def test_a_level_is_no_rate():
    with pytest.raises(ConfigError, match="no rate"):
        realized(IN_A_HURRY, ["a"], language="en", severity=5)
