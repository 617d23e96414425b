"""Misreadings, by operation."""

import unicodedata
from collections import Counter

import pytest

from crosswind.noise.api import perturb_batch, perturb_words
from crosswind.noise.catalogue import XTREME_R
from crosswind.noise.syllables import is_well_formed
from tests.noise.samples import SENTENCES, long_text


def results(language: str, text: str, n: int = 200, **more):
    ids = [str(index) for index in range(n)]
    setting = {"language": language, "perturbation": "ocr", "severity": 5}
    return perturb_batch([text] * n, example_ids=ids, **setting, **more)


def edits_of(language: str, text: str) -> set[tuple[str, str]]:
    return {
        (text[edit.start : edit.end], edit.text)
        for result in results(language, text)
        for edit in result.edits
    }


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "modern clerk", ("rn", "m")),
        ("en", "clear", ("cl", "d")),
        ("en", "swim", ("w", "vv")),
        ("en", "moon", ("m", "rn")),
        ("en", "two men", (" ", "")),
        ("en", "breakfast", ("", " ")),
        ("en", "breakfast", ("", "- ")),
        ("fr", "été", ("é", "e")),
        ("yo", "ẹ\u0300kọ\u0301", ("\u0300", "")),
        ("ar", "شمس", ("ش", "س")),
        ("hi", "हिंदी", ("ं", "")),
        ("th", "ไม่", ("\u0e48", "")),
        ("ru", "йод", ("й", "и")),
        ("zh", "自己", ("己", "已")),
    ],
)
def test_known_misreadings_occur(language, text, expected):
    assert expected in edits_of(language, text)


def test_nothing_changes_places():
    for result in results("de", SENTENCES["de"], 50):
        assert all(sorted(e.text) != sorted("xy") and len(e.text) <= 2 for e in result.edits)
        pairs = [e for e in result.edits if e.end - e.start == 2]
        assert all(len(edit.text) == 1 for edit in pairs)


def test_scripts_without_spaces_gain_none_and_no_hyphen():
    for language in ("th", "zh", "ja", "my"):
        for result in results(language, SENTENCES[language], 50):
            assert result.text.count(" ") == SENTENCES[language].count(" ")
            assert result.text.count("-") == SENTENCES[language].count("-")


@pytest.mark.parametrize("language", XTREME_R)
def test_well_formed_text_stays_well_formed(language):
    text = long_text(language, 300)
    for result in results(language, text, 10):
        assert is_well_formed(result.text) or not is_well_formed(text)
        assert not any(unicodedata.category(letter) in {"Cn", "Co"} for letter in result.text)


def test_pre_split_words_neither_merge_nor_break():
    words = SENTENCES["en"].split() * 20
    result = perturb_words(words, language="en", perturbation="ocr", severity=5)
    assert len(result.words) == len(words)
    assert not any(" " in word or "-" in word for word in result.words)


def test_a_mark_never_stands_on_a_digit():
    for result in results("fr", "o\u0302l\u0301I\u0301O\u0302" * 5, 50):
        before = [one for one, two in zip(result.text, result.text[1:], strict=False)
                  if unicodedata.combining(two)]  # fmt: skip
        assert not any(letter.isdigit() for letter in before)


def test_no_letter_with_a_nukta_gets_another():
    for result in results("hi", "लड\u093cकी पढ\u093cती", 50):
        assert not any(one in result.text for one in ("\u095c\u093c", "\u095d\u093c"))


def test_similar_letters_come_more_often():
    text = "e" * 400
    counts = Counter(edit.text for result in results("en", text, 20) for edit in result.edits)
    (first, most), *others = [row for row in counts.most_common() if row[0].isalpha()]
    assert others
    assert most > others[0][1]
    assert first != "e"


def test_thai_words_in_other_text_do_not_break_before_a_vowel():
    for result in results("pa", "ਹਰ เพื่อนพาหมาแก่กำ ਹਰ" * 3, 300):
        assert is_well_formed(result.text)
