"""The other layout: what known words become."""

import pytest

from crosswind.noise.api import perturb
from crosswind.noise.catalogue import support


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("ru", "Привет мир", "Ghbdtn vbh"),
        ("ru", "Python", "Знерщт"),
        ("uk", "їжак", "];fr"),
        ("he", "שלום", "akuo"),
        ("el", "καλημέρα", "kalhm;era"),
        ("el", "λόγος", "l;ogow"),
        ("ar", "سلام", "sghl"),
        ("th", "สวัสดี", "l;ylfu"),
        ("ka", "შენ", "Sen"),
    ],
)
def test_known_words(language, text, expected):
    result = perturb(text, language=language, perturbation="wrong_layout", severity=5)
    assert result.text == expected


def test_a_word_with_a_letter_that_has_no_key_stays():
    result = perturb("кофеin", language="ru", perturbation="wrong_layout", severity=5)
    assert result.text == "кофеin"


@pytest.mark.parametrize("language", ["en", "de", "zh", "ja", "ko", "vi"])
def test_unsupported_languages_say_why(language):
    answer = support("wrong_layout", language)
    assert (answer.level, bool(answer.reason)) == ("unsupported", True)
