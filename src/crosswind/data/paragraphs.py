"""Paragraphs and their questions, as SQuAD v1.1 files and their kin hold them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.data.json_values import value_of
from crosswind.records.example import Answer

_LAYOUT = "SQuAD v1.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question on a paragraph.

    Attributes:
        place: the path of keys inside the document.
        question_id, text: as in the file.
        answers: gold answers, in file order.
    """

    place: str
    question_id: str
    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph.

    Attributes:
        place: the path of keys inside the document.
        article: number of its article in the file, from 0.
        context: as in the file: leading blanks, byte order marks and carriage returns stay,
            because answers count from the first code point.
        questions: in file order.
        item: the object it was read from, for the keys that only some layouts have.
    """

    place: str
    article: int
    context: str
    questions: tuple[Question, ...]
    item: Mapping[str, Any]

    def question_ids(self) -> tuple[str, ...]:
        """Ids of the questions, in file order."""
        return tuple(question.question_id for question in self.questions)


def read_paragraphs(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of a file, article by article.

    Raises:
        DataError: if the file is not of this layout.
    """
    start = f"{path}:1"
    for number, article in enumerate(_value(read_json(path), "data", list, start)):
        place = f"{start}: data[{number}]"
        for index, item in enumerate(_value(article, "paragraphs", list, place)):
            spot = f"{place}.paragraphs[{index}]"
            yield Paragraph(
                place=spot,
                article=number,
                context=_value(item, "context", str, spot),
                questions=tuple(_questions(item, spot)),
                item=item,
            )


def _questions(item: Any, place: str) -> Iterator[Question]:
    for index, entry in enumerate(_value(item, "qas", list, place)):
        spot = f"{place}.qas[{index}]"
        name = _value(entry, "id", str, spot)
        answers = tuple(
            Answer(
                start=_value(answer, "answer_start", int, f"{spot} (question '{name}')"),
                text=_value(answer, "text", str, f"{spot} (question '{name}')"),
            )
            for answer in _value(entry, "answers", list, spot)
        )
        said = entry.get("is_impossible")
        if said is not None and said is not (not answers):
            raise DataError(
                f"question '{name}' contradicts itself: is_impossible and its answers",
                place=spot,
                value=said,
                allowed="answers, or is_impossible = true and no answers",
                action="Repair it, or download the file again.",
            )
        yield Question(
            place=spot,
            question_id=name,
            text=_value(entry, "question", str, spot),
            answers=answers,
        )


def _value(item: Any, key: str, kind: type, place: str) -> Any:
    return value_of(item, key, kind, place, layout=_LAYOUT)
