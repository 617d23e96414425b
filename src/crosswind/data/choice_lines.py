"""Choices between two causes or effects as JSON lines: the layout of COPA and XCOPA."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError, nearest_match
from crosswind.data.json_values import value_of
from crosswind.data.layouts import read_objects
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

FIELDS = ("premise", "question", "choice1", "choice2")
# What is asked, in English whatever the language, as in the benchmark's script (`run_xcopa.py`).
QUESTIONS = {"cause": "What was the cause?", "effect": "What was the effect?"}
# Rows from which equal labels are placeholders: by chance they occur once in 2 ** 19 files.
_ENOUGH_ROWS = 20
_LAYOUT = "COPA"


def read_choices(source: Source, language: str, split: str) -> Reading:
    """One example a line, with the split and the number `idx` of the line as id.

    Equal splits of COPA and XCOPA are translations of one another by `idx`, so they share ids and
    clusters. Labels are "0" and "1", the index of the right choice.

    The test part of COPA is published without labels, and copies of it fill in one and the same:
    then the labels of a translation are taken, if one is there.

    Args:
        source: files with the roles "text" and, for COPA's test part, "translation".
        language: canonical tag.
        split: of the card.

    Raises:
        DataError: if a line lacks a key, or if there is nothing but placeholders.
    """
    path = source.one("text")
    rows = [_placed(place, item, language, split) for place, item in read_objects(path)]
    if _are_placeholders(rows) and "translation" in source.files:
        rows = _labelled(rows, source.one("translation"), split)
    if _are_placeholders(rows):
        raise DataError(
            f"all {len(rows)} labels are missing or equal: they are placeholders",
            place=f"{path}:1",
            value=rows[0].example.label,
            allowed="labels 0 and 1",
            action="Put a file of XCOPA's test part in place, whose labels are COPA's, or evaluate "
            "on the validation split.",
        )
    return Reading(rows=rows)


def _placed(place: str, item: Mapping[str, Any], language: str, split: str) -> Placed:
    texts = {name: value_of(item, name, str, place, layout=_LAYOUT) for name in FIELDS}
    name = f"{split}-{value_of(item, 'idx', int, place, layout=_LAYOUT)}"
    example = Example(
        example_id=name,
        parallel_id=name,
        language=language,
        texts={**texts, "question": _question(texts["question"], place)},
        label=str(value_of(item, "label", int, place, layout=_LAYOUT)) if "label" in item else "",
    )
    return Placed(place=place, example=example)


def _question(marker: str, place: str) -> str:
    if marker not in QUESTIONS:
        raise DataError(
            "unknown question",
            place=place,
            value=marker,
            allowed=tuple(QUESTIONS),
            nearest=nearest_match(marker, QUESTIONS),
            action="Repair the line or download the file again.",
        )
    return QUESTIONS[marker]


def _are_placeholders(rows: Sequence[Placed]) -> bool:
    return len(rows) >= _ENOUGH_ROWS and len({row.example.label for row in rows}) == 1


def _labelled(rows: Sequence[Placed], translation: Path, split: str) -> list[Placed]:
    """The rows with the labels that their translations have."""
    gold = {
        row.example.example_id: row.example.label
        for row in (_placed(place, item, "", split) for place, item in read_objects(translation))
    }
    for row in rows:
        if row.example.example_id not in gold:
            raise DataError(
                f"no translation in {translation} gives the label of this line",
                place=row.place,
                value=row.example.example_id,
                allowed="a line of equal idx",
                action="Take both files from their releases.",
            )
    return [
        replace(row, example=replace(row.example, label=gold[row.example.example_id]))
        for row in rows
    ]
