"""Rates, operation shares and safety of the typing errors."""

import unicodedata
from collections import Counter

import numpy as np
import pytest
import regex

from crosswind.core.errors import ConfigError
from crosswind.noise import confusions
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.keyboards.layouts import key_neighbors
from crosswind.noise.perturbations.typo import PERTURBATION, supports
from tests.noise.samples import SENTENCES, long_text

TYPED = sorted(tag for tag in SENTENCES if supports(tag).level != "unsupported")
ALPHABETS = ["en", "de", "fr", "tr", "ru", "el", "he", "ar", "vi", "ka"]


def typo(text: str, language: str, severity: int, **more):
    return perturb(text, language=language, perturbation="typo", severity=severity, **more)


def shape(edit) -> str:
    if edit.start == edit.end:
        return "insert"
    if not edit.text:
        return "delete"
    return "transpose" if edit.end - edit.start == 2 else "substitute"


@pytest.mark.parametrize("language", TYPED)
def test_the_realized_rate_is_the_target(language):
    text = long_text(language, 100_000)
    for severity in (3, 5):
        rate = len(typo(text, language, severity).edits) / len(text)
        assert rate == pytest.approx(PERTURBATION.strength(severity), rel=0.1)


def test_the_lowest_rate_is_the_target_over_several_texts():
    edits = sum(len(typo(long_text("de", 100_000), "de", 1, seed=seed).edits) for seed in range(4))
    assert edits / 400_000 == pytest.approx(0.0025, rel=0.1)


