"""Forms by language: nothing that a reader would see as another text."""

import unicodedata

import pytest

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from tests.noise.samples import SENTENCES

MARKS = dict.fromkeys(
    map(ord, "\u200b\u200c\u200d\u200e\u200f\ufeff\u2060\u00ad\u0640\u202b\u202c\u2067\u2069")
)
NEIGHBORS = str.maketrans("یکہ", "يكه")


def plain(text: str) -> str:
    """What is left when all forms are undone."""
    text = unicodedata.normalize("NFKD", text.translate(MARKS)).translate(NEIGHBORS)
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text
    )


def results(language: str, text: str, n: int = 60):
    ids = [str(index) for index in range(n)]
    setting = {"language": language, "perturbation": "unicode_form", "severity": 5}
    return perturb_batch([text] * n, example_ids=ids, **setting)


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_every_form_can_be_undone(language):
    text = SENTENCES[language] + " 1986 ۱۹ १२"
    for result in results(language, text):
        assert plain(result.text) == plain(text)


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "été", "e\u0301te\u0301"),
        ("fr", "e\u0301te\u0301", "été"),
        ("hi", "क\u093cलम", "\u0958लम"),
        ("ru", "йод", "и\u0306од"),
        ("en", "the day", "ｔｈｅ ｄａｙ"),
        ("en", "the day", "the\u00a0day"),
        ("ja", "ガム", "ｶﾞﾑ"),
        ("ar", "سلام", "ﺳﻼﻡ"),
        ("ar", "عليكم", "علیکم"),
        ("he", "שלום", "\u202bשלום\u202c"),
        ("he", "שלום", "\u2067שלום\u2069"),
        ("th", "น้ำ", "น้\u0e4dา"),
        ("ar", "12", "١٢"),
        ("fa", "۱۲", "12"),
    ],
)
def test_forms_that_occur(language, text, expected):
    assert expected in {result.text for result in results(language, text)}


def test_marks_of_direction_are_balanced():
    for result in results("fa", SENTENCES["fa"]):
        assert result.text.count("\u202b") == result.text.count("\u202c")
        assert result.text.count("\u2067") == result.text.count("\u2069")


def test_tatweel_stands_between_joined_letters():
    found = {result.text for result in results("ar", "دار بيت")}
    assert any("ـ" in text for text in found)
    assert not any("دـ" in text or "رـ" in text for text in found)


def test_an_invisible_character_keeps_syllables():
    for result in results("my", SENTENCES["my"]):
        for edit in result.edits:
            after = SENTENCES["my"][edit.end : edit.end + 1]
            assert not after or unicodedata.category(after)[0] != "M"


def test_one_form_an_example():
    for result in results("vi", SENTENCES["vi"]):
        kinds = {
            "nbsp": "\u00a0" in result.text,
            "wide": any(0xFF00 < ord(letter) < 0xFF5F for letter in result.text),
            "split": any(unicodedata.combining(letter) for letter in result.text),
            "hidden": any(unicodedata.category(letter) == "Cf" for letter in result.text),
        }
        assert sum(kinds.values()) == 1


def test_words_keep_their_count_and_spaces_stay_out():
    words = SENTENCES["ar"].split()
    for index in range(20):
        result = perturb_words(
            words,
            language="ar",
            perturbation="unicode_form",
            severity=5,
            example_id=str(index),
        )
        assert len(result.words) == len(words)
        assert not any("\u00a0" in word for word in result.words)


def test_the_guard_keeps_numbers():
    result = perturb("في 1986", language="ar", perturbation="unicode_form", severity=5, guard=True)
    assert "1986" in result.text
