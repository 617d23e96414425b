"""Lower case by language."""

import pytest

from crosswind.noise.api import perturb
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
