"""SNIPS slots: which words of a sentence to an assistant name what? English (arXiv:1805.10190)."""

from dataclasses import replace

from crosswind.data.entity_tags import bio_tags
from crosswind.data.task import Reading, Source, Task
from crosswind.data.tasks import snips_intents
from crosswind.data.utterances import SLOTS, read_utterances, slot_rows

CARD = replace(
    snips_intents.CARD,
    name="snips_slots",
    kind="tagging",
    metric="entity_f1",
    labels=bio_tags(SLOTS),
    fields=("words",),
    train_tasks=("snips_slots",),
    published_setup="Goo et al. 2018: slot F1 on test",
)


def read(source: Source, language: str, split: str) -> Reading:
    """Utterances by their part and line number from 0."""
    found = read_utterances(source.one("text"), source.one("slots"), source.one("intents"))
    return slot_rows(found, language, lambda number, _: f"{split}-{number}")


TASK = Task(card=CARD, files=snips_intents.files, read=read)
