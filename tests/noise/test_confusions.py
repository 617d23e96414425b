"""Facts about spelling: every table says what its readers rely on."""

import unicodedata

import pytest

from crosswind.core.languages import canonical_language, script_of
from crosswind.noise import confusions
from crosswind.noise.letters import letter_table

LANGUAGES = sorted({*confusions.LANGUAGE_GROUPS, *confusions.EXTRA_LETTERS})
GROUPS = {**confusions.LANGUAGE_GROUPS, **confusions.SCRIPT_GROUPS}
EVERY_NAME = pytest.mark.parametrize("name", sorted(GROUPS))


def script(name: str) -> str:
    """Of a language or of a script's own code."""
    return name if name in confusions.SCRIPT_GROUPS else script_of(name)


def first_word(letter: str) -> str:
    """`LATIN` of LATIN SMALL LETTER A."""
    return unicodedata.name(letter).split()[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_languages_are_written_as_the_benchmarks_write_them(language: str) -> None:
    assert canonical_language(language) == language


@EVERY_NAME
def test_a_group_is_some_different_lower_case_letters_of_one_script(name: str) -> None:
    (usual,) = {first_word(letter) for letter in confusions.SCRIPT_GROUPS[script(name)][0]}
    for group in GROUPS[name].replace(">", "").split():
        assert 2 <= len(group) == len(set(group)), group
        assert group == group.lower()
        assert {unicodedata.category(letter)[0] for letter in group} <= {"L", "M"}, group
        assert {first_word(letter) for letter in group} == {usual}, group


@EVERY_NAME
def test_a_group_survives_normalization(name: str) -> None:
    # A decomposed letter would be two code points, and an edit replaces one.
    letters = GROUPS[name].replace(" ", "").replace(">", "")
    assert [unicodedata.normalize("NFC", letter) for letter in letters] == list(letters)


@pytest.mark.parametrize("language", sorted(confusions.EXTRA_LETTERS))
def test_extra_letters_are_lower_case_and_of_the_script(language: str) -> None:
    letters = confusions.EXTRA_LETTERS[language]
    assert letters == letters.lower()
    expected = first_word(confusions.SCRIPT_GROUPS[script_of(language)][0])
    assert {first_word(letter) for letter in letters} <= {expected}


@pytest.mark.parametrize("name", sorted(confusions.VOWELS))
def test_vowels_are_different_letters(name: str) -> None:
    vowels = confusions.VOWELS[name]
    assert len(set(vowels)) == len(vowels)
    assert all(unicodedata.category(letter) in {"Ll", "Lo"} for letter in vowels)


@pytest.mark.parametrize("language", sorted(confusions.LANGUAGE_GROUPS))
def test_every_confused_letter_is_a_letter_of_the_language(language: str) -> None:
    known = {chr(point) for point in letter_table(language).codes}
    assert set(confusions.LANGUAGE_GROUPS[language].replace(" ", "").replace(">", "")) <= known


def test_shares_of_edits_are_percentages() -> None:
    for shares in (confusions.DEFAULT_SHARES, *confusions.MEASURED_SHARES.values()):
        assert sum(shares) == 100
        assert all(share > 0 for share in shares)
    for share in (
        confusions.DEFAULT_DIACRITIC_SHARE,
        *confusions.MEASURED_DIACRITIC_SHARE.values(),
    ):
        assert 0 < share < 100
