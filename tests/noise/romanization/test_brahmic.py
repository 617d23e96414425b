"""Words of India: inherent vowels, silent ones, groups of consonants."""

import pytest

from crosswind.noise.romanization.brahmic import written
from crosswind.noise.romanization.habits import WRITERS, Habit


def ways(word: str, language: str) -> set[str]:
    return {written(word, Habit(language, writer)) for writer in range(WRITERS)}


@pytest.mark.parametrize(
    ("language", "word", "some"),
    [
        ("hi", "करना", {"karna", "karnaa"}),
        ("hi", "समझना", {"samajhna"}),
        ("hi", "सुबह", {"subah"}),
        ("hi", "मित्र", {"mitra"}),
        ("hi", "नहीं", {"nahi", "nahin", "nhi"}),
        ("hi", "ज़मीन", {"zamin", "zameen"}),
        ("hi", "हिंदी", {"hindi", "hindee"}),
        ("mr", "सकाळी", {"sakali", "sakaali"}),
        ("bn", "স্কুল", {"skul"}),
        ("bn", "সকালে", {"sokale", "sakale"}),
        ("gu", "દરરોજ", {"darroj"}),
        ("pa", "ਕੁੱਤੇ", {"kutte"}),
        ("ta", "நான்", {"naan", "nan"}),
        ("ta", "பூங்கா", {"poongaa", "pungaa"}),
        ("ta", "வணக்கம்", {"vanakkam"}),
        ("te", "చిన్న", {"chinna"}),
        ("te", "ఉదయం", {"udayam"}),
        ("ml", "അയൽക്കാരി", {"ayalkkari"}),
        ("ml", "ഞങ്ങൾ", {"njangal"}),
    ],
)
def test_spellings_that_writers_use(language, word, some):
    assert some <= ways(word, language)


def test_no_tamil_word_begins_with_a_voiced_letter():
    assert {way[0] for way in ways("காலை", "ta")} == {"k"}


def test_stray_marks_do_not_fail():
    for language in ("hi", "bn", "ta", "ml", "pa", "te", "gu", "mr"):
        for word in (
            "\u093e",
            "\u094d",
            "\u0902",
            "\u09cd",
            "\u0bcd",
            "\u0d4d",
            "\u0a71",
            "क\u094d",
        ):
            written(word, Habit(language, 0))
