"""Noisy SNIPS intents: utterances with real typing errors, in four languages (arXiv:2210.04782)."""

from dataclasses import replace

from crosswind.data.noisy_utterances import noisy_files, read_pairs
from crosswind.data.published_noise import CLEAN, REAL_TYPOS
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.data.tasks import snips_intents
from crosswind.data.utterances import intent_rows

CARD = replace(
    snips_intents.CARD,
    name="noisy_snips_intents",
    languages=("en", "es", "fr", "hi"),
    splits=("test", CLEAN),
    published_noise=REAL_TYPOS,
    selection_overlap=("snips_intents", "snips_slots"),
    licence="Apache-2.0 (noisy sets), CC0-1.0 (clean English)",
    text_origin="written by crowd workers, human-translated, with errors attested in edit "
    "histories put in by machine",
    citation="Stickland et al. 2023, arXiv:2210.04782",
    source="https://github.com/amazon-science/multilingual-robust-contrastive-pretraining, "
    "paper_data/snips as noisy_snips; and, for clean English, data/snips of "
    "https://github.com/MiuLab/SlotGated-SLU as snips.",
    revision="0f3d07319f23",
    published_setup="arXiv:2210.04782: train on English SNIPS, accuracy on noisy and clean test",
    traps=(
        "its utterances are those of SNIPS' validation part: never select on that part for it",
        "clean English is in lower case and without punctuation, the noisy copy is not",
        "399 of the 700 English rows differ in nothing else: the drop there is one of form too",
        "the other languages' clean and noisy rows differ in the errors alone",
        "languages hold the intents in different order and some lack a few rows (es 14, fr 9)",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """The noisy utterances, or the clean ones, under the ids of SNIPS' validation part."""
    pairs, left_out = read_pairs(source)
    sides = [pair.clean if split == CLEAN else pair.noisy for pair in pairs]
    reading = intent_rows(sides, language, lambda number, _: pairs[number].name)
    return replace(reading, left_out=left_out)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """Both splits need both sides."""
    del split
    return noisy_files(language)


TASK = Task(card=CARD, files=files, read=read)
