"""What a caller hands over, checked: strings, one entry a text, spans inside, word indexes."""

from collections.abc import Sequence
from typing import Any

from crosswind.core.errors import ConfigError, DataError
from crosswind.noise.cells import Span


def strings(values: Any, noun: str) -> list[str]:
    """Some values as a list of strings.

    Raises:
        DataError: if they are one string or no sequence, or for the first that is no string.
    """
    found = as_list(values, noun)
    if set(map(type, found)) <= {str}:
        return found
    for index, value in enumerate(found):
        if not isinstance(value, str):
            raise DataError(
                f"the {noun} is no string",
                place=f"{noun} {index}",
                value=value,
                allowed="str",
                action="Write numbers as text: an id 7 is '7'.",
            )
    return found


def as_list(values: Any, noun: str) -> list[Any]:
    """Some values as a list.

    Raises:
        DataError: for one string, and for what cannot be listed.
    """
    wrong = isinstance(values, str | bytes | dict)
    try:
        found = [] if wrong else list(values)
    except TypeError:
        found, wrong = [], True
    if wrong:
        raise DataError(
            f"one {noun} stands where many are expected",
            place=noun,
            value=values,
            allowed="a list",
            action="Put it into a list.",
        )
    return found


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


def require_whole_number(value: Any, place: str) -> None:
    """Refuse what is no whole number.

    Raises:
        ConfigError: with the value.
    """
    if not isinstance(value, int) or isinstance(value, bool):
        raise ConfigError(
            "not a whole number", place=place, value=value, allowed="int", action="Give a number."
        )


def checked_spans(text: str, spans: Any, place: str) -> tuple[Span, ...]:
    """The spans of a text as pairs. They may touch, overlap, nest, and be empty.

    Raises:
        DataError: for a span that does not lie in the text.
    """
    found = as_list(spans, place)
    for span in found:
        if not _is_pair(span) or not 0 <= span[0] <= span[1] <= len(text):
            raise DataError(
                "the span is not inside the text",
                place=place,
                value=tuple(span) if isinstance(span, list | tuple) else span,
                allowed=f"(start, end) with 0 <= start <= end <= {len(text)}",
                action="Count in code points, as Python's len() does.",
            )
    return tuple((int(start), int(end)) for start, end in found)


def checked_words(indexes: Any, count: int) -> tuple[int, ...]:
    """Indexes of words.

    Raises:
        DataError: for an index without a word.
    """
    found = as_list(indexes, "protect")
    for index in found:
        if not _is_whole(index) or not 0 <= index < count:
            raise DataError(
                "no word has this index",
                place="protect",
                value=index,
                allowed=f"0 to {count - 1}" if count else "none: there are no words",
                action="Count words from 0.",
            )
    return tuple(map(int, found))


def _is_pair(span: Any) -> bool:
    return isinstance(span, list | tuple) and len(span) == 2 and all(map(_is_whole, span))


def _is_whole(value: Any) -> bool:
    # Numbers of numpy count too.
    return hasattr(value, "__index__") and not isinstance(value, bool)