def test_the_rate_does_not_depend_on_the_length_of_a_text():
    rates = []
    for length in (20, 60, 200, 1000, 10_000):
        texts = [long_text("en", length, seed=seed) for seed in range(200_000 // length)]
        results = perturb_batch(
            texts,
            language="en",
            perturbation="typo",
            severity=4,
            example_ids=[str(index) for index in range(len(texts))],
        )
        rates.append(sum(len(result.edits) for result in results) / sum(map(len, texts)))
    assert max(rates) / min(rates) < 1.08
    assert rates == pytest.approx([0.04] * 5, rel=0.1)


def test_words_get_the_same_rate():
    words = long_text("de", 100_000).split()
    result = perturb_words(words, language="de", perturbation="typo", severity=4)
    rate = sum(map(len, result.edits)) / sum(map(len, words))
    assert rate == pytest.approx(0.04, rel=0.1)


@pytest.mark.parametrize("language", [*ALPHABETS, "uk"])
def test_operations_have_the_shares_of_the_table(language):
    counts = Counter(
        shape(edit)
        for severity_seed in range(3)
        for edit in typo(long_text(language, 100_000), language, 5, seed=severity_seed).edits
    )
    wanted = confusions.MEASURED_SHARES.get(language, confusions.DEFAULT_SHARES)
    for name, percent in zip(("substitute", "delete", "insert", "transpose"), wanted, strict=True):
        assert 100 * counts[name] / counts.total() == pytest.approx(percent, abs=3)


@pytest.mark.parametrize("language", TYPED)
def test_what_is_written_is_a_letter_of_the_same_script_and_case(language):
    text = long_text(language, 20_000)
    base = next(one for one in text if one.isalpha())
    for edit in typo(text, language, 5).edits:
        assert not any(map(str.isspace, text[edit.start : edit.end]))
        for letter in edit.text:
            assert unicodedata.category(letter)[0] in "LM"
            assert unicodedata.name(letter).split()[0] == unicodedata.name(base).split()[0]
        if shape(edit) == "substitute":
            assert edit.text.isupper() == text[edit.start].isupper()


@pytest.mark.parametrize("language", TYPED)
def test_insertions_and_swaps_stand_between_graphemes(language):
    text = long_text(language, 20_000)
    starts = {found.start() for found in regex.finditer(r"\X", text)} | {len(text)}
    for edit in typo(text, language, 5).edits:
        if shape(edit) in {"insert", "transpose"}:
            assert {edit.start, edit.end} <= starts
        if shape(edit) == "transpose":
            assert edit.text == text[edit.start : edit.end][::-1]
            assert edit.text[0] != edit.text[1]


def test_first_letters_are_spared():
    text = long_text("en", 100_000)
    hits = Counter(
        text[edit.start - 1] == " "
        for edit in typo(text, "en", 5).edits
        if edit.end == edit.start + 1
    )
    firsts = text.count(" ")
    letters = sum(map(str.isalpha, text))
    relative = (hits[True] / firsts) / (hits[False] / (letters - firsts))
    assert 0.2 < relative < 0.45


def test_dotted_and_dotless_i_keep_their_dots_in_turkish():
    text = "Iİ" * 2000 + " " + "ıi" * 2000
    result = typo(text, "tr", 5)
    assert "\u0307" not in result.text
    assert not regex.search(r"[ıi](?=[Iİ]{2})", result.text[:3000])


def test_neighboring_texts_are_hit_at_unrelated_places():
    text = long_text("en", 500)
    results = perturb_batch(
        [text] * 400,
        language="en",
        perturbation="typo",
        severity=5,
        example_ids=[str(index) for index in range(400)],
    )
    hits = np.zeros((400, len(text) + 1))
    for row, result in enumerate(results):
        hits[row, [edit.start for edit in result.edits]] = 1
    varied = hits[:, hits.std(axis=0) > 0]
    varied = varied - varied.mean(axis=0)
    correlations = np.corrcoef(varied)[np.triu_indices(400, 1)]
    assert abs(correlations.mean()) < 0.01
    assert correlations.max() < 0.3


@pytest.mark.parametrize("language", ["zh", "ja", "ko", "my", "am", "lo"])
def test_unsupported_languages_say_why(language):
    answer = supports(language)
    assert (answer.level, bool(answer.reason)) == ("unsupported", True)


def test_support_is_graded():
    assert supports("de").level == supports("ru").level == supports("ml").level == "full"
    assert supports("sw").level == supports("kn").level == "generic"


def test_foreign_letters_in_a_text_are_typed_on_their_own_keys():
    text = "Слово Python и ещё computer " * 300
    for edit in typo(text, "ru", 5).edits:
        if shape(edit) == "substitute":
            assert edit.text.isascii() == text[edit.start].isascii()


def test_last_letters_are_preferred():
    # Words of five: the second to the fourth letter, and the last.
    text = "bread water stone light " * 4000
    hits = Counter(
        edit.start % 6
        for seed in range(3)
        for edit in typo(text, "en", 5, seed=seed).edits
        if edit.end == edit.start + 1
    )
    inner = (hits[1] + hits[2]) / 2
    assert 1.3 < hits[4] / inner < 1.9
    assert hits[3] / inner < 0.8


def test_an_answer_without_its_last_letter_keeps_its_border():
    text, spans = "wonderful " * 50, [(10 * index, 10 * index + 8) for index in range(50)]
    result = typo(text, "en", 5, spans=spans)
    assert all(not edit.start < border < edit.end for edit in result.edits for _, border in spans)


def test_raw_errors_are_slips_and_swaps():
    text = long_text("en", 100_000)
    edits = perturb(text, language="en", perturbation="typo:raw", severity=5).edits
    counts = Counter(map(shape, edits))
    assert 100 * counts["transpose"] / counts.total() == pytest.approx(12, abs=3)
    near = key_neighbors("us")
    substitutes = [edit for edit in edits if shape(edit) == "substitute"]
    slips = sum(
        edit.text.lower() in {key for key, _ in near.get(text[edit.start].lower(), ())}
        for edit in substitutes
    )
    assert slips / len(substitutes) > 0.55
    with pytest.raises(ConfigError, match="no such option"):
        perturb("a", language="en", perturbation="typo:wild", severity=5)
