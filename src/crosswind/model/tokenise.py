"""Text to model inputs: pieces with offsets into the original text, and special tokens."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.model.tokenizer_errors import opening_told, panics_told

# What SentencePiece writes for the space before a word.
_WORD_START = "▁"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pieces:
    """One tokenised text, without special tokens.

    Attributes:
        ids: vocabulary rows.
        offsets: (start, end) of each piece in code points of the text, what the tokenizer reads as
            a blank trimmed; start equals end for a piece without visible text. Empty unless asked
            for.
    """

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WordPieces:
    """One word of a pre-split sentence.

    Attributes:
        ids: vocabulary rows, at least one.
        head: which of them stands for the word: the first with visible text.
    """

    ids: tuple[int, ...]
    head: int


@dataclass(frozen=True, slots=True)
class ModelInput:
    """One row an encoder reads. Equal rows have equal outputs, so it is the key of a prediction.

    Attributes:
        ids: vocabulary rows, special tokens included.
        type_ids: segment of each token; empty if the encoder's tokenizer does not emit them.
    """

    ids: tuple[int, ...]
    type_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    """The special tokens around one text, or around and between two, with their segments."""

    before: tuple[int, ...]
    between: tuple[int, ...]
    after: tuple[int, ...]
    types: tuple[int, ...]

    @property
    def n_special(self) -> int:
        """How many tokens it adds."""
        return len(self.before) + len(self.between) + len(self.after)


class PieceReader:
    """Cuts texts into pieces with a fast tokenizer and sets special tokens around them.

    Truncation and windows are ours (`model.windows`), so that nothing is lost without a count; the
    tokenizer itself is never changed.

    Args:
        tokenizer: a fast tokenizer of transformers.
        place: the encoder's folder, named in errors.
    """

    def __init__(self, tokenizer: Any, *, place: str = "") -> None:
        if not getattr(tokenizer, "is_fast", False):
            raise EncoderError(
                "the tokenizer is not a fast one (tokenizer.json)",
                place=place,
                value=type(tokenizer).__name__,
                allowed="a fast tokenizer, which knows character offsets",
                action="Convert it with transformers, or choose another encoder.",
            )
        self._backend = tokenizer.backend_tokenizer
        self._backend.no_truncation()
        self._backend.no_padding()
        self.pad_id = _pad_id(tokenizer, place)
        unknown = tokenizer.unk_token_id
        self._unknown_id: int = self.pad_id if unknown is None else unknown
        self._typed = "token_type_ids" in tokenizer.model_input_names
        self._single = self._template("a", None)
        self._pair = self._template("a", "a")
        self._word_joint = self._joint()
        self.place = place
        self.mask_id: int | None = tokenizer.mask_token_id
        self.n_pieces = len(tokenizer)
        self._bare: dict[int, bool] = {}
        self._blank: dict[str, bool] = {}

    def cut(self, texts: Sequence[str], *, with_offsets: bool = False) -> list[Pieces]:
        """Pieces of each text; equal texts are cut once."""
        distinct = list(dict.fromkeys(texts))
        with panics_told(self.place):
            encodings = self._backend.encode_batch(distinct, add_special_tokens=False)
        known = {
            text: Pieces(
                ids=tuple(found.ids),
                offsets=self._offsets(text, found) if with_offsets else (),
            )
            for text, found in zip(distinct, encodings, strict=True)
        }
        return [known[text] for text in texts]

    def cut_words(self, sentences: Sequence[Sequence[str]]) -> list[list[WordPieces]]:
        """Pieces of each word of each pre-split sentence, at least one for every word.

        A word without pieces (one that the tokenizer's normalisation deletes, such as a lone
        zero-width joiner) is read as the unknown token.
        """
        joined = [
            [word if index == 0 else self._word_joint + word for index, word in enumerate(words)]
            for words in sentences
        ]
        with panics_told(self.place):
            encodings = self._backend.encode_batch(
                joined, is_pretokenized=True, add_special_tokens=False
            )
        cut: list[list[WordPieces]] = []
        for words, found in zip(sentences, encodings, strict=True):
            pieces: list[list[int]] = [[] for _ in words]
            for piece, word in zip(found.ids, found.word_ids, strict=True):
                pieces[word].append(piece)
            cut.append([self._word(ids or [self._unknown_id]) for ids in pieces])
        return cut

    def _offsets(self, text: str, found: Any) -> tuple[tuple[int, int], ...]:
        """Offsets without blanks at their ends.

        A SentencePiece piece owns the space before its word, which is no part of an answer; the
        mark of a word's start alone may claim the word's first letter.
        """
        trimmed = []
        for piece, (start, end) in zip(found.ids, found.offsets, strict=True):
            if self._is_bare(piece):
                end = start
            while start < end and self._is_blank(text[start]):
                start += 1
            while end > start and self._is_blank(text[end - 1]):
                end -= 1
            trimmed.append((start, end))
        return tuple(trimmed)

    def _is_blank(self, letter: str) -> bool:
        """Whether the tokenizer reads a letter as white space, or not at all.

        XLM-R's reads U+FFFD and zero-width letters as blanks. Combining marks belong to their
        letter, even where a tokenizer drops them.
        """
        if letter not in self._blank:
            normalizer = self._backend.normalizer
            kept = normalizer.normalize_str(letter) if normalizer else letter
            is_mark = unicodedata.category(letter).startswith("M")
            self._blank[letter] = letter.isspace() or not (is_mark or _visible(kept))
        return self._blank[letter]

    def _word(self, ids: Sequence[int]) -> WordPieces:
        visible = (place for place, piece in enumerate(ids) if not self._is_bare(piece))
        return WordPieces(tuple(ids), next(visible, 0))

    def _is_bare(self, piece: int) -> bool:
        """Whether a piece is the mark of a word's start and nothing else."""
        if piece not in self._bare:
            text = self._backend.decode([piece], skip_special_tokens=False)
            self._bare[piece] = not _visible(text)
        return self._bare[piece]

    def written(self, piece: int) -> str:
        """A piece as the vocabulary writes it; empty for a row without one."""
        return self._backend.id_to_token(piece) or ""

    def room(self, max_tokens: int, *, pair: bool = False) -> int:
        """Pieces that fit beside the special tokens.

        Raises:
            ConfigError: if fewer than two pieces would fit.
        """
        template = self._pair if pair else self._single
        room = max_tokens - template.n_special
        if room < 2:
            raise ConfigError(
                "max_tokens leaves no room for text",
                value=max_tokens,
                allowed=f"at least {template.n_special + 2}",
                action="Raise max_tokens.",
            )
        return room

    def join(self, first: Sequence[int], second: Sequence[int] | None = None) -> ModelInput:
        """One row: special tokens around one sequence of pieces, or around and between two."""
        template = self._single if second is None else self._pair
        other = () if second is None else tuple(second)
        ids = (*template.before, *first, *template.between, *other, *template.after)
        if not self._typed:
            return ModelInput(ids)
        counts = (len(template.before), len(first), len(template.between), len(other))
        lengths = (*counts, len(template.after))
        types = tuple(
            kind for kind, n in zip(template.types, lengths, strict=True) for _ in range(n)
        )
        return ModelInput(ids, types)

    def second_start(self, n_first: int) -> int:
        """Position of the second sequence's first piece in a joined pair."""
        return len(self._pair.before) + n_first + len(self._pair.between)

    @property
    def first_start(self) -> int:
        """Position of the only sequence's first piece in a joined single text."""
        return len(self._single.before)

    @property
    def special_ids(self) -> tuple[int, ...]:
        """Rows that any input may contain whatever its text: special, padding and unknown."""
        parts = (self._single, self._pair)
        found = {token for part in parts for token in (*part.before, *part.between, *part.after)}
        return tuple(sorted(found | {self.pad_id, self._unknown_id}))

    def _template(self, first: str, second: str | None) -> Template:
        found = self._backend.encode(first, second)
        sequence = list(found.sequence_ids)
        start, stop = sequence.index(0), len(sequence) - sequence[::-1].index(0)
        kinds, ids = list(found.type_ids), list(found.ids)
        if second is None:
            types = (kinds[0], kinds[start], 0, 0, kinds[-1])
            return Template(tuple(ids[:start]), (), tuple(ids[stop:]), types)
        begin, end = sequence.index(1), len(sequence) - sequence[::-1].index(1)
        types = (kinds[0], kinds[start], kinds[begin - 1], kinds[begin], kinds[-1])
        return Template(tuple(ids[:start]), tuple(ids[stop:begin]), tuple(ids[end:]), types)

    def _joint(self) -> str:
        """What stands before a word that is not the first, so that it is cut as in running text.

        Byte-level tokenizers without a prefix space would glue pre-split words together.
        """
        running = self._backend.encode("a a", add_special_tokens=False).ids
        spaced = self._backend.encode(["a", " a"], is_pretokenized=True, add_special_tokens=False)
        bare = self._backend.encode(["a", "a"], is_pretokenized=True, add_special_tokens=False)
        return " " if bare.ids != running and spaced.ids == running else ""


@lru_cache(maxsize=2)
def open_reader(folder: Path, _digest: str = "") -> PieceReader:
    """The tokenizer of an encoder folder. Readers are stateless, so the last two are kept.

    Args:
        folder: Hugging Face folder with `tokenizer.json`.
        _digest: of the folder's files, so that a folder that was rewritten is read again.

    Raises:
        EncoderError: if there is none, or it is not a fast tokenizer.
    """
    with opening_told(str(folder)):
        tokenizer = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, use_fast=True, trust_remote_code=False
        )
        return PieceReader(tokenizer, place=str(folder))


def _pad_id(tokenizer: Any, place: str) -> int:
    if tokenizer.pad_token_id is None:
        raise EncoderError(
            "the tokenizer has no padding token",
            place=place,
            allowed="a tokenizer with pad_token",
            action="Add pad_token to tokenizer_config.json.",
        )
    return int(tokenizer.pad_token_id)


def _visible(text: str) -> str:
    """What is left of a text without blanks and marks of word starts."""
    return text.replace(_WORD_START, "").strip()
