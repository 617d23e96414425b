"""Example data: the cards as compact JSON, from which the page draws a few at a time.

A hundred thousand examples are then a hundred thousand short arrays and not as many elements.
Names that many cards share stand once in lists, and cards give their places in them. The order of
the members of an array is the contract with `examples.js`.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from crosswind.report.cards import ExampleCard, TextLine, Verdict, WordColumn
from crosswind.report.edits import Segment
from crosswind.report.markup import printable

_EDIT, _ANSWER = 1, 2
_CLEAN_RIGHT, _NOISY_RIGHT, _FLIPPED = 1, 2, 4


class _Names:
    """Values in the order of their first use; a card holds their numbers."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def number(self, value: Any) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def listed(self) -> list[Any]:
        return list(self.numbers)


def examples_json(cards: Iterable[ExampleCard]) -> str:
    """All cards as one JSON text that may stand inside a script element.

    Returns:
        an object with the lists `tasks`, `languages`, `perturbations`, `arms`, `fields` (name,
        language and direction of a text field) and `cards`.
    """
    names = {key: _Names() for key in ("tasks", "languages", "perturbations", "arms", "fields")}
    rows = [_card(card, names) for card in cards]
    lists = {key: found.listed() for key, found in names.items()}
    return inert_json({**lists, "cards": rows})


def inert_json(value: Any) -> str:
    """JSON without a letter that could end its element or begin a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _card(card: ExampleCard, names: dict[str, _Names]) -> list[Any]:
    fields, arms = names["fields"], names["arms"]
    place = [
        names["tasks"].number(printable(card.task)),
        names["languages"].number((card.language, card.direction)),
        names["perturbations"].number(printable(card.perturbation)),
        card.severity,
    ]
    lines = [_line(line, fields) for line in card.lines]
    said = [_verdict(verdict, arms) for verdict in card.verdicts]
    words = [_word(column) for column in card.words]
    return [*place, printable(card.example_id), printable(card.gold), lines, words, said]


def _line(line: TextLine, fields: _Names) -> list[Any]:
    number = fields.number((printable(line.field), line.language, line.direction))
    return [number, _segments(line.clean), *([_segments(line.noisy)] if line.noisy else [])]


def _segments(segments: Sequence[Segment]) -> list[Any]:
    """Plain text as a string, marked text as [text, kind of mark]."""
    found: list[Any] = []
    for segment in segments:
        text = printable(segment.shown or segment.text if segment.is_edit else segment.text)
        mark = _EDIT * segment.is_edit + _ANSWER * segment.is_answer
        found.append([text, mark] if mark else text)
    return found


def _word(column: WordColumn) -> list[Any]:
    """Clean, noisy (0 where it is the same), gold tag, tags said, and a bit for each that flipped.

    Tags stand in the order of the card's verdicts.
    """
    is_same = column.clean == column.noisy
    flips = sum(1 << at for at, (_, _, is_flipped) in enumerate(column.said) if is_flipped)
    tags = [printable(tag) for tag, _, _ in column.said]
    noisy = 0 if is_same else _segments(column.noisy)
    return [_segments(column.clean), noisy, printable(column.gold), tags, flips]


def _verdict(verdict: Verdict, arms: _Names) -> list[Any]:
    clean = None if verdict.clean is None else printable(verdict.clean)
    mark = _CLEAN_RIGHT * verdict.is_clean_right + _NOISY_RIGHT * verdict.is_noisy_right
    mark += _FLIPPED * verdict.is_flipped
    return [arms.number(printable(verdict.arm)), clean, printable(verdict.noisy), mark]
