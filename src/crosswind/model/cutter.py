"""Texts to pieces, with offsets into the text as it was given."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.model.kept_pieces import Cut, KeptPieces
from crosswind.model.tokenizer_errors import panics_told

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


class Cutter:
    """Cuts texts into pieces with a fast tokenizer.

    Args:
        backend: of the tokenizers library.
        unknown_id: row that a word without pieces is read as.
        place: the encoder's folder, named in errors.
        kept: where pieces of many texts are kept.
    """

    def __init__(self, backend: Any, *, unknown_id: int, place: str, kept: KeptPieces) -> None:
        self._backend = backend
        self._unknown_id = unknown_id
        self._place = place
        self._kept = kept
        self._word_joint = self._joint()
        self._bare: dict[int, bool] = {}
        self._blank: dict[str, bool] = {}

    def cut(self, texts: Sequence[str], *, with_offsets: bool = False) -> list[Pieces]:
        """Pieces of each text; equal texts are cut once."""
        distinct = list(dict.fromkeys(texts))
        asked = "pieces with offsets" if with_offsets else "pieces"
        found = self._kept.cut(asked, distinct, lambda: self._cut(distinct, with_offsets))
        known = {
            text: Pieces(ids=tuple(ids), offsets=tuple(zip(ends[::2], ends[1::2], strict=True)))
            for text, ids, ends in zip(distinct, found.ids, found.places, strict=True)
        }
        return [known[text] for text in texts]

    def cut_words(self, sentences: Sequence[Sequence[str]]) -> list[list[WordPieces]]:
        """Pieces of each word of each pre-split sentence, at least one for every word.

        A word without pieces (one that the tokenizer's normalisation deletes, such as a lone
        zero-width joiner) is read as the unknown token.
        """
        words = [word for sentence in sentences for word in sentence]
        asked = f"words of {[len(sentence) for sentence in sentences]}"
        found = self._kept.cut(asked, words, lambda: self._cut_words(sentences))
        cut: list[list[WordPieces]] = []
        for sentence, ids, numbers in zip(sentences, found.ids, found.places, strict=True):
            pieces: list[list[int]] = [[] for _ in sentence]
            for piece, word in zip(ids, numbers, strict=True):
                pieces[word].append(piece)
            cut.append([self._word(own or [self._unknown_id]) for own in pieces])
        return cut

    def _cut(self, texts: Sequence[str], with_offsets: bool) -> Cut:  # noqa: FBT001
        """Pieces of texts; places are starts and ends in turn."""
        with panics_told(self._place):
            encodings = self._backend.encode_batch(texts, add_special_tokens=False)
        places: list[list[int]] = [[] for _ in texts]
        if with_offsets:
            places = [self._offsets(*both) for both in zip(texts, encodings, strict=True)]
        return Cut([found.ids for found in encodings], places)

    def _cut_words(self, sentences: Sequence[Sequence[str]]) -> Cut:
        """Pieces of sentences; places are the numbers of their words."""
        joined = [
            [word if index == 0 else self._word_joint + word for index, word in enumerate(words)]
            for words in sentences
        ]
        with panics_told(self._place):
            encodings = self._backend.encode_batch(
                joined, is_pretokenized=True, add_special_tokens=False
            )
        return Cut([found.ids for found in encodings], [found.word_ids for found in encodings])

    def _offsets(self, text: str, found: Any) -> list[int]:
        """Offsets without blanks at their ends.

        A SentencePiece piece owns the space before its word, which is no part of an answer; the
        mark of a word's start alone may claim the word's first letter.
        """
        trimmed = list[int]()
        for piece, (start, end) in zip(found.ids, found.offsets, strict=True):
            if self._is_bare(piece):
                end = start
            while start < end and self._is_blank(text[start]):
                start += 1
            while end > start and self._is_blank(text[end - 1]):
                end -= 1
            trimmed += (start, end)
        return trimmed

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

    def _joint(self) -> str:
        """What stands before a word that is not the first, so that it is cut as in running text.

        Byte-level tokenizers without a prefix space would glue pre-split words together.
        """
        running = self._backend.encode("a a", add_special_tokens=False).ids
        spaced = self._backend.encode(["a", " a"], is_pretokenized=True, add_special_tokens=False)
        bare = self._backend.encode(["a", "a"], is_pretokenized=True, add_special_tokens=False)
        return " " if bare.ids != running and spaced.ids == running else ""


def _visible(text: str) -> str:
    """What is left of a text without blanks and marks of word starts."""
    return text.replace(_WORD_START, "").strip()
