"""Noisy PAN-X: PAN-X's test sentences with real typing errors, in five languages."""

from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json_lines
from crosswind.data.published_noise import CLEAN, REAL_TYPOS, rows_of_split
from crosswind.data.tagged_files import (
    Sentence,
    by_number,
    read_words_with_or_without_tags,
    sentence_rows,
)
from crosswind.data.task import Reading, Source, SourceFile, Task
from crosswind.data.tasks import panx
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard

_RATIOS = ("0.05", "0.1", "0.2")
CARD = TaskCard(
    name="noisy_panx",
    kind="tagging",
    metric="entity_f1",
    languages=("de", "es", "fr", "hi", "tr"),
    splits=("test", CLEAN),
    labels=panx.CARD.labels,
    fields=panx.CARD.fields,
    train_tasks=panx.CARD.train_tasks,
    release="panx",
    published_noise=REAL_TYPOS,
    licence="ODC-By-1.0",
    text_origin="PAN-X's, with word errors attested in edit histories put in by machine",
    citation="Stickland et al. 2023, arXiv:2210.04782",
    source="https://github.com/amazon-science/multilingual-robust-contrastive-pretraining, "
    "paper_data/panx as noisy_panx; and PAN-X's test files, with or without tags, as for panx.",
    revision="0f3d07319f23",
    published_setup="arXiv:2210.04782: train on English PAN-X, entity F1 on noisy and clean test",
    traps=(
        "the clean rows are in PAN-X's test files: the dev files hold none of them",
        "noisy rows alone have numbers of their own as ids; beside the clean file, its numbers",
        "the ratio of changed words differs by language (de 0.2, es, fr and tr 0.1, hi 0.05)",
        "errors stand inside names too, and the German file holds U+FFFD; left as they are",
    ),
)


def read(source: Source, language: str, split: str) -> Reading:
    """The noisy sentences, or the clean ones, under the ids of PAN-X's test; matched by text.

    The clean file may come without tags, as the benchmark's download does: a noisy row has the
    words of its clean row one by one, so its tags are those of both. Without the clean file the
    noisy rows stand alone, under their own numbers.
    """
    noisy = sentence_rows(
        _noisy_sentences(source.one("noisy")), language, by_number(language, "noisy")
    )
    if "text" not in source.files:
        return noisy
    sentences = list(read_words_with_or_without_tags(source.one("text")))
    clean = sentence_rows(sentences, language, by_number(language, "test"))
    has_tags = any(sentence.tags for sentence in sentences)

    def key(example: Example) -> Hashable:
        return example.tags if has_tags else len(example.words)

    return rows_of_split(noisy.rows, clean.rows, split, key)


def _noisy_sentences(path: Path) -> Iterator[Sentence]:
    """Sentences of JSON lines with `tokens` and, as numbers, `ner_tags`."""
    for number, value in read_json_lines(path):
        place = f"{path}:{number}"
        words = _listed(value, "tokens", str, place)
        tags = tuple(_tag(tag, place) for tag in _listed(value, "ner_tags", int, place))
        if len(words) != len(tags):
            raise DataError(f"{len(words)} words but {len(tags)} tags", place=place)
        yield Sentence(place=place, words=words, tags=tags)


def _listed(value: Any, key: str, kind: type, place: str) -> tuple[Any, ...]:
    found = value.get(key) if isinstance(value, dict) else None
    if not isinstance(found, list) or any(type(item) is not kind for item in found):
        raise DataError(
            f"no list '{key}', or one of a wrong type",
            place=place,
            value=found,
            allowed=f"'{key}' as a list of {'texts' if kind is str else 'whole numbers'}",
            action="Repair the line or download the file again.",
        )
    return tuple(found)


def _tag(number: int, place: str) -> str:
    if not 0 <= number < len(CARD.labels):
        allowed = ", ".join(f"{index} ({tag})" for index, tag in enumerate(CARD.labels))
        raise DataError("unknown tag", place=place, value=number, allowed=allowed)
    return CARD.labels[number]


def files(language: str, split: str) -> tuple[SourceFile, ...]:
    """The noisy file, and the clean one: without it there is no split of clean rows."""
    names = tuple(f"noisy_panx/test_{language}_typos_{ratio}.jsonl" for ratio in _RATIOS)
    return (
        SourceFile(role="noisy", patterns=names),
        SourceFile(
            role="text",
            patterns=(f"panx/test-{language}.tsv",),
            is_optional=split != CLEAN,
            get_it="XTREME's download_data.sh (google-research/xtreme), folder panx: the rows "
            "without noise are there and nowhere else.",
        ),
    )


TASK = Task(card=CARD, files=files, read=read)
