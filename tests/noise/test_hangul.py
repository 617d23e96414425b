"""Hangul keys and the automaton of the input method."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.noise.hangul import FIRST, LAST, VOWELS, composed, keys_of, mistyped, neighbors

SYLLABLES = st.text(st.characters(min_codepoint=FIRST, max_codepoint=LAST), max_size=6)


@given(SYLLABLES)
def test_keys_compose_to_the_syllables_that_they_came_from(text):
    assert composed("".join(map(keys_of, text))) == text


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("ㅁㅓㄱㅓ", "머거"),  # a final moves before a vowel
        ("ㅇㅓㅂㅅㅓ", "업서"),  # of two, the second
        ("ㅇㅏㅣ", "아ㅣ"),
        ("ㅇㄴㅕㅇ", "ㅇ녕"),
        ("ㄱㅗㅏㄴ", "관"),
        ("ㄱㅏㄸㅏ", "가따"),  # no final on its own
        ("ㄱㅏㄸ", "가ㄸ"),
        ("ㅋㅋ", "ㅋㅋ"),
        ("ㅏㅏ", "ㅏㅏ"),
        ("", ""),
    ],
)
def test_composition(keys, expected):
    assert composed(keys) == expected


def test_keys_of_compound_letters_are_two():
    assert (keys_of("값"), keys_of("왜"), keys_of("꽃")) == ("ㄱㅏㅂㅅ", "ㅇㅗㅐ", "ㄲㅗㅊ")


def test_neighbors_are_of_the_same_kind_and_all_33_keys_have_some():
    found = neighbors()
    assert len(found) == 33
    assert all((key in VOWELS) == (other in VOWELS) for key in found for other in found[key])
    assert "ㅈ" in found["ㄷ"]
    assert "ㄸ" in found["ㄲ"]


@given(st.sampled_from(["ㅇㅏㄴㄴㅕㅇ", "ㄱㅏㅂㅅ"]), st.integers(0, 3), st.integers(0, 2**53))
def test_an_error_changes_the_keys_by_one(keys, place, draw):
    wrong = mistyped(keys, place, draw)
    assert wrong != keys
    assert abs(len(wrong) - len(keys)) <= 1
