"""PAWS-X: do two sentences of the same words mean the same? Seven languages (arXiv:1908.11828)."""

from collections.abc import Iterator
from pathlib import Path

from crosswind.core.files import read_lines
from crosswind.data.holdout import hold_out, train_or_dev
from crosswind.data.layouts import read_columns
from crosswind.data.task import Placed, Reading, Source, SourceFile, Task
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

CARD = TaskCard(
    name="pawsx",
    kind="pair_classification",
    metric="accuracy",
    n_train=49_401,
    languages=("de", "en", "es", "fr", "ja", "ko", "zh"),
    splits=("train", "validation", "test"),
    labels=("0", "1"),
    fields=("sentence1", "sentence2"),
    train_tasks=("pawsx",),
    pairings=("same_language", "generalised"),
    release="pawsx",
    licence="freely usable with attribution (Google LLC)",
    text_origin="found and scrambled (English), human-translated (dev and test of the rest)",
    citation="Yang et al. 2019, arXiv:1908.11828",
    source="XTREME's download_data.sh (google-research/xtreme), or x-final.tar.gz of PAWS-X.",
    revision="1.0",
    published_setup="XTREME (arXiv:2003.11080): train on English, accuracy on test",
    traps=(
        "without a train file English dev trains, but for the 500 pairs with the smallest SHA-256",
        "English dev trained: evaluate on test only, since dev of the rest translates what trained",
        "labels differ between languages: in up to 43 of 2,000 dev pairs, 32 against English",
        "the benchmark's test files come without labels: take x-final/XX/test_2k.tsv",
        "sentences without a translation say NS in some languages; left as they are",
        "one sentence stands in several pairs: pairs are not independent",
    ),
)
_COLUMNS = ("sentence1", "sentence2", "label")
_WITH_ID = ("id", *_COLUMNS)


def read(source: Source, language: str, split: str) -> Reading:
    """Pairs by the id of the release, or by line number from 0 where the file has no ids.

    The part of the release stands in the id: equal ids are translations of one pair, one cluster.
    English dev trains where there is no train file: a source with one split, which `hold_out` cuts.
    """
    has_train = "train" in source.files
    part = "train" if split == "train" and has_train else "test" if split == "test" else "dev"
    rows = [
        Placed(
            place=place,
            example=Example(
                example_id=f"{part}-{name}",
                parallel_id=f"{part}-{name}",
                language=language,
                texts={field: cells[field] for field in CARD.fields},
                label=cells["label"],
            ),
        )
        for place, name, cells in _pairs(source.one("text"))
    ]
    is_english = language == CARD.source_language
    is_cut = part == "dev" and not has_train and (is_english or split == "train")
    return Reading(rows=hold_out(rows, split) if is_cut else rows)


def _pairs(path: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """(place, name, cells) of both layouts: with a header and ids, or with neither."""
    has_ids = read_lines(path)[:1] == ["\t".join(_WITH_ID)]
    columns = _WITH_ID if has_ids else _COLUMNS
    for index, (place, cells) in enumerate(read_columns(path, columns, has_header=has_ids)):
        # Line numbers and ids of the release differ, so they must not meet in one name.
        yield place, cells["id"] if has_ids else f"line-{index}", cells


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """XTREME's layout first, then that of the release; training text in English only."""
    dev = _names("dev", "dev_2k", language)
    if split == "test":
        return (SourceFile(role="text", patterns=_names("test", "test_2k", language)),)
    if language == CARD.source_language:
        return train_or_dev(_names("train", "train", language), dev)(language, split)
    return (SourceFile(role="text", patterns=dev),) if split == "validation" else ()


def _names(benchmark: str, release: str, language: str) -> tuple[str, ...]:
    return (f"pawsx/{benchmark}-{language}.tsv", f"pawsx/x-final/{language}/{release}.tsv")


TASK = Task(card=CARD, files=files, read=read)
