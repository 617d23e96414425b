"""Columns: many texts laid out one after the other, as arrays, with fences and protected spans."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from crosswind.core.errors import DataError
from crosswind.noise.cells import Span, covered, fences_of, starts_of
from crosswind.noise.graphemes import character_table, grapheme_starts
from crosswind.noise.keys import (
    event_bases,
    event_draw,
    event_draws,
    example_draws,
    position_draws,
)
from crosswind.noise.stretches import (
    Positions,
    Stretches,
    grapheme_stretches,
    word_stretches,
)
from crosswind.noise.syllables import is_word_kind, kinds_of

# Of so many positions at most one is searched for; for more of them a table of all is made.
_SPARSE = 16
# So few draws of one text are faster one by one.
_FEW = 6
# Beyond every threshold.
_NEVER = np.uint64(1 << 63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where one text may be cut and what must not change in it.

    Attributes:
        spans: spans whose borders are fences: no edit straddles one.
        protect: spans that keep every code point.
    """

    spans: tuple[Span, ...] = ()
    protect: tuple[Span, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Columns:
    """The texts of a batch. Positions are counted over all texts.

    Attributes:
        text: all texts joined.
        points: their code points.
        starts: first position of each text.
        keys: 64-bit key of each text.
        fences: sorted positions where a cell begins; every text and every word begins one.
        protected: sorted borders of protected stretches, begin and end in turn.
        spanned: the same of the stretches that spans cover.
        unit_starts: where grapheme segmentation begins anew (texts, or words).
        is_words: the texts are rows of pre-split words.
        guarded: refuse to touch words that turn the meaning (see `guards`).
        language: canonical tag.
    """

    text: str
    points: NDArray[np.uint32]
    starts: Positions
    keys: NDArray[np.uint64]
    fences: Positions
    protected: Positions
    spanned: Positions
    unit_starts: Positions
    is_words: bool
    guarded: bool
    language: str

    @property
    def n(self) -> int:
        """Number of positions."""
        return len(self.points)

    @cached_property
    def kinds(self) -> NDArray[np.uint8]:
        """Kind of each character (see `syllables`)."""
        return kinds_of(self.points)

    @cached_property
    def follows_letter(self) -> NDArray[np.bool_]:
        """Whether a letter or mark of the same text (or word) stands before each position."""
        found = np.empty(self.n, dtype=np.bool_)
        found[1:] = is_word_kind(self.kinds[:-1])
        found[self.unit_starts] = False
        return found

    @cached_property
    def grapheme_starts(self) -> NDArray[np.bool_]:
        """Whether a grapheme begins at each position."""
        return grapheme_starts(self.points, self.unit_starts)

    @cached_property
    def has_clusters(self) -> bool:
        """Whether any grapheme of the batch may hold more than one code point.

        For shortcuts only: what happens to a text must not depend on the others.
        """
        if self.n == 0 or (self.text.isascii() and "\r" not in self.text):
            return False
        if int(self.points.max()) < 0x300:
            return bool((self.points == 13).any())
        return bool(character_table("grapheme")[self.points].any())

    @cached_property
    def is_plain(self) -> bool:
        """Whether the cells are the texts: no spans and no words."""
        return len(self.fences) == len(self.unit_starts) and not self.is_words

    @cached_property
    def draws(self) -> NDArray[np.uint32]:
        """The decision draw of each position; a site fires where it is below a threshold."""
        return position_draws(self.keys, self.starts, self.n)

    @cached_property
    def words(self) -> Stretches:
        """The words: runs of letters and marks, with apostrophes and joiners between letters."""
        return word_stretches(self.points, self.kinds, self.unit_starts)

    @cached_property
    def graphemes(self) -> Stretches:
        """The graphemes."""
        return grapheme_stretches(self.grapheme_starts)

    @cached_property
    def _texts(self) -> Positions:
        """Index of the text of each position."""
        lengths = np.diff(self.starts, append=self.n)
        return np.repeat(np.arange(len(self.starts)), lengths)

    @cached_property
    def _fence_edges(self) -> Positions:
        return np.concatenate([self.fences, [self.n]])

    @cached_property
    def _unit_edges(self) -> Positions:
        return np.concatenate([self.unit_starts, [self.n]])

    def text_of(self, at: Positions) -> Positions:
        """Index of the text of each position."""
        if len(at) * _SPARSE < self.n:
            return self.starts.searchsorted(at, "right") - 1
        found: Positions = self._texts[at]
        return found

    def cell_of(self, at: Positions) -> Positions:
        """Index of the cell of each position."""
        return self.fences.searchsorted(at, "right")

    def cell_bounds(self, at: Positions) -> tuple[Positions, Positions]:
        """First position, and position after the last, of the cell of each position."""
        if self.is_plain:
            return self.unit_bounds(at)
        place = self.fences.searchsorted(at, "right")
        return self.fences[place - 1], self._fence_edges[place]

    def is_protected(self, at: Positions) -> NDArray[np.bool_]:
        """Whether each position lies in a protected stretch."""
        if len(self.protected) == 0:
            return np.zeros(at.shape, dtype=np.bool_)
        inside: NDArray[np.bool_] = self.protected.searchsorted(at, "right") % 2 == 1
        return inside

    def stream(self, at: Positions, number: int) -> NDArray[np.uint64]:
        """A 64-bit draw for each position, of one of many streams; never depends on severity."""
        if len(self.starts) == 1 and len(at) <= _FEW and at.ndim == 1:
            key = int(self.keys[0])
            return np.array([event_draw(key, place, number) for place in at.tolist()], np.uint64)
        keys, places = self.addresses(at)
        return event_draws(keys, event_bases(keys, places), number)

    def addresses(self, at: Positions) -> tuple[NDArray[np.uint64], Positions]:
        """The key of each position's text, and its place in the text."""
        if len(self.starts) == 1:
            return self.keys, at
        text = self.text_of(at)
        return self.keys[text], at - self.starts[text]

    def example_draws(self, number: int) -> NDArray[np.uint32]:
        """A 32-bit draw for each text: a trait of its writer."""
        return example_draws(self.keys, number)

    def traits(self, at: Positions, number: int = 7) -> NDArray[np.uint32]:
        """For each position the trait of its text's writer: all sites of a text decide alike."""
        return self.example_draws(number)[self.text_of(at)]

    def weighed(self, at: Positions, weights: NDArray[Any]) -> NDArray[np.uint64]:
        """The draw of each position, scaled so that it fires `weights` times as often.

        A site of weight 2 fires at half the strength at which one of weight 1 with the same draw
        does, so that severities nest whatever the weights. Weight 0 never fires.
        """
        shares = np.round(np.asarray(weights, dtype=np.float64) * 65536).astype(np.uint64)
        scaled = (self.draws[at].astype(np.uint64) << np.uint64(16)) // np.maximum(shares, 1)
        return np.where(shares == 0, _NEVER, scaled)

    def picks(self, at: Positions, counts: NDArray[Any] | int, number: int) -> Positions:
        """For each position a whole number below its count, from one of many streams."""
        drawn = (self.stream(at, number) >> np.uint64(32)).astype(np.int64)
        return (drawn * counts) >> 32

    def kind_at(self, at: Positions, origin: Positions) -> NDArray[np.uint8]:
        """Kind of each position, 0 where it is outside the text (or word) of `origin`."""
        low, high = self.unit_bounds(origin)
        inside = (at >= low) & (at < high)
        kinds = kinds_of(self.points[np.clip(at, 0, max(self.n - 1, 0))])
        return np.where(inside, kinds, 0).astype(np.uint8)

    def kinds_beside(self, shift: int) -> NDArray[np.uint8]:
        """For each position the kind `shift` places on; 0 outside its text (or pre-split word)."""
        found = np.roll(self.kinds, -shift)
        edges = self._unit_edges
        for step in range(abs(shift)):
            # Of the last places before an edge (or the first ones behind it), beyond which it is.
            beyond = edges + step if shift < 0 else edges - 1 - step
            found[beyond[(beyond >= 0) & (beyond < self.n)]] = 0
        return found

    def unit_bounds(self, at: Positions) -> tuple[Positions, Positions]:
        """First position, and position after the last, of the text (or pre-split word)."""
        place = self.unit_starts.searchsorted(at, "right")
        return self.unit_starts[place - 1], self._unit_edges[place]


def lay_out(
    texts: Sequence[str],
    keys: NDArray[np.uint64],
    layouts: Sequence[Layout] | None,
    *,
    language: str,
    guarded: bool,
    words: Positions | None = None,
) -> Columns:
    """Lay texts out as columns.

    Args:
        texts: texts, or rows of words joined without separators.
        keys: one a text.
        layouts: one a text; `None` if no text has spans or protection.
        language: canonical tag.
        guarded: whether the meaning guard is on.
        words: lengths of the words of all rows, if the texts are rows of words.

    Raises:
        DataError: if a text holds a lone surrogate.
    """
    text = "".join(texts)
    starts, units = starts_of(texts, words, len(text))
    spans = [layout.spans for layout in layouts] if layouts is not None else None
    kept = [layout.protect for layout in layouts] if layouts is not None else None
    return Columns(
        text=text,
        points=_points(text, texts),
        starts=starts,
        keys=keys,
        fences=fences_of(starts, units, spans, len(text)),
        protected=covered(starts, kept),
        spanned=covered(starts, spans),
        unit_starts=units,
        is_words=words is not None,
        guarded=guarded,
        language=language,
    )


def points_of(texts: Sequence[str]) -> NDArray[np.uint32]:
    """The code points of some texts, one after the other.

    Raises:
        DataError: if a text holds a lone surrogate.
    """
    return _points("".join(texts), texts)


def _points(text: str, texts: Sequence[str]) -> NDArray[np.uint32]:
    try:
        return np.frombuffer(text.encode("utf-32-le"), dtype=np.dtype("<u4"))
    except UnicodeEncodeError as error:
        passed = 0
        index = 0
        while error.start >= passed + len(texts[index]):
            passed += len(texts[index])
            index += 1
        raise DataError(
            "the text holds half of a surrogate pair",
            place=f"text {index}, code point {error.start - passed}",
            value=text[error.start],
            allowed="code points outside U+D800 to U+DFFF",
            action="Read the file as UTF-8, without 'surrogateescape' or 'surrogatepass'.",
        ) from error
