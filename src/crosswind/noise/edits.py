"""EditList: sorted, disjoint replacements in source offsets. Text is derived from it."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Any, Literal, NamedTuple, overload

from crosswind.core.errors import DataError

Side = Literal["left", "right"]


class Edit(NamedTuple):
    """Replace code points `start` to `end` of the source by `text`."""

    start: int
    end: int
    text: str

    def shifted(self, by: int) -> "Edit":
        """The same edit in a text that has `by` more code points before it."""
        return Edit(self.start + by, self.end + by, self.text)


class EditList(Sequence[Edit]):
    """The edits between a source text and its perturbed form.

    Offsets are code points. Edits are in order, do not overlap, and lie within the source.

    Args:
        edits: the edits.
        source_length: length of the source text.

    Raises:
        DataError: if the edits are out of order, overlap, or leave the source.
    """

    __slots__ = ("_build", "_edits", "_shifts", "source_length")

    def __init__(self, edits: Iterable[Edit], source_length: int) -> None:
        self.source_length = source_length
        self._shifts: list[int] | None = None
        self._build: Callable[..., tuple[Edit, ...]] | None = None
        self._edits: tuple[Any, ...] = tuple(Edit(*edit) for edit in edits)
        _check(self._edits, source_length)

    @staticmethod
    def later(
        build: Callable[..., tuple[Edit, ...]], arguments: tuple[Any, ...], source_length: int
    ) -> "EditList":
        """The edits that a function makes, when they are first looked at."""
        found = EditList.__new__(EditList)
        found.source_length = source_length
        found._shifts = None
        # Until then, what they are made from.
        found._build, found._edits = build, arguments
        return found

    def _all(self) -> tuple[Edit, ...]:
        if self._build is not None:
            self._edits, self._build = self._build(*self._edits), None
        return self._edits

    @overload
    def __getitem__(self, index: int) -> Edit: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Edit, ...]: ...
    def __getitem__(self, index: int | slice) -> Edit | tuple[Edit, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Edit]:
        return iter(self._all())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, EditList):
            return self._all() == other._all() and self.source_length == other.source_length
        if isinstance(other, list | tuple):
            return list(self._all()) == list(other)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"EditList({list(self._all())!r}, {self.source_length})"

    def apply(self, source: str) -> str:
        """The perturbed text.

        Raises:
            DataError: if `source` has another length than the edits were made for.
        """
        if len(source) != self.source_length:
            raise DataError(
                "the edits belong to a text of another length",
                value=len(source),
                allowed=f"{self.source_length} code points",
            )
        pieces, position = [], 0
        for edit in self._all():
            pieces += [source[position : edit.start], edit.text]
            position = edit.end
        return "".join([*pieces, source[position:]])

    def map_offset(self, offset: int, side: Side = "right") -> int:
        """Where a source offset (0 to the length, inclusive) stands in the perturbed text.

        Inside a replaced stretch, and at an insertion, "left" is before the new text and "right"
        is after it.
        """
        self._inside(offset, self.source_length)
        edits, shifts = self._all(), self._cumulative()
        # Edits that end at or before the offset have moved it, except an insertion right here.
        passed = bisect_right(edits, offset, key=lambda edit: edit.end)
        if side == "left":
            while passed and edits[passed - 1].start == offset:
                passed -= 1
        if passed < len(edits) and edits[passed].start < offset:
            edit = edits[passed]
            new_start = edit.start + shifts[passed]
            return new_start if side == "left" else new_start + len(edit.text)
        return offset + shifts[passed]

    def map_span(self, start: int, end: int) -> tuple[int, int]:
        """A source span in the perturbed text, without what was inserted at its borders."""
        new_start = self.map_offset(start, "right")
        return new_start, max(new_start, self.map_offset(end, "left"))

    def inverse_offset(self, offset: int, side: Side = "right") -> int:
        """Where an offset of the perturbed text stood in the source."""
        return self._inverse().map_offset(offset, side)

    def then(self, other: "EditList") -> "EditList":
        """The composition: this list first, then `other` on its result, as edits of our source."""
        if other.source_length != self.target_length:
            raise DataError(
                "the second edit list belongs to a text of another length",
                value=other.source_length,
                allowed=f"{self.target_length} code points",
            )
        return EditList(_compose(self, other), self.source_length)

    def changing(self, source: str) -> "EditList":
        """The edits without those that write what stands in the source."""
        kept = [edit for edit in self._all() if source[edit.start : edit.end] != edit.text]
        return EditList(kept, self.source_length)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is edited; does not build the edits of a text that changed."""
        return self._build is None and not self._edits

    @property
    def target_length(self) -> int:
        """Length of the perturbed text."""
        return self.source_length + self._cumulative()[-1]

    def _cumulative(self) -> list[int]:
        if self._shifts is None:
            deltas = (len(edit.text) - (edit.end - edit.start) for edit in self._all())
            self._shifts = list(accumulate(deltas, initial=0))
        return self._shifts

    def _inverse(self) -> "EditList":
        shifts = self._cumulative()
        edits = [
            # Only the length of the source text matters to offsets.
            Edit(
                edit.start + shift,
                edit.start + shift + len(edit.text),
                " " * (edit.end - edit.start),
            )
            for edit, shift in zip(self._all(), shifts, strict=False)
        ]
        return EditList(edits, self.target_length)

    @staticmethod
    def _inside(offset: int, length: int) -> None:
        if not 0 <= offset <= length:
            raise DataError(
                "the offset is outside the text", value=offset, allowed=f"0 to {length}"
            )


