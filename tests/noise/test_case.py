"""Lower case by language."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch
from crosswind.noise.perturbations.case import supports


def lower(text: str, language: str) -> str:
    return perturb(text, language=language, perturbation="case", severity=5).text


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Die NATO, Äpfel & ẞ", "die nato, äpfel & ß"),
        ("tr", "IŞIK İle", "ışık ile"),
        ("en", "İI", "ii"),
        ("el", "ΟΔΟΣ ΣΑΣ.", "οδος σας."),
        ("ru", "США и Ёлка", "сша и ёлка"),
    ],
)
def test_capitals_become_small(language, text, expected):
    assert lower(text, language) == expected


def test_scripts_without_capitals_are_unsupported():
    assert {supports(language).level for language in ("ka", "hi", "ar", "zh")} == {"unsupported"}


@pytest.mark.parametrize(
    ("option", "language", "text", "expected"),
    [
        ("first", "de", "Guten Tag. Das Haus! Ja", "guten Tag. das Haus! ja"),
        ("first", "de", "Bus Nr.Zwei, Bonn", "bus Nr.Zwei, Bonn"),
        ("inverted", "en", "Anna and Bo", "aNNA AND bO"),
        ("inverted", "tr", "Işık iyi", "ıŞIK İYİ"),
        ("inverted", "el", "ΟΔΟΣ της", "οδος ΤΗΣ"),
    ],
)
def test_other_manners(option, language, text, expected):
    found = perturb(text, language=language, perturbation=f"case:{option}", severity=5)
    assert found.text == expected


def test_a_run_of_capitals_is_one_to_five_words_in_a_row():
    words = [f"w{'abcdefghij'[number]}" for number in range(10)]
    texts = [" ".join(words)] * 300
    results = perturb_batch(
        texts,
        language="en",
        perturbation="case:caps_run",
        severity=5,
        example_ids=list(map(str, range(300))),
    )
    runs = [
        [index for index, word in enumerate(one.text.split()) if word.isupper()] for one in results
    ]
    assert {len(run) for run in runs} == {1, 2, 3, 4, 5}
    assert all(run == list(range(run[0], run[-1] + 1)) for run in runs)
    assert {run[0] for run in runs} == set(range(10))


def test_an_unknown_manner_is_refused():
    with pytest.raises(ConfigError, match=r"no such option: 'loud'.*caps_run"):
        perturb("a", language="en", perturbation="case:loud", severity=1)
