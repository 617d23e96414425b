"""Home paraphrase: do two sentences to the house ask for the same?"""

from crosswind.data.home_facts import LANGUAGES, LICENCE, TEXT_ORIGIN, TRAPS, home_files
from crosswind.data.task import Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="home_paraphrase",
    kind="pair_classification",
    metric="accuracy",
    languages=LANGUAGES,
    splits=("train", "validation", "test"),
    labels=("different", "same"),
    fields=("first", "second"),
    train_tasks=("home_paraphrase",),
    world="embedded",
    licence=LICENCE,
    text_origin=TEXT_ORIGIN,
    citation="Home Assistant intents, https://github.com/home-assistant/intents",
    source="the installed package home-assistant-intents",
    revision="the installed release; its files' digests are in the plan",
    published_setup="none: ours, after the idea of PAWS (arXiv:1904.01130)",
    traps=(
        *TRAPS,
        "two pairs share an anchor: they are one cluster",
        "same means that the house would do the same: 'pause the music', 'pause the show'",
    ),
)
TASK = Task(card=CARD, files=home_files, read="crosswind.data.paraphrase:read_pairs")
