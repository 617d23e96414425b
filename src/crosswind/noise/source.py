"""Source: texts or rows of words before a stage and after it, and how they are laid out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from crosswind.noise.cells import Span
from crosswind.noise.columns import Layout
from crosswind.noise.edits import EditList, unedited
from crosswind.noise.stretches import Positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Texts or rows of words before a stage, or after it.

    Attributes:
        pieces: the texts, or the words of all rows.
        example_ids: one a text or row.
        counts: words of each row; `None` if the pieces are texts.
        spans: spans of each text whose borders are fences.
        protect: spans of each text (or of the joined words of each row) that stay.
    """

    pieces: Sequence[str]
    example_ids: Sequence[str]
    counts: Sequence[int] | None = None
    spans: Sequence[tuple[Span, ...]] | None = None
    protect: Sequence[tuple[Span, ...]] | None = None


def row_texts(source: Source) -> Sequence[str]:
    """The texts, or the joined words of each row."""
    if source.counts is None:
        return source.pieces
    pieces = iter(source.pieces)
    return ["".join(next(pieces) for _ in range(count)) for count in source.counts]


def layouts_of(source: Source) -> list[Layout] | None:
    """The layout of each text; `None` if there are neither spans nor protection."""
    if not source.spans and not source.protect:
        return None
    none: list[tuple[Span, ...]] = [()] * len(source.example_ids)
    rows = zip(source.spans or none, source.protect or none, strict=True)
    return [Layout(spans=spans, protect=protect) for spans, protect in rows]


def lengths_of(source: Source) -> Positions:
    """The length of each piece."""
    return np.fromiter(map(len, source.pieces), dtype=np.int64, count=len(source.pieces))


class Rows(NamedTuple):
    """Some texts (or rows of words) of a source.

    Attributes:
        source: they alone.
        rows: their numbers in the whole source.
        pieces: the numbers of their texts or words.
    """

    source: Source
    rows: Sequence[int]
    pieces: Sequence[int]


def whole(source: Source) -> Rows:
    """All texts of a source."""
    return Rows(source, range(len(source.example_ids)), range(len(source.pieces)))


def chosen(source: Source, rows: Sequence[int]) -> Rows:
    """The texts (or rows of words) with some numbers."""
    pieces: Sequence[int] = rows
    if source.counts is not None:
        ends = list(accumulate(source.counts))
        pieces = [
            place for row in rows for place in range(ends[row] - source.counts[row], ends[row])
        ]
    part = Source(
        pieces=[source.pieces[place] for place in pieces],
        example_ids=[source.example_ids[row] for row in rows],
        counts=None if source.counts is None else [source.counts[row] for row in rows],
        spans=None if source.spans is None else [source.spans[row] for row in rows],
        protect=None if source.protect is None else [source.protect[row] for row in rows],
    )
    return Rows(part, rows, pieces)


class Changes(NamedTuple):
    """What a stage has done to a source.

    Attributes:
        pieces: number of a text or word -> what has become of it.
        edits: the same -> its edits.
        refused: number of a text or row -> the reasons for which an edit was refused.
    """

    pieces: Mapping[int, str]
    edits: Mapping[int, EditList]
    refused: Mapping[int, tuple[str, ...]]


def moved(source: Source, changes: Changes) -> Source:
    """The source of the next stage: spans and protected stretches where they now stand."""
    pieces = list(source.pieces)
    for place, text in changes.pieces.items():
        pieces[place] = text
    if source.counts is None:
        return replace(
            source,
            pieces=pieces,
            spans=_mapped(source.spans, changes.edits),
            protect=_mapped(source.protect, changes.edits),
        )
    if not source.protect:
        return replace(source, pieces=pieces)
    rows, begin = {}, 0
    for row, count in enumerate(source.counts):
        places = range(begin, begin + count)
        rows[row] = _flat(
            [changes.edits.get(place, unedited(len(source.pieces[place]))) for place in places]
        )
        begin += count
    return replace(source, pieces=pieces, protect=_mapped(source.protect, rows))


def _flat(edits: Sequence[EditList]) -> EditList:
    """The edits of a row's words as edits of the joined words."""
    found, begin = [], 0
    for one in edits:
        found += [edit.shifted(begin) for edit in one]
        begin += one.source_length
    return EditList(found, begin)


def _mapped(
    spans: Sequence[tuple[Span, ...]] | None, edits: Mapping[int, EditList]
) -> list[tuple[Span, ...]] | None:
    if spans is None:
        return None
    found = list(spans)
    for row, one in edits.items():
        if found[row]:
            found[row] = tuple(one.map_span(*span) for span in found[row])
    return found
