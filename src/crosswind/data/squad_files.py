"""Questions on paragraphs as examples: SQuAD and XQuAD, MLQA's pairs of languages, TyDiQA."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from crosswind.core.errors import DataError
from crosswind.core.hashing import text_digest
from crosswind.core.languages import languages_of
from crosswind.data.paragraphs import Paragraph, Question, read_paragraphs
from crosswind.data.task import Placed, Reading, Source
from crosswind.records.example import Example

_LATIN_LETTER = re.compile("[A-Za-z]")


def read_shared_paragraphs(source: Source, language: str, split: str) -> Reading:
    """One example a question; questions of one paragraph are one cluster.

    The cluster is named by the smallest question id of the paragraph. Translations keep the ids of
    their original, so a paragraph has one name in every language of XQuAD, and in SQuAD too.
    """
    del split
    return _reading(source, language, lambda paragraph, _: min(paragraph.question_ids()))


def read_paragraph_pairs(source: Source, language: str, split: str) -> Reading:
    """MLQA: contexts in one language, questions in the same or another.

    All files of MLQA share the ids of questions, and nothing finer than the article is cut alike in
    all of them: a paragraph of one language may hold questions of two paragraphs of another. So the
    questions of one article of the English file are one cluster, named by the smallest of their
    ids. Without the English file each question is a cluster of its own, by its id.

    Args:
        source: files with the roles "text" and, if it is there, "english".
        language: the language, or the pair context + question (`de+en`).
        split: not used: the files decide.
    """
    del split
    clusters = _article_names(source.files.get("english", ()))
    return _reading(
        source,
        language,
        lambda _, question: clusters.get(question.question_id, question.question_id),
    )


def read_by_position(source: Source, language: str, split: str) -> Reading:
    """TyDiQA: questions get their position in the file as id, from 0.

    The benchmark's preparation cuts ids down to their last piece, and many questions share one.
    Languages are not parallel: questions on equal contexts are one cluster of their language.

    Raises:
        DataError: if the training file holds questions that are not English.
    """
    rows: list[Placed] = []
    for paragraph, question in _all_questions(source):
        if split == "train" and language == "en" and not _LATIN_LETTER.search(question.text):
            raise DataError(
                "a question of another language in the English training file",
                place=question.place,
                value=question.text,
                allowed="English questions: with others in it, transfer would not be zero-shot",
                action="Take the English part alone, never the file of all languages.",
            )
        name = str(len(rows))
        cluster = f"{language}:{text_digest(paragraph.context)[:16]}"
        rows.append(_placed(paragraph, question, language, (name, cluster)))
    return Reading(rows=tuple(rows))


def _reading(
    source: Source, language: str, cluster: Callable[[Paragraph, Question], str]
) -> Reading:
    return Reading(
        rows=tuple(
            _placed(
                paragraph, question, language, (question.question_id, cluster(paragraph, question))
            )
            for paragraph, question in _all_questions(source)
        )
    )


def _all_questions(source: Source) -> Iterator[tuple[Paragraph, Question]]:
    for path in source.files["text"]:
        for paragraph in read_paragraphs(path):
            for question in paragraph.questions:
                yield paragraph, question


def _placed(
    paragraph: Paragraph, question: Question, language: str, ids: tuple[str, str]
) -> Placed:
    first, second = languages_of(language)
    return Placed(
        place=question.place,
        example=Example(
            example_id=ids[0],
            parallel_id=ids[1],
            language=first,
            second_language=second if second != first else "",
            texts={"question": question.text, "context": paragraph.context},
            answers=question.answers,
        ),
    )


def _article_names(paths: tuple[Path, ...]) -> dict[str, str]:
    """Question id -> smallest question id of its article."""
    articles: dict[tuple[Path, int], list[str]] = {}
    for path in paths:
        for paragraph in read_paragraphs(path):
            articles.setdefault((path, paragraph.article), []).extend(paragraph.question_ids())
    return {name: min(names) for names in articles.values() for name in names}
