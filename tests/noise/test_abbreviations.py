"""The lists of short forms."""

import unicodedata

import pytest

from crosswind.core.languages import canonical_language
from crosswind.noise.abbreviations import LISTS


@pytest.mark.parametrize("language", LISTS)
def test_a_list_is_clean(language):
    assert canonical_language(language) == language
    entries = [entry.split("=") for entry in LISTS[language].split()]
    words = [word for word, _ in entries]
    assert len(set(words)) == len(words) >= 10
    for word, short in entries:
        forms = short.split(",")
        assert word == word.lower()
        assert unicodedata.is_normalized("NFC", word + short)
        assert all(form and form != word and len(form) <= len(word) for form in forms)
