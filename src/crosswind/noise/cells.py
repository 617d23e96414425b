"""Cells: where texts, words and spans begin and end among the positions of a batch."""

from collections.abc import Sequence

import numpy as np

from crosswind.noise.stretches import Positions

Span = tuple[int, int]
_NONE, _ZERO = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)


def starts_of(texts: Sequence[str], words: Positions | None, n: int) -> tuple[Positions, Positions]:
    """First positions of the texts, and of the texts or words that are not empty."""
    if len(texts) == 1:
        starts, units = _ZERO, _ZERO[:n]
    else:
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        starts = np.cumsum(lengths) - lengths
        units = starts[lengths > 0]
    if words is not None:
        units = (np.cumsum(words) - words)[words > 0]
    return starts, units


def fences_of(
    starts: Positions, units: Positions, spans: Sequence[tuple[Span, ...]] | None, n: int
) -> Positions:
    """Where a cell begins: at each text, word, and border of a span.

    Args:
        starts: first position of each text.
        units: first positions of the texts or words that are not empty.
        spans: of each text, if any has some.
        n: number of positions.
    """
    if spans is None:
        return units
    borders = [
        start + border
        for start, some in zip(starts.tolist(), spans, strict=True)
        for span in some
        for border in span
    ]
    if not borders:
        return units[units < n]
    edges = np.unique(np.concatenate([units, np.array(borders, dtype=np.int64)]))
    return edges[edges < n]


def covered(starts: Positions, spans: Sequence[tuple[Span, ...]] | None) -> Positions:
    """Borders of the stretches that the spans of each text cover, begin and end in turn."""
    if spans is None:
        return _NONE
    rows = zip(starts.tolist(), spans, strict=True)
    borders = [start + border for start, some in rows if some for border in _merged(some)]
    return np.array(borders, dtype=np.int64)


def _merged(spans: tuple[Span, ...]) -> list[int]:
    """Borders of the union of the spans, begin and end in turn."""
    borders: list[int] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if borders and start <= borders[-1]:
            borders[-1] = max(borders[-1], end)
        else:
            borders += [start, end]
    return borders
