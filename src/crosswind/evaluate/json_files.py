"""JSON that strangers wrote: a name that stands twice in one object is refused, not overwritten."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import parse_json, read_lines, read_text


class _DoubledError(Exception):
    """A name that stands twice in one object."""


def read_strict_json(path: Path) -> Any:
    """One JSON document.

    Raises:
        DataError: if it is not JSON, or an object has a name twice; names the line.
    """
    return _parsed(read_text(path), path, first_line=1)


def read_strict_json_lines(path: Path) -> list[tuple[int, Any]]:
    """(line number, value) of each line; blank lines are no rows.

    Raises:
        DataError: as for one document.
    """
    return [
        (number, _parsed(line, path, first_line=number))
        for number, line in enumerate(read_lines(path), start=1)
        if line.strip()
    ]


def line_of(text: str, name: str, occurrence: int = 1) -> int:
    """Line of the n-th quoted `name`; the line of the last one found if there are fewer."""
    quoted: Sequence[str] = (json.dumps(name), json.dumps(name, ensure_ascii=False))
    needle = next((form for form in quoted if form in text), quoted[0])
    position = -1
    for _ in range(occurrence):
        later = text.find(needle, position + 1)
        if later < 0:
            break
        position = later
    return text.count("\n", 0, max(position, 0)) + 1


def _parsed(text: str, path: Path, *, first_line: int) -> Any:
    try:
        return parse_json(
            text,
            place=str(path),
            first_line=first_line,
            members=_without_doubles,
            keep_halves=True,
        )
    except _DoubledError as error:
        name = str(error)
        raise DataError(
            "a name stands twice in one JSON object",
            place=f"{path}:{first_line - 1 + line_of(text, name, 2)}",
            value=name,
            allowed="each id once",
            action="Remove one of them.",
        ) from error


def _without_doubles(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        seen: set[str] = set()
        for name, _ in members:
            if name in seen:
                raise _DoubledError(name)
            seen.add(name)
    return found
