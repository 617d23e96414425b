"""Cyrillic, Greek and Georgian words, by the commonest spelling and by all writers."""

import pytest

from crosswind.noise.romanization.alphabets import is_known, written
from crosswind.noise.romanization.habits import WRITERS, Habit


def ways(word: str, language: str) -> set[str]:
    return {written(word, Habit(language, writer)) for writer in range(WRITERS)}


@pytest.mark.parametrize(
    ("language", "word", "some"),
    [
        ("ru", "Маша", {"Masha", "Ma6a"}),
        ("ru", "ЩУКА", {"SCHUKA", "SHUKA", "SHCHUKA"}),
        ("ru", "старый", {"stariy", "staryj"}),
        ("uk", "м'яч", {"myach"}),
        ("uk", "їжа", {"yizha"}),
        ("bg", "часът", {"chasat", "4asat"}),
        ("el", "ουρανός", {"ouranos", "uranos"}),
        ("el", "Θάλασσα", {"Thalassa", "8alassa"}),
        ("el", "μπάλα", {"mpala", "bala"}),
        ("kk", "қала", {"qala", "kala"}),
        ("ka", "საქართველო", {"saqartvelo", "sakartvelo"}),
    ],
)
def test_spellings_that_writers_use(language, word, some):
    assert some <= ways(word, language)


def test_a_diaeresis_parts_two_vowels():
    assert all(one[1:3] == "ai" for one in ways("γαϊκή", "el"))
    assert "geki" not in ways("γαϊκή", "el")


def test_composed_and_decomposed_letters_are_spelled_alike():
    assert ways("и\u0306од", "ru") == ways("йод", "ru")


def test_languages_without_table_are_unknown():
    assert [is_known(tag) for tag in ("ru", "sr", "hi")] == [True, False, False]


def test_a_letter_whose_small_form_is_longer_stays():
    assert {one[-2:] for one in ways("қайİİ", "kk")} == {"İİ"}
    assert {one[-1] for one in ways("ẞай", "ru")} == {"i", "y", "j"}
