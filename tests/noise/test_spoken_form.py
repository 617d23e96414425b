"""The form of spoken text."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_words
from crosswind.noise.catalogue import support


def spoken(text: str, language: str, **setting) -> str:
    return perturb(text, language=language, perturbation="spoken_form", severity=5, **setting).text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Dr. Weber's 12 dogs - all - met at 10:30!",
            "dr weber's twelve dogs all met at 10:30",
        ),
        ("en", "3.5 km, 1,000 m, 7 and 21", "3.5 km 1,000 m seven and 21"),
        ("en", "a well-known U2 song (1999)", "a well known u2 song 1999"),
        ("de", "„Ja“, sagte er: 20 Äpfel.", "ja sagte er zwanzig äpfel"),
        ("fr", "Qu'il a 16 ans ?", "qu'il a seize ans "),
        ("hi", "क्या 5 बजे आए? हाँ।", "क्या पाँच बजे आए हाँ"),
        ("zh", "他有3只狗，对吗？", "他有3只狗对吗"),
        ("ar", "نعم، هل جاء؟", "نعم هل جاء"),
    ],
)
def test_capitals_punctuation_and_numbers(language, text, expected):
    assert spoken(text, language) == expected


def test_with_the_guard_numbers_stay():
    assert spoken("Of 12 dogs, no two.", "en", guard=True) == "of 12 dogs no two"


def test_word_lists_are_refused():
    with pytest.raises(ConfigError, match="running text only"):
        perturb_words(["A", "."], language="en", perturbation="spoken_form", severity=5)


def test_levels_say_what_is_missing():
    assert support("spoken_form", "en").level == "full"
    assert "no list of number words" in support("spoken_form", "ka").reason
    assert support("spoken_form", "th").level == "conditional"


def test_a_mark_between_words_that_may_not_be_written_together_leaves_a_space():
    text = "வைக்கிறார்.அயலவர்"
    spoken = perturb(text, language="ta", perturbation="spoken_form", severity=5).text
    assert spoken == text.replace(".", " ")
