"""Keys of Telex and VNI, by hand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.noise import telex
from crosswind.noise.telex import TELEX, VNI

WORDS = ["tiếng", "được", "quốc", "già", "đi", "Việt", "ĐƯỢC", "nghĩa", "ăn", "Ế", "rượu"]


@pytest.mark.parametrize(
    ("word", "way", "method", "expected"),
    [
        ("tiếng", telex.raw_tone, TELEX, ["tiêngs"]),
        ("tiếng", telex.raw_tone, VNI, ["tiêng1"]),
        ("tiếng", telex.raw_mark, TELEX, ["tieéng"]),
        ("đi", telex.raw_mark, TELEX, ["ddi"]),
        ("được", telex.raw_keys, TELEX, ["dduowcj"]),
        ("được", telex.raw_keys, VNI, ["d9uo7c5"]),
        ("ĐƯỢC", telex.raw_keys, TELEX, ["DDUOWCJ"]),
        ("má", telex.wrong_tone, TELEX, ["mã"]),
        ("mạ", telex.wrong_tone, TELEX, []),
        ("tiếng", telex.moved_tone, TELEX, ["tíêng"]),
        ("quý", telex.moved_tone, TELEX, []),
        ("già", telex.moved_tone, TELEX, []),
        ("đi", telex.missed_key, TELEX, ["di"]),
        ("an", telex.raw_keys, TELEX, []),
    ],
)
def test_ways_of_going_wrong(word, way, method, expected):
    assert way(telex.letters_of(word), method)[:1] == expected


@given(st.sampled_from(WORDS), st.booleans(), st.integers(0, 2**64 - 1))
def test_a_marked_word_always_changes_and_stays_one_word(word, by_vni, draw):
    assert telex.is_marked(word)
    found = telex.mistyped(word, draw, by_vni=by_vni)
    assert found != word
    assert found.isalnum()
    assert unicodedata.is_normalized("NFC", found)


@pytest.mark.parametrize("word", ["an", "naïve", "Łódź", "don't", "", "e\u0301"])
def test_other_words_are_left_alone(word):
    assert not telex.is_marked(word)


def test_a_word_is_spelled_as_it_was_taken_apart():
    assert [telex.spelled(telex.letters_of(word)) for word in WORDS] == WORDS
