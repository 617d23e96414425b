"""Rows of the hub's tables to examples: labelled texts, tagged words, translations.

Pure: the rows come from `parquet_rows`. Questions are in `hub_questions`.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.data.hub import RowReader, Rows
from crosswind.data.task import Placed, Reading
from crosswind.records.example import Example

Row = Mapping[str, Any]
# (split, number from 0, row) -> id.
Naming = Callable[[str, int, Row], str]
NO_GOLD = "no gold label"
EMPTY_WORDS = "empty words, tagged O"


def by_number(split: str, number: int, row: Row) -> str:
    """The number of the row."""
    del split, row
    return str(number)


def by_threes(split: str, number: int, row: Row) -> str:
    """One name for each three rows: XNLI's hypotheses of one premise."""
    del split, row
    return str(number // 3)


def by_part(split: str, number: int, row: Row) -> str:
    """The number of the row behind the usual name of its part: train, dev or test."""
    del row
    return f"{_part(split)}-{number}"


def by_column(name: str) -> Naming:
    """The value of a column behind the usual name of its part."""
    return lambda split, number, row: f"{_part(split)}-{row[name]}"


def own_number(name: str) -> Naming:
    """The value of a column as it is, a number."""
    return lambda split, number, row: str(row[name])


def by_column_and_split(name: str) -> Naming:
    """The value of a column behind the name of its split."""
    return lambda split, number, row: f"{split}-{row[name]}"


def by_text(name: str) -> Naming:
    """A digest of a text: rows of equal text are one cluster."""
    return lambda split, number, row: text_digest(text_at(row, name, f"row {number + 1}"))[:16]


def _part(split: str) -> str:
    return "dev" if split == "validation" else split


@dataclass(frozen=True, slots=True, kw_only=True)
class LabeledTexts:
    """How the columns of labelled texts become an example.

    Attributes:
        texts: field of the card -> column.
        label: column of the label.
        example_id: names a row.
        cluster: names its parallel cluster.
        labels: how the table writes labels -> how the card does; others stay as they are.
        wording: column -> how the table writes its values -> how the card's examples do.
    """

    texts: Mapping[str, str]
    label: str
    example_id: Naming
    cluster: Naming
    labels: Mapping[str, str] = field(default_factory=dict)
    wording: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __call__(self, rows: Rows, language: str, split: str) -> Reading:
        """The examples. Rows without a gold label are left out and counted."""
        found: list[Placed] = []
        left_out: Counter[str] = Counter()
        for number, (place, row) in enumerate(rows):
            label = row[self.label]
            if label is None:
                left_out[NO_GOLD] += 1
                continue
            example = Example(
                example_id=self.example_id(split, number, row),
                parallel_id=self.cluster(split, number, row),
                language=language,
                texts={
                    name: self._worded(row, column, place) for name, column in self.texts.items()
                },
                label=self.labels.get(str(label), str(label)),
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found, left_out=left_out)

    def _worded(self, row: Row, column: str, place: str) -> str:
        text = text_at(row, column, place)
        known = self.wording.get(column)
        if known is None:
            return text
        if text not in known:
            raise DataError(
                f"unknown value of the column '{column}'",
                place=place,
                value=text,
                allowed=tuple(known),
            )
        return known[text]


def tagged_words(words: str, tags: str) -> RowReader:
    """A reader of pre-split sentences; a sentence is its own cluster, as in the official files.

    A word without text has no tag but O, and is left out and counted.
    """

    def read(rows: Rows, language: str, split: str) -> Reading:
        found: list[Placed] = []
        left_out: Counter[str] = Counter()
        for number, (place, row) in enumerate(rows):
            pairs = list(
                zip_longest(_texts(row, words, place), _texts(row, tags, place), fillvalue="")
            )
            kept = [pair for pair in pairs if pair != ("", "O")]
            left_out[EMPTY_WORDS] += len(pairs) - len(kept)
            example = Example(
                example_id=str(number),
                parallel_id=f"{language}:{split}:{number}",
                language=language,
                words=tuple(word for word, _ in kept),
                tags=tuple(tag for _, tag in kept),
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found, left_out=+left_out)

    return read


def translations(source: str, target: str) -> RowReader:
    """A reader of sentence pairs; pairs of one English sentence share a cluster.

    Args:
        source: column of the English sentence.
        target: column of the other language. Line ends that a table kept are taken off.
    """

    def read(rows: Rows, language: str, split: str) -> Reading:
        del split
        found: list[Placed] = []
        for number, (place, row) in enumerate(rows):
            english = text_at(row, source, place).rstrip("\r\n")
            texts = {"source": english, "target": text_at(row, target, place).rstrip("\r\n")}
            example = Example(
                example_id=str(number),
                parallel_id=text_digest(english)[:16],
                language=language,
                texts=texts,
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found)

    return read


def text_at(row: Row, column: str, place: str) -> str:
    """The text in a column.

    Raises:
        DataError: if there is something else, or nothing.
    """
    value = row[column]
    if not isinstance(value, str):
        raise DataError(
            f"the column '{column}' holds no text",
            place=place,
            value=value,
            allowed="text",
            action="Pin another revision in data.revisions.",
        )
    return value


def _texts(row: Row, column: str, place: str) -> tuple[str, ...]:
    value: Sequence[Any] = row[column]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise DataError(
            f"the column '{column}' holds no list of texts",
            place=place,
            value=value,
            allowed="a list of texts",
            action="Pin another revision in data.revisions.",
        )
    return tuple(value)
