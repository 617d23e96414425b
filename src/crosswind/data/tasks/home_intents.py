"""Home intents: what does a sentence to the house ask for?"""

from crosswind.data.home_facts import INTENTS, LANGUAGES, LICENCE, TEXT_ORIGIN, TRAPS, home_files
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="home_intents",
    kind="classification",
    metric="accuracy",
    languages=LANGUAGES,
    splits=("train", "validation", "test"),
    labels=INTENTS,
    train_tasks=("home_intents",),
    world="embedded",
    licence=LICENCE,
    text_origin=TEXT_ORIGIN,
    citation="Home Assistant intents, https://github.com/home-assistant/intents",
    source="the installed package home-assistant-intents",
    revision="the installed release; its files' digests are in the plan",
    published_setup="none: ours; templates of test are never in training",
    traps=(*TRAPS, "Hebrew and Ukrainian lack some intents: their label balance is their own"),
)
TASK = Task(card=CARD, files=home_files, read="crosswind.data.home_readers:read_intents")
