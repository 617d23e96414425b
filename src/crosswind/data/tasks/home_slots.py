"""Home slots: which words of a sentence name a room, a device, a time?"""

from crosswind.data.home_facts import (
    LANGUAGES,
    LICENCE,
    SLOT_TAGS,
    TEXT_ORIGIN,
    TRAPS,
    home_files,
)
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="home_slots",
    kind="tagging",
    metric="entity_f1",
    languages=LANGUAGES,
    splits=("train", "validation", "test"),
    labels=SLOT_TAGS,
    fields=("words",),
    train_tasks=("home_slots",),
    world="embedded",
    licence=LICENCE,
    text_origin=TEXT_ORIGIN,
    citation="Home Assistant intents, https://github.com/home-assistant/intents",
    source="the installed package home-assistant-intents",
    revision="the installed release; its files' digests are in the plan",
    published_setup="none: ours; templates of test are never in training",
    traps=(*TRAPS, "a word with an ending or a prefixed article belongs to its slot as a whole"),
)
TASK = Task(card=CARD, files=home_files, read="crosswind.data.home_readers:read_slots")
