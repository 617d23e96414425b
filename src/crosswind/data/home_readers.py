"""The sentences of the home as examples: with an intent, or with tagged slots."""

from collections import Counter
from itertools import pairwise

from crosswind.core.hashing import text_digest
from crosswind.data.home import home_sentences
from crosswind.data.home_facts import SLOT_TAGS
from crosswind.data.task import Placed, Reading, Source
from crosswind.data.templates import Sentence, Slot
from crosswind.records.example import Example

# Slot name of the package -> type of the task. `name` and `temperature` depend on their list.
_TYPES = {
    "area": "area",
    "brightness": "brightness",
    "color": "color",
    "conversation_command": "command",
    "device_class": "device_class",
    "floor": "floor",
    "hours": "duration",
    "minutes": "duration",
    "seconds": "duration",
    "start_hours": "duration",
    "start_minutes": "duration",
    "start_seconds": "duration",
    "position": "position",
    "state": "state",
    "volume_level": "volume",
}


def read_intents(source: Source, language: str, split: str) -> Reading:
    """Sentences labelled with the intent they were drawn for."""
    drawn = home_sentences(source, language, split)
    rows = tuple(
        Placed(
            place=_place(source, sentence),
            example=Example(
                example_id=_id(sentence),
                parallel_id=f"{language}:{_id(sentence)}",
                language=language,
                texts={"text": sentence.text},
                label=sentence.template.intent,
            ),
        )
        for sentence in drawn.sentences
    )
    return Reading(rows=rows, left_out=drawn.left_out)


def read_slots(source: Source, language: str, split: str) -> Reading:
    """Sentences split at blanks, each word with the BIO tag of its slot.

    A word that holds any letter of a slot belongs to it, so endings and prefixed articles that are
    written together with a filler are inside. A sentence in which two slots share a word, or with
    a tag that English never shows, is left out and counted.
    """
    drawn = home_sentences(source, language, split)
    left_out = Counter(drawn.left_out)
    rows: list[Placed] = []
    for sentence in drawn.sentences:
        words = tuple(sentence.text.split(" "))
        tags = slot_tags(sentence)
        if tags is None:
            left_out["two_slots_in_one_word"] += 1
            continue
        if not set(tags) <= set(SLOT_TAGS):
            left_out["slots_longer_than_any_in_English"] += 1
            continue
        example = Example(
            example_id=_id(sentence),
            parallel_id=f"{language}:{_id(sentence)}",
            language=language,
            words=words,
            tags=tags,
        )
        rows.append(Placed(place=_place(source, sentence), example=example))
    return Reading(rows=rows, left_out=dict(sorted(left_out.items())))


def slot_tags(sentence: Sentence) -> tuple[str, ...] | None:
    """A BIO tag for each word of a sentence; None if two slots share a word.

    Neighbors of one type that count one thing ("2 hours 5 minutes") stay two slots.
    """
    bounds = _word_bounds(sentence.text)
    tags = ["O"] * len(bounds)
    for slot in sentence.slots:
        kind = slot_type(slot)
        if not kind:
            continue
        inside = [
            index
            for index, (start, end) in enumerate(bounds)
            if start < slot.end and slot.start < end
        ]
        if any(tags[index] != "O" for index in inside):
            return None
        for position, index in enumerate(inside):
            tags[index] = f"{'I' if position else 'B'}-{kind}"
    return tuple(tags)


def slot_type(slot: Slot) -> str:
    """The task's type of a slot; empty for what the task does not tag."""
    if slot.name == "name":
        return "timer_name" if slot.list_name == "timer_name" else "name"
    if slot.name == "temperature":
        return "color" if slot.list_name.startswith("color_temperature") else "temperature"
    return _TYPES.get(slot.name, "")


def _word_bounds(text: str) -> list[tuple[int, int]]:
    cuts = [-1, *(index for index, letter in enumerate(text) if letter == " "), len(text)]
    return [(left + 1, right) for left, right in pairwise(cuts)]


def _id(sentence: Sentence) -> str:
    return text_digest(f"{sentence.template.intent}\n{sentence.text}")[:16]


def _place(source: Source, sentence: Sentence) -> str:
    return f"{source.one('templates')}: template {sentence.template.text!r}"
