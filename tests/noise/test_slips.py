"""Slips: the four letter operations, each by itself."""

import pytest

from crosswind.noise.api import perturb
from crosswind.noise.keyboards.layouts import LAYOUT_OF, hands, key_neighbors, key_pairs, layout_of
from crosswind.noise.keyboards.support import keyboard_support
from crosswind.noise.syllables import is_well_formed
from tests.noise.samples import SENTENCES, long_text

BRAHMIC = ["hi", "mr", "bn", "gu", "pa", "ta", "te", "ml"]


def edits(name: str, language: str, text: str, severity: int = 5):
    return perturb(text, language=language, perturbation=name, severity=severity).edits


@pytest.mark.parametrize("language", ["en", "de", "ru", "ar", "th", "ka", "af", "yo"])
def test_a_slip_writes_a_neighboring_key(language):
    text = long_text(language, 20_000)
    near = key_neighbors(LAYOUT_OF[language])
    found = edits("key_adjacent", language, text)
    assert len(found) > 1000
    for edit in found:
        letter = text[edit.start].lower()
        if letter in near:
            assert edit.text.lower() in {other.lower() for other, _ in near[letter]}


def test_the_nearest_key_is_the_likeliest():
    written = [e.text for e in edits("key_adjacent", "en", "gg " * 20_000)]
    assert set(written) == set("ftyhvb")
    assert written.count("f") > 1.1 * written.count("v") > 0


def test_an_omission_prefers_a_doubled_letter():
    text = "balloon abcdefg " * 5000
    gone = [e.start % 16 for e in edits("delete_char", "en", text)]
    doubled = sum(place in {2, 3, 4, 5} for place in gone)
    assert 0.5 < doubled / sum(place < 7 for place in gone) < 0.8


def test_insertions_double_a_letter_or_come_from_beside():
    text = "qp " * 20_000
    found = edits("insert_char", "en", text)
    same = sum(e.text in text[max(e.start - 1, 0) : e.start + 1] for e in found)
    assert all(len(e.text) == 1 and e.start == e.end for e in found)
    assert same > len(found) / 2


@pytest.mark.parametrize("language", BRAHMIC)
def test_syllables_change_places_whole(language):
    text = long_text(language, 5000)
    assert is_well_formed(text)
    found = edits("transpose", language, text)
    assert len(found) > 100
    for edit in found:
        assert sorted(edit.text) == sorted(text[edit.start : edit.end])


def test_swaps_prefer_two_hands():
    hand = hands("us")
    found = edits("transpose", "en", long_text("en", 50_000))
    apart = [hand[e.text[0].lower()] != hand[e.text[1].lower()] for e in found if e.text.isascii()]
    assert sum(apart) / len(apart) > 0.6


def test_hands_and_pairs_of_keys():
    assert [hands("us")[key] for key in "qtgbyhn"] == [0, 0, 0, 0, 1, 1, 1]
    assert key_pairs("ru")["ж"] == ";"
    assert key_pairs("ru")["Ё"] == "~"


@pytest.mark.parametrize("language", sorted(set(SENTENCES) - {"ko", "ja", "zh"}))
def test_every_language_that_is_typed_by_the_letter_has_a_layout(language):
    script = "Mymr" if language == "my" else "Latn"
    assert layout_of(language, script)
    assert key_neighbors(layout_of(language, script))


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "my", "lo"])
def test_unsupported_languages_say_why(language):
    assert keyboard_support(language).level == "unsupported"
    assert keyboard_support(language).reason


def test_a_language_without_a_table_is_typed_on_the_american_keyboard():
    assert keyboard_support("so").level == "generic"
    assert keyboard_support("sw").level == "full"
