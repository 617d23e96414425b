"""CCG supertagging: the category of each word, from CCGbank or the Parallel Meaning Bank."""

from dataclasses import replace

from crosswind.core.errors import DataError
from crosswind.data.ccg_files import JOINED, parts_apart, read_derivations, read_meaning_bank
from crosswind.data.tagged_files import sentence_rows
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="ccg",
    kind="tagging",
    metric="token_accuracy",
    n_train=38_015,
    languages=("en",),
    splits=("train", "validation", "test"),
    labels_from_training=True,
    fields=("words",),
    train_tasks=("ccg",),
    licence="CCGbank: LDC2005T13, your own copy; Parallel Meaning Bank: free to use",
    text_origin="found: the Wall Street Journal, or sentences of the Parallel Meaning Bank",
    citation="Hockenmaier & Steedman 2007 (ACL J07-3004); Abzianidze et al. 2017 (ACL E17-2039)",
    source="CCGbank's folder data/AUTO below ccgbank, or the layer files of the Parallel Meaning "
    "Bank 4.0.0, gold (github.com/RikVN/DRS_parsing, parsing/layer_data), below pmb_ccg.",
    revision="CCGbank 1.1, or PMB 4.0.0: the files' digests are in the plan",
    published_setup="arXiv:2005.13013: 38,015 training sentences of CCGbank, 5,484 of dev",
    traps=(
        "the two sources name categories differently: scores on one say nothing about the other",
        "the tag set is that of the training text: rare categories of dev and test are not in it",
        "CCGbank is taken where both are there; sections 02-21 train, 00 selects, 23 is scored",
        "German has validation and test of the Meaning Bank only: loaded when named",
    ),
)
_SECTIONS = {
    "train": tuple(f"{number:02}" for number in range(2, 22)),
    "validation": ("00",),
    "test": ("23",),
}
_MERGED = {"train": "02-21", "validation": "00", "test": "23"}
_PARTS = {"train": "train", "validation": "dev", "test": "test"}
_TOPS = ("ccgbank", "ccgbank_1_1")


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """CCGbank's sections, or the one file of a part of the Meaning Bank."""
    bank = f"pmb_ccg/4.0.0/{language}/gold/{_PARTS[split]}.conll"
    if language != "en":
        return () if split == "train" else (SourceFile(role="text", patterns=(bank,)),)
    first, *rest = _SECTIONS[split]
    merged = f"ccgbank/ccgbank-wsj_{_MERGED[split]}.auto"
    return (
        SourceFile(role="text", patterns=(merged, *_folders(first), bank)),
        *(SourceFile(role=name, patterns=_folders(name), is_optional=True) for name in rest),
    )


def _folders(section: str) -> tuple[str, ...]:
    return tuple(f"{top}/data/AUTO/{section}/*.auto" for top in _TOPS)


def read(source: Source, language: str, split: str) -> Reading:
    """Sentences by the name of the release; sentences of one document are one cluster.

    Documents of the Meaning Bank are parallel: a cluster spans its languages.

    Raises:
        DataError: if a section of CCGbank is absent.
    """
    path = source.one("text")
    if path.suffix == ".conll":
        found = sentence_rows(
            read_meaning_bank(path),
            language,
            lambda _, sentence: (sentence.name, sentence.name.rpartition("-")[0]),
        )
        return _with_parts_apart(found)
    if path.parent.name == _SECTIONS[split][0]:
        _check_sections(source, split)
    paths = [item for paths in source.files.values() for item in paths]
    sentences = (sentence for item in paths for sentence in read_derivations(item))
    return sentence_rows(
        sentences,
        language,
        lambda _, sentence: (sentence.name, sentence.name.partition(".")[0]),
    )


def _check_sections(source: Source, split: str) -> None:
    for section in _SECTIONS[split][1:]:
        if section not in source.files:
            raise DataError(
                f"section {section} of CCGbank is absent",
                place=f"{source.one('text').parents[1] / section}:1",
                allowed=f"sections {_MERGED[split]} for the split '{split}'",
                action="Put the whole folder data/AUTO there.",
            )


def _with_parts_apart(found: Reading) -> Reading:
    rows = []
    n_joined = 0
    for row in found.rows:
        words = tuple(parts_apart(word) for word in row.example.words)
        n_joined += sum(
            ours != theirs for ours, theirs in zip(words, row.example.words, strict=True)
        )
        rows.append(replace(row, example=replace(row.example, words=words)))
    return replace(found, rows=rows, repaired={JOINED: n_joined} if n_joined else {})


TASK = Task(card=CARD, files=files, read=read, more_languages=("de",))
