"""Diacritics left out, by language."""

import pytest

from crosswind.core.errors import ConfigError
from crosswind.noise.api import perturb, perturb_batch
from crosswind.noise.perturbations.diacritic_drop import supports


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Größe, Äpfel", "Grosse, Apfel"),
        ("pl", "Łódź jest żółta", "Lodz jest zolta"),
        ("vi", "Đường phố", "Duong pho"),
        ("tr", "ışık İzmir", "isik Izmir"),
        ("el", "Καλημέρα", "Καλημερα"),
        ("fr", "e\u0301te\u0301 œuf", "ete oeuf"),
        ("he", "שָׁלוֹם", "שלום"),
        ("fr", "Привет й", "Привет й"),
    ],
)
def test_marks_go_and_letters_stay(language, text, expected):
    result = perturb(text, language=language, perturbation="diacritic_drop", severity=5)
    assert result.text == expected


def test_a_writer_drops_all_marks_or_none():
    texts = ["é à ü ñ ç"] * 3000
    results = perturb_batch(
        texts,
        language="fr",
        perturbation="diacritic_drop",
        severity=2,
        example_ids=[str(index) for index in range(3000)],
    )
    assert {len(result.edits) for result in results} == {0, 5}
    share = sum(bool(result.edits) for result in results) / 3000
    assert share == pytest.approx(0.30, abs=0.03)


def test_letters_of_their_own_are_no_diacritics():
    assert {supports(language).level for language in ("ru", "hi", "en", "th")} == {"unsupported"}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Größe, Äpfel, été", "Groesse, Aepfel, ete"),
        ("vi", "Đường phố", "Dduwowng phoo"),
        ("da", "Ærø på", "Aeroe paa"),
    ],
)
def test_digraphs_are_an_option(language, text, expected):
    setting = {"language": language, "perturbation": "diacritic_drop:digraphs", "severity": 5}
    assert perturb(text, **setting).text == expected


def test_languages_without_digraphs_are_refused():
    with pytest.raises(ConfigError, match="digraphs"):
        perturb("é", language="fr", perturbation="diacritic_drop:digraphs", severity=5)
