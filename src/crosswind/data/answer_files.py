"""Questions and the sentences that answer them in every language of a pool: XQuAD-R's layout."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.data.json_values import value_of
from crosswind.data.paragraphs import Paragraph, Question, read_paragraphs
from crosswind.data.task import Placed, Reading, Source
from crosswind.data.validate import check_answers
from crosswind.records.example import Example

_LAYOUT = "XQuAD-R"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A paragraph in sentences.

    Attributes:
        paragraph: as it was read.
        number: of the paragraph in the file, from 1, as in the official ids.
        breaks: (start, end) of each sentence.
    """

    paragraph: Paragraph
    number: int
    breaks: tuple[tuple[int, int], ...]

    def sentences(self) -> list[str]:
        """The sentences, in order."""
        return [self.paragraph.context[start:end] for start, end in self.breaks]

    def answering(self, question: Question) -> list[int]:
        """Positions of the sentences that read like the one in which the answer starts."""
        (answer,) = question.answers
        sentences = self.sentences()
        for (start, end), text in zip(self.breaks, sentences, strict=True):
            if start <= answer.start < end:
                return [index for index, other in enumerate(sentences) if other == text]
        return []

    def cluster(self) -> str:
        """Name of the paragraph in every language, as in XQuAD."""
        return min(self.paragraph.question_ids())


def read_asked(source: Source, language: str, split: str) -> Reading:
    """One example a question; its gold are the right sentences in all languages of the pool.

    A sentence is right if it reads like the one, in its own language, in which the answer to the
    question of that id starts. A question whose answer starts in no sentence is left out and
    counted, and its paragraph gives no right sentence to the other languages.

    Source: google-research/xtreme `third_party/utils_lareqa.py`, load_data.

    Args:
        source: the file of the language, and the files of the pool.
        language: canonical tag.
        split: not used: the files decide.
    """
    del split
    gold: dict[str, list[str]] = {}
    for tag, files in source.pool.items():
        for cut in _cuts(files.one("text")):
            for question in cut.paragraph.questions:
                names = [_name(tag, cut, index) for index in cut.answering(question)]
                gold.setdefault(question.question_id, []).extend(names)
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    for cut in _cuts(source.one("text")):
        for question in cut.paragraph.questions:
            right = gold.get(question.question_id, ())
            reason = _why_not(cut, question, right)
            if reason:
                left_out[reason] += 1
                continue
            example = Example(
                example_id=question.question_id,
                parallel_id=cut.cluster(),
                language=language,
                texts={"question": question.text},
                gold_ids=tuple(right),
            )
            rows.append(Placed(place=question.place, example=example))
    return Reading(rows=tuple(rows), left_out=dict(left_out))


def read_sentences(source: Source, language: str, split: str) -> Reading:
    """One candidate a sentence, with its paragraph, called `de:<paragraph>:<sentence>`.

    Paragraphs are counted from 1 and sentences from 0, as in the official ids `de_1_0`. As there, a
    paragraph without any answerable question gives no candidates; it is counted.
    """
    del split
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    for cut in _cuts(source.one("text")):
        if not any(map(cut.answering, cut.paragraph.questions)):
            left_out["paragraphs without an answerable question"] += 1
            continue
        for index, sentence in enumerate(cut.sentences()):
            example = Example(
                example_id=_name(language, cut, index),
                parallel_id=cut.cluster(),
                language=language,
                texts={"sentence": sentence, "context": cut.paragraph.context},
            )
            rows.append(Placed(place=f"{cut.paragraph.place}, sentence {index}", example=example))
    return Reading(rows=tuple(rows), left_out=dict(left_out))


def _why_not(cut: _Cut, question: Question, right: Sequence[str]) -> str:
    if not cut.answering(question):
        return "the answer starts in no sentence"
    return "" if right else "no right sentence in the pool"


def _name(language: str, cut: _Cut, index: int) -> str:
    return f"{language}:{cut.number}:{index}"


def _cuts(path: Path) -> Iterator[_Cut]:
    for number, paragraph in enumerate(read_paragraphs(path), start=1):
        for question in paragraph.questions:
            if len(question.answers) != 1:
                raise DataError(
                    f"question '{question.question_id}' has {len(question.answers)} answers",
                    place=question.place,
                    allowed="one answer",
                    action="Download the file again.",
                )
            check_answers(question.question_id, question.answers, paragraph.context, question.place)
        yield _Cut(paragraph=paragraph, number=number, breaks=_breaks(paragraph))


def _breaks(paragraph: Paragraph) -> tuple[tuple[int, int], ...]:
    listed = value_of(paragraph.item, "sentence_breaks", list, paragraph.place, layout=_LAYOUT)
    for item in listed:
        if not _is_break(item, len(paragraph.context)):
            raise _wrong_breaks(paragraph, item)
    breaks = tuple((start, end) for start, end in listed)
    for (_, end), (start, other) in pairwise(breaks):
        if start < end:
            raise _wrong_breaks(paragraph, [start, other])
    return breaks


def _is_break(item: Any, length: int) -> bool:
    return (
        isinstance(item, Sequence)
        and len(item) == 2
        and all(isinstance(value, int) and not isinstance(value, bool) for value in item)
        and 0 <= item[0] < item[1] <= length
    )


def _wrong_breaks(paragraph: Paragraph, item: object) -> DataError:
    return DataError(
        "not the start and end of a sentence",
        place=f"{paragraph.place}.sentence_breaks",
        value=item,
        allowed=f"[start, end] in order, without overlap, within {len(paragraph.context)} "
        "code points",
        action="Download the file again.",
    )
