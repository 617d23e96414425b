"""SQuAD files: gold questions, predicted answers, and probabilities that there is no answer."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_text
from crosswind.evaluate.json_files import line_of, read_strict_json


def read_questions(path: Path, *, has_unanswerable: bool = False) -> dict[str, list[str]]:
    """Question id -> gold answer texts, in the order of the file.

    Args:
        path: SQuAD JSON; a bare list of articles is taken too, as officially.
        has_unanswerable: a question may have no answers (SQuAD v2.0). What the file says under
            `is_impossible` is not read, as officially.

    Raises:
        DataError: if it is not SQuAD JSON, if an id occurs twice, or a question has no answer.
    """
    golds: dict[str, list[str]] = {}
    try:
        questions = list(_questions(read_strict_json(path)))
    except (KeyError, TypeError) as error:
        raise DataError(
            "not SQuAD JSON",
            place=f"{path}:1",
            value=str(error),
            allowed="data[].paragraphs[].qas[] with id and answers[].text",
            action="Download the gold file again.",
        ) from error
    for key, answers in questions:
        if key in golds:
            raise _wrong_question(path, key, "a question id occurs twice", occurrence=2)
        if not (answers or has_unanswerable):
            raise _wrong_question(path, key, "a question without a gold answer", occurrence=1)
        golds[key] = answers
    if not golds:
        raise DataError("the gold file is empty", place=f"{path}:1", allowed="at least a question")
    return golds


def read_answers(path: Path) -> dict[str, str]:
    """Question id -> predicted text.

    Raises:
        DataError: if it is not one JSON object of texts, or an id occurs twice.
    """
    what = "predicted answers", "one JSON object, question id -> answer text"
    found = _members(path, *what)
    for key, value in found.items():
        if not isinstance(value, str):
            raise _wrong_member(path, key, value, *what)
    return found


def read_probabilities(path: Path) -> dict[str, float]:
    """Question id -> probability, or any finite score, of "no answer", in the order of the file.

    Raises:
        DataError: if it is not one JSON object of finite numbers, or an id occurs twice.
    """
    what = "probabilities of no answer", "one JSON object, question id -> finite number"
    found = _members(path, *what)
    for key, value in found.items():
        if not _is_finite(value):
            raise _wrong_member(path, key, value, *what)
    return {key: float(value) for key, value in found.items()}


def _is_finite(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # a whole number beyond the range of floats
        return False


def _questions(content: Any) -> Iterator[tuple[str, list[str]]]:
    articles = content.get("data", content) if isinstance(content, dict) else content
    for article in _listed(articles, "data"):
        for paragraph in _listed(article["paragraphs"], "paragraphs"):
            for question in _listed(paragraph["qas"], "qas"):
                answers = _listed(question["answers"], "answers")
                yield _text(question["id"], "id"), [_text(item["text"], "text") for item in answers]


def _listed(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{name} is {type(value).__name__}, not a list")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{name} is {type(value).__name__}, not a text")
    return value


def _members(path: Path, noun: str, allowed: str) -> dict[str, Any]:
    found = read_strict_json(path)
    if not isinstance(found, dict):
        raise _wrong_member(path, "", type(found).__name__, noun, allowed)
    return found


def _wrong_member(path: Path, key: str, value: object, noun: str, allowed: str) -> DataError:
    return DataError(
        f"not a file of {noun}" + (f": {key!r} has" if key else ""),
        place=f"{path}:{line_of(read_text(path), key) if key else 1}",
        value=value,
        allowed=allowed,
        action="Write the file as the official script reads it.",
    )


def _wrong_question(path: Path, key: str, problem: str, *, occurrence: int) -> DataError:
    return DataError(
        problem,
        place=f"{path}:{line_of(read_text(path), key, occurrence)}",
        value=key,
        allowed="unique ids with at least one answer each",
        action="Give every question an id of its own, in both files; TyDiQA as XTREME prepares it"
        " has doubled ids."
        if occurrence > 1
        else "Download the gold file again.",
    )
