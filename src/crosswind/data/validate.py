"""Rows against the card: labels, ids, language, emptiness, spans."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.languages import pair_label
from crosswind.data.task import Part, Placed, Task
from crosswind.records.example import Answer, Example
from crosswind.records.task_card import POOL_KINDS, TaskCard


@dataclass(frozen=True, slots=True, kw_only=True)
class RowRules:
    """What rows are held against.

    Attributes:
        card: the task's card.
        fields: text fields of each row.
        has_gold: whether rows carry gold; candidates do not.
        has_one_language: rows are in the language that was asked for; the one pool of a task may
            be in any, and a pool that belongs to one language is in another.
    """

    card: TaskCard
    fields: tuple[str, ...]
    has_gold: bool
    has_one_language: bool = True

    @classmethod
    def of(cls, task: Task, part: Part) -> "RowRules":
        """The rules for the examples or the candidates of a task."""
        if part == "candidates":
            assert task.candidates is not None, f"{task.card.name} has no candidates"
            return cls(
                card=task.card,
                fields=task.candidates.fields,
                has_gold=False,
                has_one_language=task.candidates.is_shared and not task.candidates.language,
            )
        return cls(card=task.card, fields=task.card.fields, has_gold=True)


def check_rows(rows: Sequence[Placed], rules: RowRules, language: str, *, origin: str) -> None:
    """Refuse rows that do not keep the card's word.

    Args:
        rows: the rows of one split in one language.
        rules: from the task's card.
        language: the language, or pair of languages, that was asked for.
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
        _check_identity(example, place, seen)
        if rules.has_one_language:
            _check_language(example, language, place)
        _check_texts(example, rules, place)
        if rules.has_gold:
            _check_gold(example, rules.card, place)


def _check_identity(example: Example, place: str, seen: dict[str, str]) -> None:
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


def _check_language(example: Example, language: str, place: str) -> None:
    spoken = pair_label(example.language, example.second_language or example.language)
    if spoken != language:
        raise DataError(
            "an example in another language", place=place, value=spoken, allowed=language
        )


def _check_texts(example: Example, rules: RowRules, place: str) -> None:
    if rules.card.kind == "tagging":
        texts = {f"word {index}": word for index, word in enumerate(example.words, start=1)}
        if not texts:
            raise DataError("a sentence without words", place=place)
    else:
        texts = dict(example.texts)
        if tuple(texts) != rules.fields:
            raise DataError(
                "wrong text fields", place=place, value=list(texts), allowed=rules.fields
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
    if card.kind == "span_qa" and (example.answers or not card.has_unanswerable):
        check_answers(example.example_id, example.answers, example.texts["context"], place)
    if card.kind in POOL_KINDS:
        _check_gold_ids(example, card, place)


def _labels(example: Example, card: TaskCard) -> Iterator[tuple[str, str]]:
    if card.kind == "tagging":
        for index, tag in enumerate(example.tags):
            yield f"tag of word {index + 1}", tag
    elif card.kind in {"classification", "pair_classification", "multiple_choice"}:
        yield "label", example.label


def check_answers(name: str, answers: Sequence[Answer], context: str, place: str) -> None:
    """Refuse a question without an answer, or with one that is not where it says.

    Args:
        name: id of the question.
        answers: its gold answers.
        context: the paragraph they stand in.
        place: where the question was read from.

    Raises:
        DataError: at the first fault.
    """
    if not answers:
        raise DataError("a question without an answer", place=place, value=name)
    for answer in answers:
        if not answer.text:
            raise DataError(
                f"an answer of question '{name}' is empty",
                place=place,
                value=answer.text,
                allowed="text of the context",
                action="The benchmark's own preparation takes the answers out of files that are "
                "evaluated on: take those of the task's own release.",
            )
        there = context[answer.start : answer.start + len(answer.text)]
        if answer.start < 0 or there != answer.text:
            raise DataError(
                f"the answer of question '{name}' does not stand at code point {answer.start} of "
                f"its context (there: {there[:60]!r})",
                place=place,
                value=answer.text,
                allowed="context[start : start + len(text)] == text",
                action="Offsets count Unicode code points, from 0. Repair the answer.",
            )


def _check_gold_ids(example: Example, card: TaskCard, place: str) -> None:
    """Sentences of a mining task may have no partner; every other example has its candidates."""
    gold = example.gold_ids
    if card.kind != "mining" and not gold:
        raise DataError(
            "an example without a right candidate", place=place, value=example.example_id
        )
    if len(set(gold)) != len(gold):
        raise DataError(
            f"a right candidate of '{example.example_id}' is named twice",
            place=place,
            value=list(gold),
            allowed="each candidate once",
        )
