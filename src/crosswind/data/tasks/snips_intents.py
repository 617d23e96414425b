"""SNIPS intents: what does a sentence to an assistant ask for? English (arXiv:1805.10190)."""

from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.data.utterances import INTENTS, intent_rows, layout_files, read_utterances
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="snips_intents",
    kind="classification",
    metric="accuracy",
    languages=("en",),
    splits=("train", "validation", "test"),
    labels=INTENTS,
    train_tasks=("snips_intents",),
    release="snips",
    licence="CC0-1.0",
    text_origin="written by crowd workers",
    citation="Coucke et al. 2018, arXiv:1805.10190; cut by Goo et al. 2018 (ACL N18-2118)",
    source="https://github.com/MiuLab/SlotGated-SLU, data/snips, below snips.",
    revision="61f0307c729b",
    published_setup="Goo et al. 2018: intent accuracy on test",
    traps=(
        "this cut is in lower case and without punctuation, unlike the noisy sets",
        "the noisy sets are copies of its validation part, not of its test part",
        "lines hold doubled and trailing blanks, and train one U+FFFD; left as they are",
    ),
)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The three parallel files of a part."""
    del language
    return layout_files((f"snips/{'valid' if split == 'validation' else split}",))


def read(source: Source, language: str, split: str) -> Reading:
    """Utterances by their part and line number from 0."""
    found = read_utterances(source.one("text"), source.one("slots"), source.one("intents"))
    return intent_rows(found, language, lambda number, _: f"{split}-{number}")


TASK = Task(card=CARD, files=files, read=read)
