"""Windows over words and over contexts: everything is read, and what is cut off is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.model.cutter import WordPieces
from crosswind.model.texts import text_of
from crosswind.model.tokenise import ModelInput, PieceReader
from crosswind.records.example import Example

# Which piece of a word its tag is read at: recorded with checkpoints and predictions.
# The piece of a word that its tag is read at; the first way is ours, the second the reference's.
WORD_PIECES = ("first_visible", "first")


@dataclass(frozen=True, slots=True, kw_only=True)
class WordWindow:
    """One row of a tagging example.

    Attributes:
        read: what the encoder reads.
        words: indices of the words whose tag is taken from this window.
        positions: token position of the piece that stands for each of these words.
    """

    read: ModelInput
    words: tuple[int, ...]
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRows:
    """All windows of a tagging example; every word belongs to exactly one.

    `n_tokens` counts each piece once; `is_truncated` says that a word was cut.
    """

    windows: tuple[WordWindow, ...]
    n_tokens: int
    is_truncated: bool

    @property
    def reads(self) -> tuple[ModelInput, ...]:
        """Everything the encoder reads."""
        return tuple(window.read for window in self.windows)

    @property
    def is_windowed(self) -> bool:
        """Whether the sentence had to be read in several pieces."""
        return len(self.windows) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanWindow:
    """One row of a span QA example.

    Attributes:
        read: question and a piece of the context.
        first: token position of the first context piece.
        offsets: (start, end) in the context of each context piece.
    """

    read: ModelInput
    first: int
    offsets: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanRows:
    """All windows of a span QA example.

    `n_tokens` counts each piece once; `is_truncated` says that the question was cut.
    """

    windows: tuple[SpanWindow, ...]
    n_tokens: int
    is_truncated: bool

    @property
    def reads(self) -> tuple[ModelInput, ...]:
        """Everything the encoder reads."""
        return tuple(window.read for window in self.windows)

    @property
    def is_windowed(self) -> bool:
        """Whether the context had to be read in several pieces."""
        return len(self.windows) > 1


def word_rows(
    examples: Sequence[Example],
    reader: PieceReader,
    max_tokens: int,
    stride: int,
    *,
    word_piece: str = WORD_PIECES[0],
) -> list[WordRows]:
    """Windows over pre-split words, so that every word has a prediction.

    It is that of the word's first piece with visible text. The reference scripts read the `first`
    piece, which for most words of a script without spaces is a lone mark of the word's start in
    the vocabulary of XLM-R: 87 in 100 Chinese words of UDPOS.

    Neighboring windows share about `stride` pieces (at most half a window); a word is predicted
    where it has most context on its poorer side. A word of more pieces than fit into a window is
    read through its first pieces; its example counts as truncated.
    """
    room = reader.room(max_tokens)
    rows = []
    for pieces in reader.cut_words([example.words for example in examples]):
        kept = [word.ids[:room] for word in pieces]
        spans = word_spans([len(ids) for ids in kept], room, min(stride, room // 2))
        owned = _owners([len(ids) for ids in kept], spans)
        windows = []
        for (start, stop), words in zip(spans, owned, strict=True):
            heads = _heads(pieces[start:stop], room, word_piece)
            read = reader.join([piece for ids in kept[start:stop] for piece in ids])
            places = tuple(reader.first_start + heads[word - start] for word in words)
            windows.append(WordWindow(read=read, words=tuple(words), positions=places))
        rows.append(
            WordRows(
                windows=tuple(windows),
                n_tokens=sum(len(word.ids) for word in pieces),
                is_truncated=any(len(word.ids) > room for word in pieces),
            )
        )
    return rows


def _heads(words: Sequence[WordPieces], room: int, word_piece: str) -> list[int]:
    """The position among all pieces of the one at which each word is read."""
    found, position = [], 0
    for word in words:
        head = word.head if word_piece == WORD_PIECES[0] else 0
        found.append(position + min(head, room - 1))
        position += min(len(word.ids), room)
    return found


def word_spans(lengths: Sequence[int], room: int, stride: int) -> list[tuple[int, int]]:
    """(first word, word after the last) of each window; windows cover all words.

    Args:
        lengths: pieces of each word, each from 1 to `room`.
        room: pieces of a window.
        stride: pieces that a window repeats from the one before it, at most.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    while True:
        stop, used = start, 0
        while stop < len(lengths) and used + lengths[stop] <= room:
            used += lengths[stop]
            stop += 1
        spans.append((start, stop))
        if stop == len(lengths):
            return spans
        # The next window must hold the word at `stop`, so it goes back only as far as that allows.
        back = min(stride, room - lengths[stop])
        start = stop
        while start - 1 > spans[-1][0] and lengths[start - 1] <= back:
            start -= 1
            back -= lengths[start]


def _owners(lengths: Sequence[int], spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Words of each window whose context there is the largest; the first window wins ties."""
    best: dict[int, tuple[int, int]] = {}
    for index, (start, stop) in enumerate(spans):
        left, total = 0, sum(lengths[start:stop])
        for word in range(start, stop):
            # No text is missing at the ends of a sentence, so those sides count as unbounded.
            before = left if start > 0 else total
            after = total - left - lengths[word] if stop < len(lengths) else total
            context = min(before, after)
            if word not in best or context > best[word][0]:
                best[word] = (context, index)
            left += lengths[word]
    owned: list[list[int]] = [[] for _ in spans]
    for word in sorted(best):
        owned[best[word][1]].append(word)
    return owned


def span_rows(
    examples: Sequence[Example],
    fields: Sequence[str],
    reader: PieceReader,
    max_tokens: int,
    stride: int,
) -> list[SpanRows]:
    """Windows over the context, each behind the whole question.

    Neighboring windows share `stride` pieces (at most half a window). A question of more than half
    the room is cut there, and its example counts as truncated.
    """
    question_field, context_field = fields
    questions = reader.cut([text_of(example, question_field) for example in examples])
    contexts = reader.cut(
        [text_of(example, context_field) for example in examples], with_offsets=True
    )
    room = reader.room(max_tokens, pair=True)
    rows = []
    for question, context in zip(questions, contexts, strict=True):
        asked = question.ids[: room // 2]
        size = room - len(asked)
        step = size - min(stride, size // 2)
        first = reader.second_start(len(asked))
        windows = [
            SpanWindow(
                read=reader.join(asked, context.ids[start : start + size]),
                first=first,
                offsets=context.offsets[start : start + size],
            )
            for start in range(0, max(len(context.ids) - size + step, 1), step)
        ]
        rows.append(
            SpanRows(
                windows=tuple(windows),
                n_tokens=len(question.ids) + len(context.ids),
                is_truncated=len(question.ids) > len(asked),
            )
        )
    return rows
