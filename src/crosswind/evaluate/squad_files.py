"""SQuAD v1.1 files: gold questions, and predictions as one JSON object id -> text."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json, read_text


def read_questions(path: Path) -> dict[str, list[str]]:
    """Question id -> gold answer texts, in the order of the file.

    Raises:
        DataError: if it is not SQuAD JSON, if an id occurs twice, or a question has no answer.
    """
    content = read_json(path)
    articles = content.get("data", content) if isinstance(content, dict) else content
    golds: dict[str, list[str]] = {}
    try:
        questions = [
            (str(question["id"]), [_text(answer["text"]) for answer in question["answers"]])
            for article in articles
            for paragraph in article["paragraphs"]
            for question in paragraph["qas"]
        ]
    except (KeyError, TypeError, IndexError) as error:
        raise DataError(
            "not SQuAD v1.1 JSON",
            place=f"{path}:1",
            value=str(error),
            allowed="data[].paragraphs[].qas[] with id and answers[].text",
            action="Download the gold file again.",
        ) from error
    for key, answers in questions:
        if key in golds or not answers:
            raise DataError(
                "a question without a gold answer" if not answers else "a question id occurs twice",
                place=f"{path}:{_line_of(read_text(path), key, 2 if answers else 1)}",
                value=key,
                allowed="unique ids with at least one answer each",
                action="Download the gold file again.",
            )
        golds[key] = answers
    if not golds:
        raise DataError("the gold file is empty", place=f"{path}:1", allowed="at least a question")
    return golds


def read_answers(path: Path) -> dict[str, str]:
    """Question id -> predicted text.

    Raises:
        DataError: if it is not one JSON object of texts, or an id occurs twice.
    """
    text = read_text(path)
    try:
        pairs = json.loads(text, object_pairs_hook=_Pairs)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise _not_answers(path, line, getattr(error, "msg", "nested too deeply")) from error
    if not isinstance(pairs, _Pairs):
        raise _not_answers(path, 1, type(pairs).__name__)
    answers: dict[str, str] = {}
    for key, value in pairs:
        if key in answers:
            raise DataError(
                "two predictions for one question",
                place=f"{path}:{_line_of(text, key, 2)}",
                value=key,
                allowed="each question id once",
                action="Remove one of them.",
            )
        if not isinstance(value, str):
            raise _not_answers(path, _line_of(text, key, 1), value)
        answers[key] = value
    return answers


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object in order, doubled names kept."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"an answer text is {type(value).__name__}")
    return value


def _not_answers(path: Path, line: int, value: object) -> DataError:
    return DataError(
        "not a file of predicted answers",
        place=f"{path}:{line}",
        value=value,
        allowed="one JSON object, question id -> answer text",
        action="Write the predictions as the official script reads them.",
    )


def _line_of(text: str, key: str, occurrence: int) -> int:
    """Line of the n-th quoted `key`; the line of the last one found if there are fewer."""
    quoted: Sequence[str] = (json.dumps(key), json.dumps(key, ensure_ascii=False))
    needle = next((form for form in quoted if form in text), quoted[0])
    position = -1
    for _ in range(occurrence):
        later = text.find(needle, position + 1)
        if later < 0:
            break
        position = later
    return text.count("\n", 0, max(position, 0)) + 1
