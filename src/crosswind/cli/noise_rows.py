"""The rows that `crosswind noise` perturbs: plain lines, or JSON lines that are checked."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.core.errors import DataError, nearest_match
from crosswind.core.files import decoded, parse_json

_KEYS = ("text", "words")
# How JSON lines begin; the mark of byte order is no part of JSON, and is told as an error.
_OPENS_AN_OBJECT = re.compile(r'[\ufeff\s]*\{\s*(?:"|\}\s*$)')


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the input.

    Attributes:
        place: file and line.
        row_id: its id, or the number of its line from 0.
        value: the JSON object; `None` for a plain line.
        content: the text, or the words.
    """

    place: str
    row_id: str
    value: dict[str, Any] | None
    content: Any


def split_lines(payload: bytes, place: str) -> Iterator[tuple[str, str]]:
    """(text, line ending) of each line; the endings survive as they are.

    Raises:
        DataError: there are bytes that are not UTF-8.
    """
    pieces = decoded(payload, place=place).split("\n")
    ends = [*["\n"] * (len(pieces) - 1), ""]
    for piece, end in zip(pieces, ends, strict=True):
        bare = piece.removesuffix("\r")
        if piece or end:
            yield bare, piece[len(bare) :] + end


def rows_of(lines: Sequence[tuple[str, str]], place: str, *, plain: bool = False) -> list[Row]:
    """The lines as rows: JSON lines checked, plain lines as they are.

    Args:
        lines: text and line ending of each.
        place: of the input, for errors.
        plain: all lines are text, whatever they look like.

    Raises:
        DataError: names the line that is no row. A first line that begins like a JSON object and is
            none of ours is one, too: taken as text, its syntax would be damaged.
    """
    is_json = not plain and _are_json(lines, place)
    rows = []
    for number, (line, _) in enumerate(lines):
        here = f"{place}:{number + 1}"
        if not is_json:
            rows.append(Row(place=here, row_id=str(number), value=None, content=line))
            continue
        value = parse_json(line, place=place, first_line=number + 1) if line.strip() else None
        row = _checked_row(value, here)
        content = row["words"] if "words" in row else row["text"]
        row_id = str(row.get("id", number))
        rows.append(Row(place=here, row_id=row_id, value=row, content=content))
    return rows


def _are_json(lines: Sequence[tuple[str, str]], place: str) -> bool:
    """Whether the input is JSON lines: its first filled line begins like an object."""
    filled = ((number, line) for number, (line, _) in enumerate(lines) if line.strip())
    number, first = next(filled, (0, ""))
    if not _OPENS_AN_OBJECT.match(first):
        return False
    try:
        value = parse_json(first, place=place, first_line=number + 1)
    except DataError as error:
        raise _not_ours(error.problem, error.place, error.value) from error
    if not any(key in value for key in _KEYS):
        here = f"{place}:{number + 1}"
        raise _not_ours('a JSON line without "text" or "words"', here, list(value))
    return True


def _not_ours(problem: str, place: str, value: Any) -> DataError:
    keys = value if isinstance(value, list) else []
    return DataError(
        problem,
        place=place,
        value=value,
        allowed='an object with "text", or with "words"',
        nearest=next((found for key in keys if (found := nearest_match(key, _KEYS))), ""),
        action="Repair the line, or say --plain if all lines are text.",
    )


def _checked_row(row: Any, place: str) -> dict[str, Any]:
    wrong = row
    if isinstance(row, dict):
        words, text, spans = row.get("words"), row.get("text"), row.get("spans", [])
        if "words" in row:
            if isinstance(words, list) and all(isinstance(word, str) for word in words):
                return _writable(row, place)
            wrong = words
        elif isinstance(text, str):
            if _are_spans(spans):
                return _writable(row, place)
            wrong = spans
    raise DataError(
        "not a line that can be perturbed",
        place=place,
        value=wrong,
        allowed='an object with "text" (and "spans" as [start, end] pairs), or with "words"',
        action="Repair the line.",
    )


def _writable(row: dict[str, Any], place: str) -> dict[str, Any]:
    """The row, if it can be written again; half of a surrogate pair was refused on reading."""
    try:
        json.dumps(row, allow_nan=False)
    except ValueError as error:
        raise DataError(
            "the line holds what JSON has no number for (NaN or an infinity)",
            place=place,
            allowed="finite numbers, or null",
            action="Write null, or leave the key out.",
        ) from error
    except RecursionError as error:
        raise DataError(
            "the line is nested too deeply",
            place=place,
            allowed="some hundred levels",
            action="Leave out the key that holds it.",
        ) from error
    return row


def _are_spans(spans: Any) -> bool:
    return isinstance(spans, list) and all(
        isinstance(span, list)
        and len(span) == 2
        and all(isinstance(edge, int) and not isinstance(edge, bool) for edge in span)
        for span in spans
    )
