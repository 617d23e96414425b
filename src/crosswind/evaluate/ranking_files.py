"""Files of rankings: the right candidates of each question, and the ranked ones."""

from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_text
from crosswind.evaluate.json_files import line_of, read_strict_json


def read_targets(path: Path) -> dict[str, list[str]]:
    """Question -> ids of its right candidates, in the order of the file.

    Raises:
        DataError: if it is not one JSON object of lists of texts, if it is empty, or if a question
            has no right candidate.
    """
    targets = read_rankings(path)
    for key, ids in targets.items():
        if not ids:
            raise _wrong_member(path, key, ids, "a question without a right candidate")
    if not targets:
        raise DataError("the gold file is empty", place=f"{path}:1", allowed="at least a question")
    return targets


def read_rankings(path: Path) -> dict[str, list[str]]:
    """Question -> candidate ids, best first; a list may be empty, and may repeat an id.

    Raises:
        DataError: if it is not one JSON object of lists of texts, or a question occurs twice.
    """
    found: Any = read_strict_json(path)
    if not isinstance(found, dict):
        raise _wrong_member(path, "", type(found).__name__, "not a file of rankings")
    for key, ids in found.items():
        if not isinstance(ids, list) or not all(isinstance(item, str) for item in ids):
            raise _wrong_member(path, key, ids, "not a list of candidate ids")
    return found


def _wrong_member(path: Path, key: str, value: object, problem: str) -> DataError:
    return DataError(
        f"{problem} ({key!r})" if key else problem,
        place=f"{path}:{line_of(read_text(path), key) if key else 1}",
        value=value,
        allowed="one JSON object, question id -> list of candidate ids",
        action="Write the file as the official script reads it.",
    )
