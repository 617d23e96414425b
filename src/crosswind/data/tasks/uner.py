"""Universal NER: named entities on Universal Dependencies treebanks (arXiv:2311.09122)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crosswind.data.entity_tags import PERSON_PLACE_ORGANISATION
from crosswind.data.tagged_files import OF_WORDS, Sentence, read_iob2, sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.records.task_card import TaskCard

# Language tag -> (folder, code of the files): one treebank a language, those with training first.
_TREEBANKS = {
    "da": ("Danish-DDT", "da_ddt"),
    "en": ("English-EWT", "en_ewt"),
    "hr": ("Croatian-SET", "hr_set"),
    "pt": ("Portuguese-Bosque", "pt_bosque"),
    "sk": ("Slovak-SNK", "sk_snk"),
    "sr": ("Serbian-SET", "sr_set"),
    "sv": ("Swedish-Talbanken", "sv_talbanken"),
    "zh": ("Chinese-GSDSIMP", "zh_gsdsimp"),
    "ceb": ("Cebuano-GJA", "ceb_gja"),
    "de": ("German-PUD", "de_pud"),
    "ru": ("Russian-PUD", "ru_pud"),
    "tl": ("Tagalog-TRG", "tl_trg"),
}
_WITH_DEV = ("da", "en", "hr", "pt", "sk", "sr", "sv", "zh")
_OTHER = f"{OF_WORDS}of other entities (OTH), read as O"
CARD = TaskCard(
    name="uner",
    kind="tagging",
    metric="entity_f1",
    languages=tuple(_TREEBANKS),
    splits=("train", "validation", "test"),
    labels=PERSON_PLACE_ORGANISATION,
    fields=("words",),
    train_tasks=("uner",),
    licence="CC-BY-SA-4.0 (the PUD treebanks CC-BY-SA-3.0)",
    text_origin="found",
    citation="Mayhew et al. 2024, arXiv:2311.09122",
    source="https://github.com/UniversalNER, repositories UNER_*, below uner.",
    revision="version 1",
    published_setup="arXiv:2311.09122: train on English EWT, entity F1 on each treebank's test",
    traps=(
        'without English train text: train = ["panx"], which has the same tags from other rules',
        "its sentences are UD's under other ids: English EWT is in udpos, German PUD in pud",
        "entities of other kinds (OTH) are read as O, as in the official preparation; counted",
        "some words hold a blank (Swedish)",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by their `sent_id`; only those of the PUD treebanks are parallel."""
    del split
    others: Counter[str] = Counter()
    is_parallel = _TREEBANKS[language][0].endswith("-PUD")
    reading = sentence_rows(
        _without_others(read_iob2(source.one("text")), others),
        language,
        lambda _, found: (found.name, found.name if is_parallel else f"{language}:{found.name}"),
    )
    return replace(reading, left_out={**reading.left_out, **others})


def _without_others(sentences: Iterable[Sentence], counts: Counter[str]) -> Iterator[Sentence]:
    """Sentences with OTH (and the slip B-O) read as O; how many tags is added to `counts`."""
    for sentence in sentences:
        tags = tuple("O" if "OTH" in tag or tag == "B-O" else tag for tag in sentence.tags)
        n_others = sum(new != old for new, old in zip(tags, sentence.tags, strict=True))
        if n_others:
            counts[_OTHER] += n_others
        yield replace(sentence, tags=tags)


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The folders of the official repositories; training text of English only."""
    if (split == "train" and language != CARD.source_language) or (
        split == "validation" and language not in _WITH_DEV
    ):
        return ()
    folder, code = _TREEBANKS[language]
    part = "dev" if split == "validation" else split
    return (SourceFile(role="text", patterns=(f"uner/UNER_{folder}/{code}-ud-{part}.iob2",)),)


TASK = Task(card=CARD, files=files, read=read)
