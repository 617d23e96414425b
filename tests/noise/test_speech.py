"""Lists of what is heard are well formed."""

import unicodedata

import pytest

from crosswind.noise.speech import FUNCTION_WORDS, HOMOPHONES, NEAR_SOUNDS, NUMBERS


@pytest.mark.parametrize("language", NUMBERS)
def test_numbers_go_to_ten_or_further_and_differ(language):
    words = NUMBERS[language].split()
    assert len(words) in {11, 12, 29}
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize("language", HOMOPHONES)
def test_a_word_stands_in_one_group_of_homophones(language):
    words = [word for group in HOMOPHONES[language].split() for word in group.split(",")]
    assert sorted(words) == sorted(set(words))
    assert all("," in group for group in HOMOPHONES[language].split())


@pytest.mark.parametrize("language", FUNCTION_WORDS)
def test_function_words_stand_once(language):
    words = FUNCTION_WORDS[language].split()
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize("script", NEAR_SOUNDS)
def test_groups_of_sounds_hold_letters_that_differ(script):
    for group in NEAR_SOUNDS[script].split():
        assert len(set(group)) == len(group) > 1, group
        assert all(unicodedata.category(letter)[0] == "L" for letter in group), group
