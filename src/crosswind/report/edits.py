"""Edits on the page: which stretches of a clean text were replaced, and by what."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.records.example import EditRow

# Letters of no width or no ink, which a marked edit must still show.
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of text.

    Attributes:
        text: as in the data.
        is_edit: whether it was removed (in the clean text) or put in (in the noisy text).
        is_answer: whether it lies in the gold answer.
        shown: what to show instead where the text itself would be invisible, or "".
    """

    text: str
    is_edit: bool = False
    is_answer: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A clean text and its noisy form, cut where they differ.

    Attributes:
        clean, noisy: segments, in order; together they give back each text.
        n_edits: how many edits.
        is_faithful: whether the recorded edits turn the clean text into the noisy one; if not,
            both are given uncut.
    """

    clean: tuple[Segment, ...]
    noisy: tuple[Segment, ...]
    n_edits: int
    is_faithful: bool = True


def mark_edits(clean: str, noisy: str, edits: Sequence[EditRow]) -> Marked:
    """Cut both texts at the edits, which are in code points of the clean text."""
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    left: list[Segment] = []
    right: list[Segment] = []
    at = 0
    for edit in ordered:
        if not at <= edit.start <= edit.end <= len(clean):
            return _unmarked(clean, noisy, len(ordered))
        kept = Segment(text=clean[at : edit.start])
        left += [kept, _edit(clean[edit.start : edit.end])]
        right += [kept, _edit(edit.text)]
        at = edit.end
    left.append(Segment(text=clean[at:]))
    right.append(Segment(text=clean[at:]))
    if "".join(segment.text for segment in right) != noisy:
        return _unmarked(clean, noisy, len(ordered))
    return Marked(clean=_joined(left), noisy=_joined(right), n_edits=len(ordered))


def mark_answer(segments: Sequence[Segment], start: int, length: int) -> tuple[Segment, ...]:
    """Cut the segments at an answer span, in code points of the text they form."""
    cut: list[Segment] = []
    at = 0
    for segment in segments:
        end = at + len(segment.text)
        first, last = max(at, start), min(end, start + length)
        if first >= last:
            cut.append(segment)
        else:
            for low, high, inside in ((at, first, False), (first, last, True), (last, end, False)):
                text = segment.text[low - at : high - at]
                if text:
                    shown = segment.shown if text == segment.text else ""
                    cut.append(
                        Segment(text=text, is_edit=segment.is_edit, is_answer=inside, shown=shown)
                    )
        at = end
    return tuple(cut)


def excerpt(
    segments: Sequence[Segment], start: int, length: int, around: int
) -> tuple[Segment, ...]:
    """The segments within `around` code points of a span, with an ellipsis where text is cut."""
    total = sum(len(segment.text) for segment in segments)
    low, high = max(0, start - around), min(total, start + length + around)
    kept: list[Segment] = [Segment(text="… ")] if low else []
    at = 0
    for segment in segments:
        end = at + len(segment.text)
        first, last = max(at, low), min(end, high)
        if first < last:
            text = segment.text[first - at : last - at]
            shown = segment.shown if text == segment.text else ""
            kept.append(
                Segment(
                    text=text, is_edit=segment.is_edit, is_answer=segment.is_answer, shown=shown
                )
            )
        at = end
    return (*kept, Segment(text=" …")) if high < total else tuple(kept)


def visible(text: str) -> str:
    """A stand-in for text without ink: `␣` for a space, the code point for the like."""
    if not text or any(unicodedata.category(letter) not in _UNSEEN for letter in text):
        return ""
    return "".join("␣" if letter == " " else f"⟨U+{ord(letter):04X}⟩" for letter in text)


def _edit(text: str) -> Segment:
    return Segment(text=text, is_edit=True, shown=visible(text))


def _joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Without empty stretches, and with neighboring edits as one."""
    joined: list[Segment] = []
    for segment in segments:
        if not segment.text:
            continue
        if joined and joined[-1].is_edit == segment.is_edit:
            text = joined[-1].text + segment.text
            shown = visible(text) if segment.is_edit else ""
            joined[-1] = Segment(text=text, is_edit=segment.is_edit, shown=shown)
        else:
            joined.append(segment)
    return tuple(joined)


def _unmarked(clean: str, noisy: str, n_edits: int) -> Marked:
    return Marked(
        clean=(Segment(text=clean),),
        noisy=(Segment(text=noisy),),
        n_edits=n_edits,
        is_faithful=False,
    )
