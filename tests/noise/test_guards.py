"""The meaning guard keeps negators and digits, and nothing that merely contains them."""

import dataclasses

import numpy as np
import pytest

from crosswind.noise.api import perturb, perturb_batch, perturb_words
from crosswind.noise.guards import has_guard
from crosswind.noise.proposals import insert_after, replace
from crosswind.noise.stretches import Stretches
from tests.noise.examples.smileys import PERTURBATION as SMILEYS

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


def test_what_is_guarded_ends_with_its_text():
    cases = {"en": ["see 12", "34 no", "t a"], "th": ["ไม", "่มี", "1", "2"], "zh": ["不", "不"]}
    for language, texts in cases.items():
        setting = {"language": language, "perturbation": SMILEYS, "severity": 1, "guard": True}
        ids = [str(index) for index in range(len(texts))]
        for result in perturb_batch(texts, example_ids=ids, **setting):
            assert result.flags == ()


@pytest.mark.parametrize(
    ("language", "text", "edit", "refused"),
    [
        ("en", "do not go", (6, 7, ""), True),
        ("en", "do not go", (6, 7, "-"), False),
        ("en", "do not go", (2, 3, ""), True),
        ("en", "do not go", (0, 9, "do it"), True),
        ("en", "do not go", (6, 6, "x"), True),
        ("en", "do not go", (6, 6, "!"), False),
        ("en", "do not go", (5, 5, " "), True),
        ("en", "in 3.5 kg", (4, 5, ","), True),
        ("en", "in 3.5 kg", (6, 7, ""), True),
        ("en", "in 35 and", (3, 4, ""), True),
        ("en", "in 35 and", (5, 5, "0"), True),
        ("en", "don't go", (4, 5, ""), True),
        ("fa", "او نه رفت", (5, 5, "\u200c"), True),
        ("fa", "او نه رفت", (5, 5, "!"), False),
        ("fr", "il n'a", (3, 4, ""), True),
        ("fr", "il n'a", (5, 6, "b"), False),
        ("zh", "我不去", (1, 2, ""), True),
        ("zh", "我不去", (2, 3, "来"), False),
    ],
)
def test_a_guarded_token_is_not_touched_joined_or_split(language, text, edit, refused):
    start, end, new = edit

    def propose(columns, language, strength):
        stretch = Stretches(np.array([start]), np.array([end]))
        if start == end:
            return insert_after(columns, np.array([start - 1]), new, strength=1.0)
        return replace(columns, stretch, new, strength=1.0)

    perturbation = dataclasses.replace(SMILEYS, propose=propose)
    setting = {"language": language, "perturbation": perturbation, "severity": 5}
    result = perturb(text, guard=True, **setting)
    assert ("guard" in result.flags) == refused
    assert (result.text == text) == refused
    assert perturb(text, **setting).text != text


@pytest.mark.parametrize(
    ("text", "perturbation", "word"),
    [
        ("in\u00ab\u00bb12 boats", "punct_drop", "12"),
        ("they say)(not yet", "punct_drop", "not"),
        (
            "\u0627\u0644\u0641\u0637\u0648\u0631\u0641\u064a\u00ab\u096412\u0641\u064a",
            "spoken_form",
            "12",
        ),
    ],
)
def test_marks_that_part_a_guarded_word_from_another_do_not_all_go(text, perturbation, word):
    language = "ar" if perturbation == "spoken_form" else "en"
    setting = {"language": language, "perturbation": perturbation, "severity": 5, "guard": True}
    for example_id in map(str, range(20)):
        found = perturb(text, example_id=example_id, **setting).text
        before = found.index(word) - 1
        assert not found[before].isalnum(), found
    free = perturb(text, **setting | {"guard": False}).text
    assert free[free.index(word) - 1].isalnum()
