"""Rows of the hub's tables to examples, by task kind. Pure: the rows come from `parquet_rows`."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.data.hub import RowReader, Rows
from crosswind.data.task import Placed, Reading
from crosswind.records.example import Answer, Example

Row = Mapping[str, Any]
# (number from 0, row) -> id.
Naming = Callable[[int, Row], str]
NO_GOLD = "no gold label"
MOVED = "answers moved to where they stand in a trimmed context"
_LARGEST_SHIFT = 64


def by_number(number: int, row: Row) -> str:
    """The number of the row."""
    del row
    return str(number)


def by_threes(number: int, row: Row) -> str:
    """One name for each three rows: XNLI's hypotheses of one premise."""
    del row
    return str(number // 3)


def by_column(name: str) -> Naming:
    """The value of a column, as text."""
    return lambda number, row: str(row[name])


def by_text(name: str) -> Naming:
    """A digest of a text: rows of equal text are one cluster."""
    return lambda number, row: text_digest(_text(row, name, f"row {number + 1}"))[:16]


def labeled_texts(
    texts: Mapping[str, str], label: str, *, example_id: Naming, cluster: Naming
) -> RowReader:
    """A reader of labelled texts. Rows without a gold label are left out and counted.

    Args:
        texts: field of the card -> column.
        label: column of the label.
        example_id: names a row.
        cluster: names its parallel cluster.
    """

    def read(rows: Rows, language: str, split: str) -> Reading:
        del split
        found: list[Placed] = []
        left_out: Counter[str] = Counter()
        for number, (place, row) in enumerate(rows):
            if row[label] is None:
                left_out[NO_GOLD] += 1
                continue
            example = Example(
                example_id=example_id(number, row),
                parallel_id=cluster(number, row),
                language=language,
                texts={name: _text(row, column, place) for name, column in texts.items()},
                label=str(row[label]),
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found, left_out=left_out)

    return read


def tagged_words(words: str, tags: str) -> RowReader:
    """A reader of pre-split sentences; a sentence is its own cluster, as in the official files."""

    def read(rows: Rows, language: str, split: str) -> Reading:
        del split
        return Reading(
            rows=[
                Placed(
                    place=place,
                    example=Example(
                        example_id=str(number),
                        parallel_id=f"{language}:{number}",
                        language=language,
                        words=_texts(row, words, place),
                        tags=_texts(row, tags, place),
                    ),
                )
                for number, (place, row) in enumerate(rows)
            ]
        )

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
            english = _text(row, source, place).rstrip("\r\n")
            texts = {"source": english, "target": _text(row, target, place).rstrip("\r\n")}
            example = Example(
                example_id=str(number),
                parallel_id=text_digest(english)[:16],
                language=language,
                texts=texts,
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found)

    return read


def questions(*, language_prefix: Callable[[str], str] | None = None) -> RowReader:
    """A reader of questions on paragraphs, in the columns of SQuAD.

    The hub's tables hold contexts without the blanks at their ends, but offsets that count them:
    an answer that does not stand at its offset is moved to where it does, and counted.

    Args:
        language_prefix: language -> how ids of its questions start, where one table holds several.
    """

    def read(rows: Rows, language: str, split: str) -> Reading:
        del split
        start = language_prefix(language) if language_prefix else ""
        table = [
            (place, row, _text(row, "id", place), _text(row, "context", place))
            for place, row in rows
        ]
        table = [item for item in table if item[2].startswith(start)]
        clusters: dict[str, str] = {}
        for _, _, name, context in table:
            clusters[context] = min(name, clusters.get(context, name))
        found: list[Placed] = []
        n_moved = 0
        for place, row, name, context in table:
            answers, n_here = _answers(row, context, place)
            n_moved += n_here
            example = Example(
                example_id=name,
                parallel_id=clusters[context],
                language=language,
                texts={"question": _text(row, "question", place), "context": context},
                answers=answers,
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found, repaired={MOVED: n_moved} if n_moved else {})

    return read


def _answers(row: Row, context: str, place: str) -> tuple[tuple[Answer, ...], int]:
    """The answers, each where it stands, and how many of them were moved there."""
    given = row["answers"]
    starts = given.get("answer_start") if isinstance(given, Mapping) else None
    texts = given.get("text") if isinstance(given, Mapping) else None
    if (
        not isinstance(starts, list)
        or not isinstance(texts, list)
        or len(starts) != len(texts)
        or not all(isinstance(text, str) for text in texts)
        or not all(isinstance(start, int) for start in starts)
    ):
        raise DataError(
            "the answers are not of this layout",
            place=place,
            value=given,
            allowed="answer_start and text, two lists of one length",
            action="Pin another revision in data.revisions.",
        )
    answers = tuple(
        Answer(start=standing_at(context, text, start), text=text)
        for text, start in zip(texts, starts, strict=True)
    )
    n_moved = sum(answer.start != start for answer, start in zip(answers, starts, strict=True))
    return answers, n_moved


def standing_at(context: str, text: str, start: int) -> int:
    """Where an answer stands: at `start`, else at the nearest place before or after it.

    An answer that stands nowhere near keeps its offset, which `validate` then refuses.
    """
    for shift in range(_LARGEST_SHIFT + 1):
        for place in (start - shift, start + shift):
            if place >= 0 and context.startswith(text, place):
                return place
    return start


def _text(row: Row, column: str, place: str) -> str:
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
