"""The meaning guard keeps negators and digits, and nothing that merely contains them."""

import pytest

from crosswind.noise.api import perturb, perturb_words
from crosswind.noise.guards import has_guard

CASES = {
    "en": (["not", "Never", "don't", "don\u2019t", "1984"], ["phone", "knot", "alone"]),
    "fr": (["n", "jamais", "Aucun"], ["personnel", "passage"]),
    "ru": (["не", "Нельзя", "никогда"], ["небо", "женева"]),
    "hi": (["नहीं", "मत"], ["मतलब"]),
    "tr": (["değil", "HİÇ"], ["değirmen"]),
    "th": (["ไม่"], []),
}


@pytest.mark.parametrize("language", sorted(CASES))
def test_exactly_the_guarded_words_stay(language):
    kept, free = CASES[language]
    words = (kept + free) * 200
    result = perturb_words(
        words, language=language, perturbation="typo", severity=5, guard=True, example_id="1"
    )
    changed = {old for old, new in zip(words, result.words, strict=True) if old != new}
    assert changed == set(free)
    assert "guard" in result.flags


def test_a_clitic_is_guarded_within_its_word():
    text = "il n'aimerait pas " * 200
    result = perturb(text, language="fr", perturbation="typo", severity=5, guard=True)
    assert result.text.count(" n'") == 200
    assert result.text.count(" pas ") == 200
    assert result.text != text


def test_every_supported_benchmark_language_has_a_list():
    tags = (
        "en de es fr it nl pl pt ro fi hu et lt tr vi id ru uk bg el ar fa ur he hi bn ta te ml sw"
    )
    assert all(has_guard(language) for language in tags.split())
    assert not has_guard("tlh")
