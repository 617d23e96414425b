"""Look-alikes in print, by language."""

import unicodedata

import numpy as np
import pytest

from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.glyphs import is_drawn, lookalikes, without_mark
from crosswind.noise.syllables import DIGIT, LETTER, kinds_of


def taken_for(letter: str, language: str, *, joined: bool = False) -> set[str]:
    table = lookalikes(language, joined=joined)
    row = table.index(np.array([ord(letter)], dtype=np.uint32))[0]
    return set() if row < 0 else {chr(point) for point in table.taken_for[row]}


@pytest.mark.parametrize(
    ("language", "letter", "other"),
    [
        ("en", "e", "c"),
        ("de", "1", "l"),
        ("ar", "ض", "ص"),
        ("ar", "ح", "خ"),
        ("hi", "ड", "ङ"),
        ("th", "ก", "ภ"),
        ("he", "ס", "ם"),
        ("ru", "ш", "щ"),
        ("zh", "已", "己"),
        ("ja", "大", "犬"),
        ("ko", "가", "갸"),
        ("el", "ο", "σ"),
    ],
)
def test_known_pairs_look_alike(language, letter, other):
    assert other in taken_for(letter, language)


def test_arabic_letters_look_otherwise_when_joined():
    assert "ى" not in taken_for("ب", "ar")
    assert taken_for("ن", "ar", joined=True) != taken_for("ن", "ar")


def test_a_reader_of_a_language_knows_its_letters_only():
    assert taken_for("o", "en").isdisjoint("öóø")
    assert taken_for("o", "de") & {"ö"}
    assert taken_for("и", "ru").isdisjoint("ѝң")
    assert taken_for("ک", "fa").isdisjoint("ڪ")


@pytest.mark.parametrize("language", XTREME_R)
def test_look_alikes_are_assigned_and_of_a_kind(language):
    table = lookalikes(language)
    kinds, others = kinds_of(table.codes)[:, None], kinds_of(table.taken_for)
    assert ((kinds == others) | np.isin(kinds, [LETTER, DIGIT])).all()
    assert (table.codes[:, None] != table.taken_for).all()
    assert all(unicodedata.category(chr(point)) != "Cn" for point in table.taken_for.ravel())


def test_scripts_that_were_not_drawn_are_said_to_be_so():
    assert is_drawn("Latn")
    assert not is_drawn("Cher")


@pytest.mark.parametrize(
    ("letter", "plain"), [("é", "e"), ("й", "и"), ("ش", "س"), ("ज़", "ज"), ("が", "か"), ("ế", "e")]
)
def test_marks_and_dots_are_lost(letter, plain):
    assert chr(without_mark()[ord(letter[0])] or ord(letter[0])) == plain
