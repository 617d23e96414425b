"""Classification: one label an example. Logits (B, labels)."""

from collections.abc import Iterable, Sequence

from crosswind.core.errors import DataError
from crosswind.model.texts import text_rows
from crosswind.model.tokenise import PieceReader
from crosswind.records.example import Example
from crosswind.train.objective import Objective, TextRules, TrainingRow, TrainingText, index_of


def trained_labels(occurring: Iterable[str], rules: TextRules, place: str) -> tuple[str, ...]:
    """The declared labels; if none are declared, those that occur, sorted.

    Raises:
        DataError: if fewer than two occur: nothing could be learned.
    """
    found = sorted(set(occurring))
    if len(found) < 2:
        raise DataError(
            "the training text has one label only",
            place=place,
            value=found,
            allowed="at least two labels",
            action="Raise max_examples, or check the task's files.",
        )
    return tuple(rules.labels) or tuple(found)


def _labels(examples: Sequence[Example], rules: TextRules, place: str) -> tuple[str, ...]:
    return trained_labels((example.label for example in examples), rules, place)


def _read(examples: Sequence[Example], rules: TextRules, reader: PieceReader) -> TrainingText:
    index = {label: number for number, label in enumerate(rules.labels)}
    texts = text_rows(examples, rules.fields, reader, rules.max_tokens)
    return TrainingText(
        rows=tuple(
            TrainingRow(text.reads, (index_of(example.label, index, example),))
            for example, text in zip(examples, texts, strict=True)
        ),
        n_truncated=sum(text.is_truncated for text in texts),
    )


LABELS = Objective(labels=_labels, read=_read)
