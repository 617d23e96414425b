"""Facts about spelling, as rules."""

import unicodedata

import pytest

from crosswind.core.languages import canonical_language
from crosswind.noise.orthography import Rule, known_languages, rules_of

KNOWN = sorted(known_languages())


@pytest.mark.parametrize("language", KNOWN)
def test_rules_are_in_lower_case_and_change_something(language):
    assert canonical_language(language) == language
    assert len(rules_of(language)) >= 15
    for rule in rules_of(language):
        assert rule.source
        assert rule.source != rule.target
        assert rule.source + rule.target == (rule.source + rule.target).lower()
        letters = [one for one in rule.source + rule.target if one.isalpha()]
        assert len({unicodedata.name(one).split()[0] for one in letters}) <= 1


def test_nuktas_are_known_in_both_forms():
    targets = {rule.source: rule for rule in rules_of("hi")}
    assert "ड\u093c" in targets
    assert "\u095c" in targets


def test_a_rule_weighs_one_until_it_is_counted():
    assert Rule(source="a", target="b").weight == 1
    assert {rule.weight for tag in KNOWN for rule in rules_of(tag)} == {1}
