"""Rows of choice tasks to examples, from files and from the hub's tables alike.

A row is an object with the keys of the release: HellaSwag, Cosmos QA, CommonsenseQA.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_text
from crosswind.core.hashing import text_digest
from crosswind.data.holdout import part_of
from crosswind.data.hub import Rows
from crosswind.data.hub_readers import NO_GOLD
from crosswind.data.json_values import value_of
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

# (place, row, language, split) -> example; its label is empty where the row has none.
RowMaker = Callable[[str, Mapping[str, Any], str, str], Example]

LETTERS = ("A", "B", "C", "D", "E")
_ENDINGS = 4
_ANSWERS = ("answer0", "answer1", "answer2", "answer3")


def choice_reading(
    rows: Iterable[tuple[str, Mapping[str, Any]]], make: RowMaker, language: str, split: str
) -> Reading:
    """The examples of rows; rows without a label are left out and counted."""
    found = [Placed(place=place, example=make(place, row, language, split)) for place, row in rows]
    kept = [row for row in found if row.example.label]
    n_without = len(found) - len(kept)
    return Reading(rows=kept, left_out={NO_GOLD: n_without} if n_without else {})


def file_choices(
    make: RowMaker, rows_of: Callable[[Path], Iterable[tuple[str, Mapping[str, Any]]]]
) -> Callable[[Source, str, str], Reading]:
    """The reader of a file of the release, whose rows are in `rows_of` its path."""

    def read(source: Source, language: str, split: str) -> Reading:
        """The examples of a split; of the only file, those of its part."""
        found = choice_reading(rows_of(source.one("text")), make, language, split)
        return Reading(rows=part_of(source, found.rows, split), left_out=found.left_out)

    return read


def hub_choices(make: RowMaker) -> Callable[[Rows, str, str], Reading]:
    """The reader of a table of the hub whose columns are the keys of the release."""
    return lambda rows, language, split: choice_reading(rows, make, language, split)


def hellaswag(place: str, row: Mapping[str, Any], language: str, split: str) -> Example:
    """What happens next? Endings of one source (a video, an article) are one cluster.

    The context is `ctx_a`; the start of a sentence that all endings complete (`ctx_b`) stands in
    front of each of them, as in the code of arXiv:2005.13013.
    """
    layout = "HellaSwag"
    start = value_of(row, "ctx_b", str, place, layout=layout)
    endings = value_of(row, "endings", list, place, layout=layout)
    if len(endings) != _ENDINGS or not all(isinstance(ending, str) for ending in endings):
        raise DataError(
            "not four endings", place=place, value=endings, allowed="a list of four texts"
        )
    number = value_of(row, "ind", int, place, layout=layout)
    source = value_of(row, "source_id", str, place, layout=layout)
    return Example(
        example_id=f"{split}-{number}",
        parallel_id=text_digest(source)[:16],
        language=language,
        texts={
            "context": value_of(row, "ctx_a", str, place, layout=layout),
            **{
                f"choice{position}": f"{start} {ending}" if start and ending else ending
                for position, ending in enumerate(endings)
            },
        },
        label=_label(row.get("label")),
    )


def cosmos_qa(place: str, row: Mapping[str, Any], language: str, split: str) -> Example:
    """A question on a paragraph of a blog; questions of one paragraph are one cluster."""
    del split
    texts = {
        name: value_of(row, name, str, place, layout="Cosmos QA")
        for name in ("context", "question", *_ANSWERS)
    }
    return Example(
        example_id=value_of(row, "id", str, place, layout="Cosmos QA"),
        parallel_id=text_digest(texts["context"])[:16],
        language=language,
        texts=texts,
        label=_label(row.get("label")),
    )


def commonsense_qa(place: str, row: Mapping[str, Any], language: str, split: str) -> Example:
    """A question with five answers, as the release nests it or in the flat form of the hub."""
    del split
    layout = "CommonsenseQA"
    name = value_of(row, "id", str, place, layout=layout)
    if isinstance(row.get("question"), dict):
        nested = row["question"]
        question = value_of(nested, "stem", str, place, layout=layout)
        choices = value_of(nested, "choices", list, place, layout=layout)
        letters = [value_of(choice, "label", str, place, layout=layout) for choice in choices]
        answers = [value_of(choice, "text", str, place, layout=layout) for choice in choices]
    else:
        question = value_of(row, "question", str, place, layout=layout)
        table = value_of(row, "choices", dict, place, layout=layout)
        letters = value_of(table, "label", list, place, layout=layout)
        answers = value_of(table, "text", list, place, layout=layout)
    if tuple(letters) != LETTERS or len(answers) != len(LETTERS):
        raise DataError("not five choices", place=place, value=letters, allowed=LETTERS)
    key = row.get("answerKey")
    return Example(
        example_id=name,
        parallel_id=name,
        language=language,
        texts={
            "question": question,
            **{f"choice{letter}": _text(answers[n], place) for n, letter in enumerate(LETTERS)},
        },
        label=str(LETTERS.index(key)) if key in LETTERS else _label(key),
    )


def read_csv_rows(path: Path, wanted: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """(place, column -> text) of each row of a CSV file with a header; texts may hold line ends.

    Raises:
        DataError: if it is no CSV, the header lacks a column, or a row has another number of
            columns than the header.
    """
    reader = csv.reader(StringIO(read_text(path), newline=""), strict=True)
    header: list[str] = []
    line = 0
    try:
        for row in reader:
            place, line = f"{path}:{line + 1}", reader.line_num
            if not header:
                header = _header(row, tuple(wanted), place)
            elif len(row) != len(header):
                raise DataError(
                    f"{len(row)} columns instead of {len(header)}",
                    place=place,
                    value=",".join(row)[:120],
                    allowed=f"{len(header)} columns: {', '.join(header)}",
                    action="Repair the row or download the file again.",
                )
            else:
                yield place, dict(zip(header, row, strict=True))
    except csv.Error as error:
        raise DataError(
            f"not CSV ({error})",
            place=f"{path}:{line + 1}",
            allowed="commas between columns, double quotes around texts that hold any",
            action="Download the file again.",
        ) from error


def _header(row: list[str], wanted: tuple[str, ...], place: str) -> list[str]:
    names = [row[0].removeprefix("\ufeff"), *row[1:]] if row else []
    if not set(wanted) <= set(names):
        raise DataError(
            "wrong header",
            place=place,
            value=names,
            allowed=f"a header that names {', '.join(wanted)}",
            action="Test files may come without labels: take the file of another split.",
        )
    return names


def _label(value: Any) -> str:
    """As text; empty for none: null, an empty text, or the hub's -1."""
    return "" if value is None or value == -1 or isinstance(value, bool) else str(value)


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise DataError("a choice is no text", place=place, value=value, allowed="text")
    return value
