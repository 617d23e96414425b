"""Short forms in texts."""

import pytest

from crosswind.noise.api import perturb, perturb_words
from crosswind.noise.perturbations.abbrev import supports


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Before you go, THANKS!", {"B4 u go, THX!", "B4 u go, TNX!"}),
        ("fr", "Parce que c\u2019est bien", {"Pcq ke c bien"}),
        ("id", "Orang yang baik", {"Org yg baik"}),
        ("ru", "Спасибо, сейчас", {"Спс, щас"}),
        ("ko", "그냥 책", {"걍 책"}),
        ("es", "voy por casa", {"voy x casa"}),
        ("en", "yours, youth", {"yours, youth"}),
    ],
)
def test_listed_words_only_and_whole(language, text, expected):
    assert perturb(text, language=language, perturbation="abbrev", severity=5).text in expected


def test_negators_stay_under_the_guard():
    setting = {"language": "vi", "perturbation": "abbrev", "severity": 5}
    assert perturb("không phải", **setting).text != "không phải"
    assert perturb("không phải", guard=True, **setting).text == "không phải"


def test_words_keep_their_count():
    found = perturb_words(["Please", ",", "see"], language="en", perturbation="abbrev", severity=5)
    assert found.words[1:] == (",", "c")


def test_languages_without_a_list_are_refused():
    assert [supports(tag).level for tag in ("de", "sw", "ja")] == ["full", *["unsupported"] * 2]
