"""Rows of the hub's tables of questions to examples of span QA."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.core.languages import languages_of
from crosswind.data.hub import Rows
from crosswind.data.hub_readers import Row, text_at
from crosswind.data.task import Placed, Reading
from crosswind.records.example import Answer, Example

MOVED = "answers moved to where they stand in a trimmed context"
_LARGEST_SHIFT = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A row of a table of questions.

    Attributes:
        number: from 0, among the questions of its language.
        name: its id in the table.
        first_name: the smallest id of the questions on its context.
        context: the paragraph.
    """

    number: int
    name: str
    first_name: str
    context: str


# (language, question) -> id.
QuestionNaming = Callable[[str, Asked], str]


def own_id(language: str, asked: Asked) -> str:
    """The id in the table."""
    del language
    return asked.name


def position(language: str, asked: Asked) -> str:
    """The position in the table, for ids that the official files have not."""
    del language
    return str(asked.number)


def paragraph(language: str, asked: Asked) -> str:
    """The smallest id of the paragraph's questions, which translations share."""
    del language
    return asked.first_name


def context_of(language: str, asked: Asked) -> str:
    """The context, in its language alone."""
    return f"{language}:{text_digest(asked.context)[:16]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Questions:
    """How rows in the columns of SQuAD become examples.

    The hub's tables hold contexts without the blanks at their ends, but offsets that count them:
    an answer that does not stand at its offset is moved to where it does, and counted.

    Attributes:
        example_id: names a question.
        cluster: names its parallel cluster.
        prefixes: language -> how ids of its questions start, where one table holds several.
    """

    example_id: QuestionNaming = own_id
    cluster: QuestionNaming = paragraph
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, rows: Rows, language: str, split: str) -> Reading:
        """The examples of a language, or of a pair context + question."""
        del split
        first, second = languages_of(language)
        start = self.prefixes.get(language, "")
        table = [(place, row, text_at(row, "id", place)) for place, row in rows]
        table = [item for item in table if item[2].startswith(start)]
        names: dict[str, str] = {}
        for place, row, name in table:
            context = text_at(row, "context", place)
            names[context] = min(name, names.get(context, name))
        found: list[Placed] = []
        n_moved = 0
        for number, (place, row, name) in enumerate(table):
            context = row["context"]
            asked = Asked(number=number, name=name, first_name=names[context], context=context)
            answers, n_here = _answers(row, context, place)
            n_moved += n_here
            example = Example(
                example_id=self.example_id(language, asked),
                parallel_id=self.cluster(language, asked),
                language=first,
                second_language=second if second != first else "",
                texts={"question": text_at(row, "question", place), "context": context},
                answers=answers,
            )
            found.append(Placed(place=place, example=example))
        return Reading(rows=found, repaired={MOVED: n_moved} if n_moved else {})


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
