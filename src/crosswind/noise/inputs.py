"""What a caller hands over, checked: strings, one entry a text, spans inside, word indexes."""

from collections.abc import Sequence
from typing import Any

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.columns import Span


def require_strings(values: Sequence[Any], noun: str) -> None:
    """Refuse values that are no strings.

    Raises:
        DataError: with the place of the first one.
    """
    if isinstance(values, str | bytes):
        raise DataError(
            f"one {noun} stands where many are expected",
            place=noun,
            value=values,
            allowed="a list of str",
            action="Put it into a list.",
        )
    for index, value in enumerate(values):
        if not isinstance(value, str):
            raise DataError(
                f"the {noun} is no string",
                place=f"{noun} {index}",
                value=value,
                allowed="str",
                action="Write numbers as text: an id 7 is '7'.",
            )


def require_same_length(texts: Sequence[Any], *others: Sequence[Any] | None) -> None:
    """Refuse ids, spans or the like that are not one a text.

    Raises:
        ConfigError: with both numbers.
    """
    for other in others:
        if other is not None and len(other) != len(texts):
            raise ConfigError(
                "every text needs its own entry",
                value=len(other),
                allowed=f"{len(texts)} entries",
                action="Give one id (and one list of spans) for each text.",
            )


def checked_spans(text: str, spans: Sequence[Sequence[int]], place: str) -> tuple[Span, ...]:
    """The spans of a text as pairs. They may touch, overlap, nest, and be empty.

    Raises:
        DataError: for a span that does not lie in the text.
    """
    for span in spans:
        if not _is_pair(span) or not 0 <= span[0] <= span[1] <= len(text):
            raise DataError(
                "the span is not inside the text",
                place=place,
                value=tuple(span) if isinstance(span, list | tuple) else span,
                allowed=f"(start, end) with 0 <= start <= end <= {len(text)}",
                action="Count in code points, as Python's len() does.",
            )
    return tuple((span[0], span[1]) for span in spans)


def checked_words(indexes: Sequence[int], count: int) -> tuple[int, ...]:
    """Indexes of words.

    Raises:
        DataError: for an index without a word.
    """
    for index in indexes:
        if not isinstance(index, int) or not 0 <= index < count:
            raise DataError(
                "no word has this index",
                place="protect",
                value=index,
                allowed=f"0 to {count - 1}" if count else "none: there are no words",
                action="Count words from 0.",
            )
    return tuple(indexes)


def _is_pair(span: Any) -> bool:
    if not isinstance(span, list | tuple) or len(span) != 2:
        return False
    return all(isinstance(border, int) and not isinstance(border, bool) for border in span)
