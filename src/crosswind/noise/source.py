"""Source: texts or rows of words before a stage and after it, and how they are laid out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosswind.noise.cells import Span
from crosswind.noise.columns import Layout
from crosswind.noise.edits import EditList
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


def moved(source: Source, pieces: list[str], edits: list[EditList]) -> Source:
    """The source of the next stage: spans and protected stretches where they now stand.

    Args:
        source: the source of this stage.
        pieces: what became of each of its pieces.
        edits: by which edits.
    """
    if source.counts is None:
        return replace(
            source,
            pieces=pieces,
            spans=_mapped(source.spans, edits),
            protect=_mapped(source.protect, edits),
        )
    if not source.protect:
        return replace(source, pieces=pieces)
    rows, begin = [], 0
    for count in source.counts:
        row = slice(begin, begin + count)
        rows.append(_flat(edits[row], pieces[row]))
        begin += count
    return replace(source, pieces=pieces, protect=_mapped(source.protect, rows))


def _flat(edits: Sequence[EditList], words: Sequence[str]) -> EditList:
    """The edits of a row's words as edits of the joined words."""
    found, begin = [], 0
    for one in edits:
        found += [edit.shifted(begin) for edit in one]
        begin += one.source_length
    return EditList(found, begin)


def _mapped(
    spans: Sequence[tuple[Span, ...]] | None, edits: Sequence[EditList]
) -> list[tuple[Span, ...]] | None:
    if spans is None:
        return None
    return [
        tuple(one.map_span(*span) for span in row) if row and len(one) else row
        for row, one in zip(spans, edits, strict=True)
    ]
