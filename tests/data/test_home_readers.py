from collections import Counter
from itertools import pairwise

import pytest

from crosswind.data.home_facts import INTENTS, LANGUAGES, SLOT_TAGS
from crosswind.data.home_readers import slot_tags, slot_type
from crosswind.data.intents_files import Template
from crosswind.data.templates import Sentence, Slot

_TEMPLATE = Template(intent="I", text="t", meaning="", fixed={}, response="", domains=())


def _sentence(text: str, *slots: tuple[str, str]) -> Sentence:
    return Sentence(
        text=text,
        template=_TEMPLATE,
        slots=tuple(
            Slot(
                name=name,
                list_name=name,
                value=inside,
                start=text.index(inside),
                end=text.index(inside) + len(inside),
            )
            for name, inside in slots
        ),
    )


def test_words_of_a_slot_are_tagged_in_order() -> None:
    sentence = _sentence("light the living room now", ("area", "living room"))
    assert slot_tags(sentence) == ("O", "O", "B-area", "I-area", "O")


def test_a_word_with_an_ending_belongs_to_its_slot() -> None:
    assert slot_tags(_sentence("valot keittiössä", ("area", "keittiö"))) == ("O", "B-area")
    assert slot_tags(_sentence("set 30% here", ("brightness", "30"))) == ("O", "B-brightness", "O")


def test_neighbors_of_one_type_stay_two() -> None:
    sentence = _sentence("2 h 5 m", ("hours", "2"), ("minutes", "5"))
    assert slot_tags(sentence) == ("B-duration", "O", "B-duration", "O")


def test_two_slots_in_one_word_are_refused() -> None:
    assert slot_tags(_sentence("3h40", ("hours", "3"), ("minutes", "40"))) is None


@pytest.mark.parametrize(
    ("name", "list_name", "kind"),
    [
        ("name", "timer_name", "timer_name"),
        ("name", "name", "name"),
        ("temperature", "color_temperature_names", "color"),
        ("temperature", "temperature", "temperature"),
        ("domain", "lock_domains", ""),
    ],
)
def test_types_of_slots(name, list_name, kind) -> None:
    assert slot_type(Slot(name=name, list_name=list_name, value="", start=0, end=0)) == kind


@pytest.mark.parametrize("language", LANGUAGES)
def test_tags_are_valid_bio_and_one_for_each_word(embedded, language: str) -> None:
    examples, _ = embedded("home_slots", language, "test")
    assert len(examples) >= 400
    for example in examples:
        assert len(example.words) == len(example.tags)
        assert set(example.tags) <= set(SLOT_TAGS)
        for before, tag in pairwise(("O", *example.tags)):
            assert not tag.startswith("I-") or before[2:] == tag[2:]


@pytest.mark.parametrize("split", ["train", "test"])
def test_every_label_of_the_cards_occurs_in_english(embedded, split) -> None:
    slots, _ = embedded("home_slots", "en", split)
    intents, _ = embedded("home_intents", "en", split)
    assert {tag for example in slots for tag in example.tags} == set(SLOT_TAGS)
    assert {example.label for example in intents} == set(INTENTS)


def test_slots_and_intents_are_of_the_same_sentences(embedded) -> None:
    intents = {row.example_id: row for row in embedded("home_intents", "de", "test")[0]}
    slots, left_out = embedded("home_slots", "de", "test")
    for row in slots:
        assert " ".join(row.words) == intents[row.example_id].texts["text"]
    lost = sum(n for reason, n in left_out.items() if reason.startswith(("two_", "slots_")))
    assert len(slots) == len(intents) - lost


def test_sentences_are_their_own_clusters_in_their_own_language(embedded) -> None:
    german, _ = embedded("home_intents", "de", "test")
    assert Counter(row.parallel_id for row in german).most_common(1)[0][1] == 1
    assert all(row.parallel_id.startswith("de:") for row in german)
