from collections import Counter
from pathlib import Path

import pytest

from crosswind.data.catalogue import TASKS
from crosswind.data.home import (
    QUOTAS,
    home_sentences,
    read_grammar,
    sentence_key,
    templates_by_split,
)
from crosswind.data.home_facts import INTENTS, LANGUAGES
from crosswind.data.sources import find_sources

SPLITS = ("train", "validation", "test")


@pytest.fixture(scope="module")
def english():
    found = find_sources(TASKS.get("home_intents"), "en", "test", Path("nowhere"))
    return found.sources["test"]


@pytest.fixture(scope="module")
def drawn(english):
    return {split: home_sentences(english, "en", split) for split in SPLITS}


def test_no_template_is_in_two_splits(english, drawn) -> None:
    parts = templates_by_split(read_grammar(english).intents.templates, "en")
    texts = {split: {item.text for item in parts[split]} for split in SPLITS}
    assert not texts["train"] & texts["test"]
    assert not texts["train"] & texts["validation"]
    assert not texts["validation"] & texts["test"]
    for split in SPLITS:
        assert {item.template.text for item in drawn[split].sentences} <= texts[split]


def test_the_split_of_a_template_does_not_depend_on_the_order_of_the_file(english) -> None:
    templates = read_grammar(english).intents.templates
    assert templates_by_split(templates, "en") == templates_by_split(templates[::-1], "en")


def test_no_sentence_is_in_two_splits_or_twice_or_of_two_intents(drawn) -> None:
    keys = [sentence_key(item.text) for split in SPLITS for item in drawn[split].sentences]
    assert len(set(keys)) == len(keys)


def test_every_intent_is_in_every_split_and_none_dominates(drawn) -> None:
    for split in SPLITS:
        counts = Counter(item.template.intent for item in drawn[split].sentences)
        assert set(counts) == set(INTENTS)
        assert max(counts.values()) <= QUOTAS[split]
    assert len(drawn["train"].sentences) >= 1900
    assert min(Counter(i.template.intent for i in drawn["train"].sentences).values()) >= 60


def test_two_draws_are_equal(english, drawn) -> None:
    assert home_sentences(english, "en", "validation") == drawn["validation"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_test_text_is_enough_and_free_of_template_signs(embedded, language: str) -> None:
    examples, _ = embedded("home_intents", language, "test")
    texts = [example.texts["text"] for example in examples]
    assert len(texts) >= 400
    assert len({example.label for example in examples}) >= 14
    for text in texts:
        assert text == " ".join(text.split())
        assert not set(text) & set("{}[]<>|()_")


@pytest.mark.parametrize("split", SPLITS)
def test_all_of_english_is_the_three_splits_together(embedded, split) -> None:
    everything = {example.example_id for example in embedded("home_intents", "en", "all")[0]}
    assert {example.example_id for example in embedded("home_intents", "en", split)[0]} < everything
