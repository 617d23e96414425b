"""Hangul keys and the automaton of the input method."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswind.noise.hangul import FIRST, LAST, SHIFTED, VOWELS, keys_of, method, neighbors

SYLLABLES = st.text(st.characters(min_codepoint=FIRST, max_codepoint=LAST), max_size=6)
KEYS = "".join(neighbors())


def composed(keys: str, *, before: str = "") -> str:
    """What comes out for some keys, after a syllable."""
    table = method()
    points = np.array([ord(before or " ")], dtype=np.uint32)
    rows = np.array([[table.keys[key] for key in keys]], dtype=np.int64)
    found = table.composed(table.states_of(points), rows)[0]
    return "".join(map(chr, found[found > 0].tolist()))


def mistyped(keys: str, place: int, draw: int) -> str:
    """Some keys with an error at one of them."""
    table = method()
    rows = np.array([[table.keys[key] for key in keys]], dtype=np.int64)
    found = table.mistyped(rows, np.array([place]), np.array([draw]))[0]
    return "".join(KEYS[number] for number in found.tolist() if number < len(KEYS))


def expected(keys: str, place: int, draw: int) -> str:
    """The same error, by hand."""
    key, after = keys[place], keys[place + 1 :]
    operation, chance, number = draw % 100, (draw >> 8) % 100, draw >> 16
    near = neighbors()[key]
    beside = near[number % len(near)]
    if operation >= 95 and after and after[0] != key:
        return keys[:place] + after[0] + key + after[1:]
    if 71 <= operation < 95:
        return keys[: place + 1] + (key if chance < 50 else beside) + after
    if 40 <= operation < 71:
        return keys[:place] + after
    return keys[:place] + (SHIFTED[key] if chance < 20 and key in SHIFTED else beside) + after


@given(SYLLABLES)
def test_keys_compose_to_the_syllables_that_they_came_from(text):
    assert composed("".join(map(keys_of, text))) == text


@given(st.characters(min_codepoint=FIRST, max_codepoint=LAST), st.text(KEYS, max_size=5))
def test_after_a_syllable_keys_do_what_they_do_after_its_keys(syllable, keys):
    assert composed(keys, before=syllable) == composed(keys_of(syllable) + keys)


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("ㅁㅓㄱㅓ", "머거"),  # a final moves before a vowel
        ("ㅇㅓㅂㅅㅓ", "업서"),  # of two, the second
        ("ㅇㅏㅣ", "아ㅣ"),
        ("ㅇㄴㅕㅇ", "ㅇ녕"),
        ("ㄱㅗㅏㄴ", "관"),
        ("ㅗㅏ", "ㅘ"),
        ("ㄱㅏㄸㅏ", "가따"),  # no final on its own
        ("ㄱㅏㄸ", "가ㄸ"),
        ("ㄱㅏㄲㅏ", "가까"),
        ("ㅋㅋ", "ㅋㅋ"),
        ("ㅏㅏ", "ㅏㅏ"),
        ("", ""),
    ],
)
def test_composition(keys, text):
    assert composed(keys) == text


def test_keys_of_compound_letters_are_two():
    assert (keys_of("값"), keys_of("왜"), keys_of("꽃")) == ("ㄱㅏㅂㅅ", "ㅇㅗㅐ", "ㄲㅗㅊ")


def test_strokes_are_the_keys_of_syllables():
    rows, counts = method().strokes_of(np.array(list(map(ord, "값a왜")), dtype=np.uint32))
    texts = ["".join(KEYS[number] for number in row if number < len(KEYS)) for row in rows.tolist()]
    assert texts == [keys_of("값"), "", keys_of("왜")]
    assert counts.tolist() == [4, 0, 3]


def test_neighbors_are_of_the_same_kind_and_all_33_keys_have_some():
    found = neighbors()
    assert len(found) == 33
    assert all((key in VOWELS) == (other in VOWELS) for key in found for other in found[key])
    assert "ㅈ" in found["ㄷ"]
    assert "ㄸ" in found["ㄲ"]


@given(st.text(KEYS, min_size=1, max_size=8), st.data())
def test_an_error_changes_the_keys_by_one(keys, data):
    place = data.draw(st.integers(0, len(keys) - 1))
    draw = data.draw(st.integers(0, 2**53))
    assert mistyped(keys, place, draw) == expected(keys, place, draw) != keys
