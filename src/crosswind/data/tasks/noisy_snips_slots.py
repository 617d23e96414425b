"""Noisy SNIPS slots: utterances with real typing errors, in four languages (arXiv:2210.04782)."""

from dataclasses import replace

from crosswind.data.noisy_utterances import read_pairs
from crosswind.data.published_noise import CLEAN
from crosswind.data.task import Reading, Source, Task
from crosswind.data.tasks import noisy_snips_intents, snips_slots
from crosswind.data.utterances import slot_rows

CARD = replace(
    noisy_snips_intents.CARD,
    name="noisy_snips_slots",
    kind=snips_slots.CARD.kind,
    metric=snips_slots.CARD.metric,
    labels=snips_slots.CARD.labels,
    fields=snips_slots.CARD.fields,
    train_tasks=snips_slots.CARD.train_tasks,
    published_setup="arXiv:2210.04782: train on English SNIPS, slot F1 on noisy and clean test",
    traps=(
        *noisy_snips_intents.CARD.traps,
        "the noisy files name slots without B- and I-: a run of one name is read as one slot",
        "one English line has an empty word between two blanks, tagged O: left out and counted",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """The noisy utterances, or the clean ones, under the ids of SNIPS' validation part."""
    pairs, left_out = read_pairs(source)
    sides = [pair.clean if split == CLEAN else pair.noisy for pair in pairs]
    reading = slot_rows(sides, language, lambda number, _: pairs[number].name)
    return replace(reading, left_out={**reading.left_out, **left_out})


TASK = Task(card=CARD, files=noisy_snips_intents.files, read=read)
