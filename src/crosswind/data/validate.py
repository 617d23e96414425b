"""Rows against the card: labels, ids, language, emptiness, spans."""

from collections.abc import Iterator, Sequence

from crosswind.core.errors import DataError, nearest_match
from crosswind.data.task import Placed
from crosswind.records.example import Example
from crosswind.records.task_card import TaskCard


def check_rows(rows: Sequence[Placed], card: TaskCard, language: str, *, origin: str) -> None:
    """Refuse rows that do not keep the card's word.

    Args:
        rows: the rows of one split in one language.
        card: the task's card.
        language: the language that was asked for.
        origin: the file to name if there are no rows at all.

    Raises:
        DataError: at the first fault, naming file and line.
    """
    if not rows:
        raise DataError(
            "the file holds no examples",
            place=f"{origin}:1",
            allowed="one example or more",
            action="Download the file again.",
        )
    seen: dict[str, str] = {}
    for row in rows:
        example, place = row.example, row.place
        _check_identity(example, language, place, seen)
        _check_texts(example, card, place)
        _check_gold(example, card, place)


def _check_identity(example: Example, language: str, place: str, seen: dict[str, str]) -> None:
    name = example.example_id
    if not name or not example.parallel_id:
        raise DataError("an example has no id", place=place, action="Give every example an id.")
    if name in seen:
        raise DataError(
            f"the id is used twice (first at {seen[name]})",
            place=place,
            value=name,
            allowed="ids that are unique within a split",
            action="Remove the doubled example.",
        )
    seen[name] = place
    if example.language != language:
        raise DataError(
            "an example in another language", place=place, value=example.language, allowed=language
        )


def _check_texts(example: Example, card: TaskCard, place: str) -> None:
    if card.kind == "tagging":
        texts = {f"word {index}": word for index, word in enumerate(example.words, start=1)}
        if not texts:
            raise DataError("a sentence without words", place=place)
    else:
        texts = dict(example.texts)
        if tuple(texts) != card.fields:
            raise DataError(
                "wrong text fields", place=place, value=list(texts), allowed=card.fields
            )
    for name, text in texts.items():
        if not text.strip():
            raise DataError(
                f"the field '{name}' is empty",
                place=place,
                value=text,
                allowed="text",
                action="Repair or remove the example.",
            )


def _check_gold(example: Example, card: TaskCard, place: str) -> None:
    if card.kind == "tagging" and len(example.tags) != len(example.words):
        raise DataError(
            f"{len(example.words)} words but {len(example.tags)} tags",
            place=place,
            allowed="one tag for each word",
        )
    for noun, label in _labels(example, card):
        if not label or (card.labels and label not in card.labels):
            raise DataError(
                f"unknown {noun}",
                place=place,
                value=label,
                allowed=card.labels,
                nearest=nearest_match(label, card.labels),
                action=f"See `crosswind tasks {card.name}` for its labels.",
            )
    if card.kind == "span_qa":
        _check_answers(example, place)


def _labels(example: Example, card: TaskCard) -> Iterator[tuple[str, str]]:
    if card.kind == "tagging":
        for index, tag in enumerate(example.tags):
            yield f"tag of word {index + 1}", tag
    elif card.kind in {"classification", "pair_classification"}:
        yield "label", example.label


def _check_answers(example: Example, place: str) -> None:
    context = example.texts["context"]
    if not example.answers:
        raise DataError("a question without an answer", place=place, value=example.example_id)
    for answer in example.answers:
        there = context[answer.start : answer.start + len(answer.text)]
        if answer.start < 0 or there != answer.text or not answer.text:
            raise DataError(
                f"the answer of question '{example.example_id}' does not stand at code point "
                f"{answer.start} of its context (there: {there[:60]!r})",
                place=place,
                value=answer.text,
                allowed="context[start : start + len(text)] == text",
                action="Offsets count Unicode code points, from 0. Repair the answer.",
            )
