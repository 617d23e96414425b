"""Pieces to model inputs: special tokens around them, and the tokenizer of an encoder folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from crosswind.core.errors import ConfigError, EncoderError
from crosswind.core.hashing import digest, remembered_file_digest
from crosswind.model.cutter import Cutter, Pieces, WordPieces
from crosswind.model.kept_pieces import NOTHING_KEPT, KeptPieces
from crosswind.model.tokenizer_errors import opening_told

# Kinds of files beside the weights; some tokenizers have a vocabulary in one of the others.
_TOKENIZER_FILES = (".json", ".model", ".txt")


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
        kept: where pieces of many texts are kept.
    """

    def __init__(self, tokenizer: Any, *, place: str = "", kept: KeptPieces = NOTHING_KEPT) -> None:
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
        self.place = place
        self.mask_id: int | None = tokenizer.mask_token_id
        self.n_pieces = len(tokenizer)
        self._cutter = Cutter(self._backend, unknown_id=self._unknown_id, place=place, kept=kept)

    def cut(self, texts: Sequence[str], *, with_offsets: bool = False) -> list[Pieces]:
        """Pieces of each text; see `Cutter`."""
        return self._cutter.cut(texts, with_offsets=with_offsets)

    def cut_words(self, sentences: Sequence[Sequence[str]]) -> list[list[WordPieces]]:
        """Pieces of each word of each pre-split sentence; see `Cutter`."""
        return self._cutter.cut_words(sentences)

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


@lru_cache(maxsize=2)
def open_reader(folder: Path, _digest: str = "", kept: Path | None = None) -> PieceReader:
    """The tokenizer of an encoder folder. Readers are stateless, so the last two are kept.

    Args:
        folder: Hugging Face folder with `tokenizer.json`.
        _digest: of the folder's files, so that a folder that was rewritten is read again.
        kept: folder for pieces of many texts; None keeps none.

    Raises:
        EncoderError: if there is none, or it is not a fast tokenizer.
    """
    with opening_told(str(folder)):
        tokenizer = AutoTokenizer.from_pretrained(
            folder, local_files_only=True, use_fast=True, trust_remote_code=False
        )
        pieces = KeptPieces(kept, tokenizer_digest(folder) if kept else "")
        return PieceReader(tokenizer, place=str(folder), kept=pieces)


def tokenizer_digest(folder: Path) -> str:
    """SHA-256 over everything that decides how an encoder's texts are cut, libraries included."""
    names = sorted(path.name for path in folder.iterdir() if path.suffix in _TOKENIZER_FILES)
    files = {name: remembered_file_digest(folder / name) for name in names}
    return digest([files, {name: version(name) for name in ("tokenizers", "transformers")}])


def _pad_id(tokenizer: Any, place: str) -> int:
    if tokenizer.pad_token_id is None:
        raise EncoderError(
            "the tokenizer has no padding token",
            place=place,
            allowed="a tokenizer with pad_token",
            action="Add pad_token to tokenizer_config.json.",
        )
    return int(tokenizer.pad_token_id)
