"""Letters that look like others."""

import unicodedata

import pytest

from crosswind.noise.api import perturb_batch
from crosswind.noise.catalogue import support
from tests.noise.samples import SENTENCES


def results(language: str, text: str, n: int = 80, **more):
    ids = [str(index) for index in range(n)]
    setting = {"language": language, "perturbation": "confusable", "severity": 5}
    return perturb_batch([text] * n, example_ids=ids, **setting, **more)


@pytest.mark.parametrize(
    ("language", "letter", "other"),
    [("en", "a", "а"), ("en", "o", "ο"), ("ru", "с", "c"), ("el", "ο", "o"), ("te", "జ", "ಜ")],
)
def test_letters_of_other_scripts(language, letter, other):
    written = {edit.text for result in results(language, letter * 20) for edit in result.edits}
    assert other in written


def test_a_writer_has_one_style():
    styles = set()
    for result in results("en", SENTENCES["en"]):
        texts = [edit.text for edit in result.edits]
        names = {unicodedata.name(text).rsplit(" ", 1)[0] for text in texts}
        if all(text.isdecimal() and text.isascii() for text in texts):
            styles.add("digits")
        elif all(name.startswith("MATHEMATICAL") for name in names):
            styles.add("mathematical")
            assert {unicodedata.normalize("NFKC", text).isascii() for text in texts} == {True}
            assert len({name.replace("CAPITAL", "SMALL") for name in names}) == 1
        else:
            styles.add("other scripts")
            assert not any("MATHEMATICAL" in name for name in names)
    assert styles == {"digits", "mathematical", "other scripts"}


def test_no_letter_of_the_language_itself_is_written():
    written = {edit.text for result in results("tr", "ışık giden" * 8) for edit in result.edits}
    assert written.isdisjoint("ıi")


def test_case_and_direction_stay():
    for result in results("ru", "МОСКВА москва"):
        assert [letter.isupper() for letter in result.text[:6]] == [True] * 6
        assert not any(letter.isupper() for letter in result.text[7:])
        assert {unicodedata.bidirectional(letter) for letter in result.text} <= {"L", "WS"}


def test_scripts_without_look_alikes_are_refused_with_figures():
    found = support("confusable", "hi")
    assert found.level == "unsupported"
    assert "0 of" in found.reason
    assert support("confusable", "te").level == "generic"
    assert support("confusable", "zh").level == "unsupported"


def test_digits_stay_away_from_numbers_under_the_guard():
    for result in results("en", "a1 e22 o333 is 7" * 4, guard=True):
        assert all(edit.text != "" for edit in result.edits)
        assert "22" in result.text


def test_no_digit_stands_before_a_joiner():
    for result in results("nl", "kleine\u200chet e\u0301e" * 5):
        assert not any(f"{digit}\u200c" in result.text for digit in range(10))
