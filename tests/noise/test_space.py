"""Spaces: joined and split words, and scripts without spaces."""

import regex

from crosswind.noise.api import perturb
from crosswind.noise.perturbations.space import PERTURBATION
from tests.noise.samples import long_text


def noisy(text: str, language: str, severity: int = 5):
    return perturb(text, language=language, perturbation="space", severity=severity)


def full(text: str, language: str):
    return perturb(
        text, language=language, perturbation=PERTURBATION.at_full_strength(), severity=5
    )


def test_only_spaces_are_written_and_lost():
    for language in ("en", "de", "ru", "hi", "th", "zh", "ko"):
        text = long_text(language, 5000)
        assert noisy(text, language).text.replace(" ", "") == text.replace(" ", "")


def test_ten_of_eighteen_split():
    found = full(long_text("en", 50_000), "en").edits
    splits = sum(edit.text == " " for edit in found)
    # Words of one letter cannot be split, so that the space before them is lost instead.
    assert 0.5 < splits / len(found) < 0.57


def test_a_split_stands_between_graphemes():
    for language in ("hi", "ta", "th", "my"):
        text = long_text(language, 5000)
        starts = {found.start() for found in regex.finditer(r"\X", text)}
        assert {edit.start for edit in full(text, language).edits if edit.text} <= starts


def test_burmese_finals_stay_with_their_syllable():
    text = "လမ်းလျှောက်ခေါ်သွားသည်"
    for edit in full(text, "my").edits:
        assert text[edit.start + 1 : edit.start + 2] not in {"\u1039", "\u103a"}


def test_a_non_joiner_becomes_a_space_or_nothing():
    text = "می\u200cزند " * 300
    written = [edit.text for edit in full(text, "fa").edits if text[edit.start] == "\u200c"]
    # A split right beside it competes.
    assert len(written) > 250
    assert set(written) == {"", " "}


def test_vietnamese_is_joined_only():
    assert {edit.text for edit in full(long_text("vi", 3000), "vi").edits} == {""}
