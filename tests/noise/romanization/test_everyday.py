"""Lists of everyday words are well formed."""

import pytest

from crosswind.noise.romanization.everyday import EVERYDAY
from crosswind.noise.romanization.habits import spellings_of


@pytest.mark.parametrize("language", EVERYDAY)
def test_each_word_has_latin_spellings_and_stands_once(language):
    listed = spellings_of(EVERYDAY[language])
    assert len(listed) == len(EVERYDAY[language].split())
    for word, ways in listed.items():
        assert not word.isascii()
        assert all(way and way.isascii() and len(set(ways)) == len(ways) for way in ways), word
