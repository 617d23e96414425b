"""Cut ends and beginnings."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.perturbations.truncate import PERTURBATION
from tests.noise.samples import SENTENCES, long_text

TEXT = "one two three four five six seven eight nine ten"


def results(text: str, severity: int = 5, language: str = "en", n: int = 60, **more):
    ids = [str(index) for index in range(n)]
    setting = {"language": language, "perturbation": "truncate", "severity": severity}
    return perturb_batch([text] * n, example_ids=ids, **setting, **more)


def test_three_of_four_lose_the_end():
    found = [result.text for result in results(TEXT, n=2000)]
    assert set(found) == {"one two three", "eight nine ten"}
    assert found.count("one two three") / 2000 == pytest.approx(0.75, abs=0.04)


@pytest.mark.parametrize("language", ["en", "th", "zh", "ar", "ko"])
@pytest.mark.parametrize("severity", [1, 2, 3, 4, 5])
def test_about_the_share_is_kept(language, severity):
    text = long_text(language, 2000)
    for result in results(text, severity, language, n=8):
        kept = len(result.text) / len(text)
        # Thai, Chinese: a grapheme; else a word.
        assert kept == pytest.approx(1 - PERTURBATION.strength(severity), abs=0.02)


def test_words_and_graphemes_stay_whole():
    text = SENTENCES["hi"]
    words = set(text.split())
    for severity in range(1, 6):
        for result in results(text, severity, "hi", n=8):
            assert set(result.text.split()) <= words
    for result in results("ก่ก่ก่ก่ก่", 4, "th", n=8):
        assert result.text in {"ก่ก่ก่", "ก่ก่"}


@pytest.mark.parametrize("span", [(0, 3), (8, 13), (44, 48), (0, 48), (4, 41)])
def test_nothing_inside_or_before_an_answer_is_cut(span):
    for result in results(TEXT, spans=[[span]] * 60):
        low, high = result.spans[0]
        assert (low, result.text[low:high]) == (span[0], TEXT[slice(*span)])
        assert result.text == TEXT[: len(result.text)]


def test_what_stands_after_the_last_answer_may_go():
    (result, *_) = results(TEXT, spans=[[(0, 3), (8, 13)]] * 60)
    assert result.text == "one two three four"


def test_what_is_protected_stays():
    for result in results(TEXT, protect=[[(14, 18)]] * 60):
        assert result.text == "one two three four five"


def test_a_text_that_would_lose_a_negator_stays():
    text = "She walks to the station and does not wait"
    kept = [result.text for result in results(text, guard=True)]
    assert all("not" in one for one in kept)
    assert any(result.flags for result in results(text, guard=True))


def test_one_word_is_left():
    assert {result.text for result in results("a bb")} == {"a", "bb"}
    assert {result.text for result in results("alone")} == {"alone"}
    assert {result.text for result in results("  ")} == {"  "}


def test_pre_split_words_are_refused():
    with pytest.raises(ConfigError):
        perturb_words(["a", "b"], language="en", perturbation="truncate", severity=5)
    assert perturb("a b", language="en", perturbation="truncate", severity=0).text == "a b"


def test_no_text_ends_with_a_vowel_that_leads():
    text = "เพื่อนบ้านของเราพาหมาแก่เดินเล่นในสวนเล็กแม้ไฟโผล่"
    for severity in range(1, 6):
        for result in results(text, severity, "th"):
            assert result.text[-1] not in "เแโใไ"


def test_blanks_that_an_answer_ends_with_stay_with_it():
    alone = perturb(
        "abc   ", language="en", perturbation="truncate", severity=5, spans=[(0, 6)]
    ).text
    assert alone == "abc   "
