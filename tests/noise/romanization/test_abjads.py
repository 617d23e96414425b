"""Arabic, Persian, Urdu and Hebrew words with guessed vowels."""

import pytest

from crosswind.noise.romanization.abjads import written
from crosswind.noise.romanization.habits import WRITERS, Habit


def ways(word: str, language: str) -> set[str]:
    return {written(word, Habit(language, writer)) for writer in range(WRITERS)}


@pytest.mark.parametrize(
    ("language", "word", "some"),
    [
        ("ar", "مكتب", {"maktab"}),
        ("ar", "كتاب", {"katab"}),
        ("ar", "صباح", {"saba7", "sabah"}),
        ("ar", "المدرسة", {"elmadrasa", "almadrasa"}),
        ("ar", "مِنْ", {"men"}),
        ("fa", "کتاب", {"ketab"}),
        ("fa", "دست", {"dast"}),
        ("fa", "می‌زند", {"mizanad", "mizand"}),
        ("fa", "خواب", {"khab"}),
        ("ur", "نہیں", {"nahi", "nahin"}),
        ("ur", "بوڑھے", {"burhe", "borhe"}),
        ("he", "שלום", {"shalom"}),
        ("he", "ילדים", {"yaldim", "yeldim"}),
        ("he", "הספר", {"hasfar"}),
    ],
)
def test_spellings_that_writers_use(language, word, some):
    assert some & ways(word, language), ways(word, language)


def test_digits_are_a_habit_of_a_writer():
    word = "حرف"
    found = ways(word, "ar")
    assert {way[0] for way in found} == {"7", "h"}


def test_stray_marks_and_single_letters_do_not_fail():
    for language in ("ar", "fa", "ur", "he"):
        for word in ("\u0651", "\u064e", "و", "ا", "ه", "ה", "יי", "וו", "ھ", "\u200c", "ال"):
            written(word, Habit(language, 0))
