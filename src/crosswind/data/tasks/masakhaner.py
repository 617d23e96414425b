"""MasakhaNER: named entities in twenty-one African languages (arXiv:2103.11811, 2210.12391)."""

from crosswind.data.entity_tags import bio_tags
from crosswind.data.tagged_files import by_number, read_between_blanks, sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.records.task_card import TaskCard

# Language tag -> code in the names of the folders: the twenty of release 2, then that of release 1.
_SECOND = {
    "bm": "bam", "bbj": "bbj", "ee": "ewe", "fon": "fon", "ha": "hau", "ig": "ibo", "rw": "kin",
    "lg": "lug", "luo": "luo", "mos": "mos", "pcm": "pcm", "ny": "nya", "sn": "sna", "sw": "swa",
    "tn": "tsn", "tw": "twi", "wo": "wol", "xh": "xho", "yo": "yor", "zu": "zul",
}  # fmt: skip
_FIRST = {
    "am": "amh", "ha": "hau", "ig": "ibo", "rw": "kin", "lg": "lug", "luo": "luo", "pcm": "pcm",
    "sw": "swa", "wo": "wol", "yo": "yor",
}  # fmt: skip
CARD = TaskCard(
    name="masakhaner",
    kind="tagging",
    metric="entity_f1",
    languages=tuple({**_SECOND, **_FIRST}),
    splits=("validation", "test"),
    labels=bio_tags(("PER", "ORG", "LOC", "DATE")),
    fields=("words",),
    train_tasks=("panx",),
    licence="CC-BY-NC-4.0",
    text_origin="found (news)",
    citation="Adelani et al. 2021, arXiv:2103.11811; Adelani et al. 2022, arXiv:2210.12391",
    source="https://github.com/masakhane-io/masakhane-ner, whole or its data folders, below "
    "masakhaner.",
    revision="release 2 where a language has it, else release 1",
    published_setup="none: the authors train on English CoNLL-2003, which is licensed",
    traps=(
        "no English text here has dates: after panx every DATE is missed, in every arm alike",
        "nine languages are in both releases: release 2 is taken, and the plan names the file",
        "training text in these languages is never read: transfer is zero-shot",
        "release 2 holds a token of four quotation marks for a quotation mark",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by number from 0. Languages are not parallel: a sentence is its own cluster."""
    sentences = read_between_blanks(source.one("text"))
    return sentence_rows(sentences, language, by_number(language, split))


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The folders of the official repository."""
    part = "dev" if split == "validation" else split
    folders = [
        *(f"MasakhaNER2.0/data/{code}" for code in (_SECOND.get(language),) if code),
        *(f"data/{code}" for code in (_FIRST.get(language),) if code),
    ]
    names = tuple(f"masakhaner/{folder}/{part}.txt" for folder in folders)
    return (SourceFile(role="text", patterns=names),)


TASK = Task(card=CARD, files=files, read=read)