@lru_cache(maxsize=4096)
def unedited(length: int) -> EditList:
    """The list without edits, of a text that stayed: one for all texts of a length."""
    return EditList((), length)


def _check(edits: tuple[Edit, ...], length: int) -> None:
    position = 0
    for edit in edits:
        if not position <= edit.start <= edit.end <= length:
            raise DataError(
                "edits must be in order, apart, and inside the text",
                value=edit,
                allowed=f"start and end from {position} to {length}",
            )
        position = edit.end


def _compose(first: EditList, second: EditList) -> list[Edit]:
    """Edits of both lists that overlap, in the text between them, become one replacement.

    Edits that only touch stay apart: where a fence lies between them, none may straddle it.
    """
    shifts = first._cumulative()
    ours = [
        (edit.start + shift, edit.start + shift + len(edit.text), edit)
        for edit, shift in zip(first, shifts, strict=False)
    ]
    theirs = [(edit.start, edit.end, edit) for edit in second]
    result: list[Edit] = []
    i = j = 0
    while i < len(ours) or j < len(theirs):
        start_i, start_j = i, j
        if _comes_first(ours[i : i + 1], theirs[j : j + 1]):
            (low, high, _), i = ours[i], i + 1
        else:
            (low, high, _), j = theirs[j], j + 1
        grown = True
        while grown:
            grown = False
            while i < len(ours) and _overlap(ours[i], low, high):
                high, i, grown = max(high, ours[i][1]), i + 1, True
            while j < len(theirs) and _overlap(theirs[j], low, high):
                high, j, grown = max(high, theirs[j][1]), j + 1, True
        text = _merged(ours[start_i:i], theirs[start_j:j], low, high)
        edit = Edit(low - shifts[start_i], high - shifts[i], text)
        if result and result[-1][:2] == (edit.start, edit.start) == edit[:2]:
            result[-1] = Edit(edit.start, edit.end, result[-1].text + text)
        elif edit.start < edit.end or text:
            result.append(edit)
    return result


_Placed = tuple[int, int, Edit]


def _comes_first(ours: list[_Placed], theirs: list[_Placed]) -> bool:
    """Whether the next edit is ours.

    What is inserted where we deleted comes after the deletion, so that it stays outside a span that
    ends there; at the start of the text it comes before.
    """
    if not ours or not theirs:
        return bool(ours)
    one, other = ours[0][:2], theirs[0][:2]
    return one < other or (one == other and one != (0, 0))


def _overlap(row: _Placed, low: int, high: int) -> bool:
    """Whether a stretch shares a character with another, or an empty one lies within the other."""
    start, end, _ = row
    if start == end or low == high:
        return low < start < high or start < low < end
    return max(start, low) < min(end, high)


def _merged(
    ours: list[tuple[int, int, Edit]], theirs: list[tuple[int, int, Edit]], low: int, high: int
) -> str:
    """The final text of a group: what the first list wrote, unless the second replaced it."""

    def written(start: int, end: int) -> str:
        return "".join(
            edit.text[max(start - begin, 0) : max(min(end, stop) - begin, 0)]
            for begin, stop, edit in ours
            if begin < end and stop > start
        )

    pieces, position = [], low
    for start, end, edit in theirs:
        pieces += [written(position, start), edit.text]
        position = end
    return "".join([*pieces, written(position, high)])
