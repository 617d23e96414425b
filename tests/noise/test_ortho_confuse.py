"""Spelling confusions in texts."""

import pytest

from crosswind.noise.api import perturb
from crosswind.noise.catalogue import support
from crosswind.noise.orthography import known_languages, rules_of
from tests.noise.samples import SENTENCES, long_text

KNOWN = sorted(known_languages())


def test_capitals_stay_capitals():
    for text in ("STRASSE GROSSES", "Strasse Grosses"):
        for seed in range(20):
            result = perturb(
                text, language="de", perturbation="ortho_confuse", severity=5, seed=seed
            )
            for edit in result.edits:
                if text.isupper() and edit.text != "ß":
                    assert edit.text == edit.text.upper()


@pytest.mark.parametrize("language", [tag for tag in KNOWN if tag in SENTENCES])
def test_every_edit_is_a_rule(language):
    known = {(rule.source, rule.target) for rule in rules_of(language)}
    text = long_text(language, 3000)
    for edit in perturb(text, language=language, perturbation="ortho_confuse", severity=5).edits:
        source = text[edit.start : edit.end]
        if not any(map(str.isupper, source)):
            assert (source, edit.text) in known


def test_a_word_of_one_letter_is_no_other_letter():
    text = "о и а " * 500
    result = perturb(text, language="ru", perturbation="ortho_confuse", severity=5)
    assert not result.edits


def test_support_is_graded():
    assert support("ortho_confuse", "ru").level == "full"
    assert support("ortho_confuse", "sw").level == "generic"
    assert support("ortho_confuse", "kn").level == "generic"
    assert support("ortho_confuse", "my").level == "unsupported"
