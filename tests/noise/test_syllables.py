"""The automaton of well-formed text."""

import pytest

from crosswind.noise.syllables import is_well_formed
from tests.noise.samples import SENTENCES


@pytest.mark.parametrize("language", sorted({*SENTENCES} - {"my"}))
def test_ordinary_text_is_well_formed(language):
    assert is_well_formed(SENTENCES[language])


@pytest.mark.parametrize("text", ["िक", "क ि", "क््", "अि", "ാ", "ก เ", "่ก", " \u0301"])
def test_marks_without_their_letter_are_not(text):
    assert not is_well_formed(text)
