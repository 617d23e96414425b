"""Marks: which count, what replaces them, and the spaces beside."""

import numpy as np
import pytest

from crosswind.noise.api import perturb, perturb_words
from crosswind.noise.columns import lay_out
from crosswind.noise.marks import GREEK_SWAPS, SWAPS, marks


def at_full(name: str, language: str, text: str, seed: int = 1) -> str:
    return perturb(text, language=language, perturbation=name, severity=5, seed=seed).text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Don't go, it's 3.5 km to x.com at 10:30!", "Dont go its 3.5 km to x.com at 10:30"),
        ("fr", "« Où est l’autre ? » dit-elle – puis rien.", "Où est lautre dit-elle puis rien"),
        ("es", "¿Dónde? ¡Aquí!", "Dónde Aquí"),
        ("ar", "هل رأيته؟ نعم، رأيته.", "هل رأيته نعم رأيته"),
        ("hi", "वह आया। वह गया।", "वह आया वह गया"),
        ("zh", "你好，世界。", "你好世界"),
        ("uk", "Сім'я їде.", "Сімя їде"),
    ],
)  # fmt: skip
def test_what_is_left_when_all_marks_are_dropped(language, text, expected):
    assert at_full("punct_drop", language, text) == expected


def test_a_question_stays_a_question_in_some_form():
    for seed in range(20):
        assert "?" in at_full("punct_swap", "en", "Is it far?", seed)
        greek = at_full("punct_swap", "el", "Είναι μακριά;", seed)
        assert greek[-1] in "?;"


def test_marks_that_are_words_stay_words():
    words = ["Er", "kam", ",", "sah", "–", "und", "ging", "."]
    swapped = perturb_words(words, language="de", perturbation="punct_swap", severity=5).words
    assert len(swapped) == len(words)
    assert all(swapped)
    assert swapped[0] == "Er"


@pytest.mark.parametrize("swaps", [SWAPS, GREEK_SWAPS])
def test_every_way_differs_from_the_mark_and_is_no_letter(swaps):
    for mark, ways in swaps.items():
        assert len(mark) == 1
        assert mark not in ways.split()
        assert ways.split()
        assert not any(map(str.isalnum, ways))


def test_marks_within_numbers_and_addresses_do_not_count():
    columns = lay_out(
        ["a.b 1.5 5kg. x's"], np.array([1], np.uint64), None, language="en", guarded=False
    )
    assert marks(columns).tolist() == [11, 14]


def test_a_mark_behind_the_border_of_an_answer_leaves_the_space_between_two_words():
    for text, language in (("வைக்கிறார். அயலவர்", "ta"), ("He came. She went", "en")):
        border = text.index(".")
        for span in ((border - 1, border), (border, border + 1)):
            result = perturb(
                text, language=language, perturbation="punct_drop", severity=5, spans=[span]
            )
            # A cell that is nothing but the mark keeps it.
            assert result.text in {text, text.replace(".", "")}


def test_no_mark_goes_that_holds_two_letters_apart():
    assert at_full("punct_drop", "ta", "ர்'அ") == "ர்'அ"
