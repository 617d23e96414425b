"""Sentences to be mined for translations: the layout of BUCC 2018."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match
from crosswind.data.layouts import read_columns
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

_BYTE_ORDER_MARK = "\ufeff"


def read_mined(source: Source, language: str, split: str) -> Reading:
    """The sentences of the other language, each with the ids of its English translations, if any.

    Every line is an example, also where lines repeat a sentence: the benchmark looks at distinct
    sentences only, which is a matter of mining and not of reading.

    Args:
        source: files with the roles "text" and "gold".
        language: tag of the other language.
        split: not used: the files decide.

    Raises:
        DataError: if a line is not an id and a text, or if the gold names a sentence that is not
            there, one pair twice, or no pair at all.
    """
    del split
    lines = list(_sentences(source.one("text"), language))
    gold = _gold(source.one("gold"), {line.example.example_id for line in lines})
    rows = []
    for line in lines:
        partners = tuple(gold.get(line.example.example_id, ()))
        rows.append(replace(line, example=replace(line.example, gold_ids=partners)))
    return Reading(rows=rows)


def read_english(source: Source, language: str, split: str) -> Reading:
    """The English sentences: the pool of the other language."""
    del language, split
    return Reading(rows=list(_sentences(source.one("english"), "en")))


def _sentences(path: Path, language: str) -> Iterator[Placed]:
    for place, cells in read_columns(path, ("id", "text")):
        if cells["id"].startswith(_BYTE_ORDER_MARK):
            raise DataError(
                "the file starts with a byte order mark",
                place=place,
                value=cells["id"],
                allowed="the id of a sentence",
                action="Save the file as UTF-8 without it.",
            )
        example = Example(
            example_id=cells["id"],
            parallel_id=f"{language}:{cells['id']}",
            language=language,
            texts={"text": cells["text"]},
        )
        yield Placed(place=place, example=example)


def _gold(path: Path, known: set[str]) -> dict[str, list[str]]:
    """Id in the other language -> ids of its English translations."""
    gold: dict[str, list[str]] = {}
    for place, cells in read_columns(path, ("id", "English id")):
        name, english = cells["id"], cells["English id"]
        if name not in known:
            raise DataError(
                "the gold names a sentence that is not in the text file",
                place=place,
                value=name,
                nearest=nearest_match(name, sorted(known)[:1000]),
                action="Take all files of a split from one release.",
            )
        if english in gold.setdefault(name, []):
            raise DataError("the pair is named twice", place=place, value=f"{name} {english}")
        gold[name].append(english)
    if not gold:
        raise DataError(
            "the file holds no pairs",
            place=f"{path}:1",
            allowed="one pair or more",
            action="Download the file again.",
        )
    return gold
