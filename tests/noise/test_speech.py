"""Lists of what is heard are well formed."""

import unicodedata

import pytest

from crosswind.noise.speech import FUNCTION_WORDS, HOMOPHONES, NEAR_SOUNDS, NEAR_SOUNDS_OF, NUMBERS


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


@pytest.mark.parametrize("groups", [*NEAR_SOUNDS.values(), *NEAR_SOUNDS_OF.values()])
def test_groups_of_sounds_hold_letters_or_vowel_signs_that_differ(groups):
    for group in groups.split():
        assert len(set(group)) == len(group) > 1, group
        assert len({unicodedata.category(letter)[0] for letter in group} & {"L", "M"}) == 1, group
