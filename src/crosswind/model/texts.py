"""Rows of one or two texts: what does not fit is cut off and counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.core.errors import ConfigError, DataError
from crosswind.model.cutter import Pieces
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.choices import split_fields
from crosswind.records.example import Example

# A query of answer retrieval may have this share of the pieces of an answer with its paragraph
# (XTREME-R: 96 of 256), and never fewer than this many.
_QUERY_SHARE = 3 / 8
_QUERY_TOKENS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One row of one text, or of two side by side.

    Attributes:
        read: what the encoder reads.
        n_tokens: pieces of the whole text, cut-off ones included.
        is_truncated: whether pieces were cut off.
    """

    read: ModelInput
    n_tokens: int
    is_truncated: bool

    @property
    def reads(self) -> tuple[ModelInput, ...]:
        """Everything the encoder reads."""
        return (self.read,)

    @property
    def is_windowed(self) -> bool:
        """Whether the text had to be read in several pieces: never."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRows:
    """The rows of a multiple choice example: the context beside each choice.

    Attributes:
        reads: one a choice, in the order of the choices.
        n_tokens: pieces of the context, once, and of all choices, cut-off ones included.
        is_truncated: whether pieces were cut off beside any choice.
    """

    reads: tuple[ModelInput, ...]
    n_tokens: int
    is_truncated: bool

    @property
    def is_windowed(self) -> bool:
        """Whether the text had to be read in several pieces: never."""
        return False


def text_of(example: Example, field: str) -> str:
    """The text of a field.

    Raises:
        DataError: if the example has no such field.
    """
    if field not in example.texts:
        raise DataError(
            f"example {example.example_id!r} has no such text field",
            value=field,
            allowed=tuple(example.texts),
            action="Check the fields of the task.",
        )
    return example.texts[field]


def text_rows(
    examples: Sequence[Example], fields: Sequence[str], reader: PieceReader, max_tokens: int
) -> list[TextRow]:
    """One row an example, of one or two fields; see `rows_of`."""
    columns = [[text_of(example, name) for example in examples] for name in fields]
    return rows_of(columns, reader, max_tokens)


def rows_of(
    columns: Sequence[Sequence[str]], reader: PieceReader, max_tokens: int
) -> list[TextRow]:
    """One row for each place of one or two columns of texts.

    A pair that is too long loses pieces from the end of its longer text first, as `longest_first`
    of the tokenizers library does.

    Raises:
        ConfigError: for another number of columns, or if `max_tokens` leaves no room.
    """
    if not 1 <= len(columns) <= 2:
        raise ConfigError(
            "an encoder reads one text or two side by side",
            value=f"{len(columns)} text fields",
            allowed="one or two fields",
            action="Check the fields of the task.",
        )
    room = reader.room(max_tokens, pair=len(columns) == 2)
    cut = [reader.cut(column) for column in columns]
    if len(cut) == 1:
        return [_single(pieces, reader, room) for pieces in cut[0]]
    return [_pair(first, second, reader, room) for first, second in zip(*cut, strict=True)]


def choice_rows(
    examples: Sequence[Example], fields: Sequence[str], reader: PieceReader, max_tokens: int
) -> list[ChoiceRows]:
    """Rows of multiple choice: all context fields as one text, each choice as the second text.

    Source: XTREME-R's XCOPA script (premise and question against a choice).

    Raises:
        ConfigError: if the fields are not those of multiple choice.
    """
    context, choices = split_fields(fields)
    asked = [" ".join(text_of(example, name) for name in context) for example in examples]
    offered = [text_of(example, name) for example in examples for name in choices]
    rows = rows_of(([text for text in asked for _ in choices], offered), reader, max_tokens)
    n = len(choices)
    return [
        _choices(rows[n * index : n * (index + 1)], n_context=len(pieces.ids))
        for index, pieces in enumerate(reader.cut(asked))
    ]


def query_tokens(max_tokens: int) -> int:
    """Longest query of answer retrieval, given the longest answer with its paragraph.

    >>> query_tokens(256), query_tokens(64), query_tokens(24)
    (96, 32, 24)
    """
    return min(max_tokens, max(_QUERY_TOKENS, int(_QUERY_SHARE * max_tokens)))


def shares(n_first: int, n_second: int, room: int) -> tuple[int, int]:
    """How many pieces of each of two texts are kept, so that both fit into `room`.

    >>> shares(10, 3, 8)
    (5, 3)
    >>> shares(10, 9, 8)
    (4, 4)
    """
    if n_first + n_second <= room:
        return n_first, n_second
    small, large = min(n_first, n_second), room - min(n_first, n_second)
    if small > room // 2:
        small, large = room // 2, room - room // 2
    return (small, large) if n_first <= n_second else (large, small)


def _single(pieces: Pieces, reader: PieceReader, room: int) -> TextRow:
    return TextRow(
        read=reader.join(pieces.ids[:room]),
        n_tokens=len(pieces.ids),
        is_truncated=len(pieces.ids) > room,
    )


def _pair(first: Pieces, second: Pieces, reader: PieceReader, room: int) -> TextRow:
    n_first, n_second = shares(len(first.ids), len(second.ids), room)
    n_tokens = len(first.ids) + len(second.ids)
    return TextRow(
        read=reader.join(first.ids[:n_first], second.ids[:n_second]),
        n_tokens=n_tokens,
        is_truncated=n_tokens > room,
    )


def _choices(rows: Sequence[TextRow], *, n_context: int) -> ChoiceRows:
    return ChoiceRows(
        reads=tuple(row.read for row in rows),
        # Every row counts the context, which was written once.
        n_tokens=sum(row.n_tokens - n_context for row in rows) + n_context,
        is_truncated=any(row.is_truncated for row in rows),
    )
