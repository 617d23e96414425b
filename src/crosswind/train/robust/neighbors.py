"""Neighbors: what a word, or a piece of the vocabulary, may be exchanged for."""

from collections.abc import Collection, Mapping
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

from crosswind.core.errors import DataError
from crosswind.core.files import iterate_lines
from crosswind.model.tokenise import PieceReader

Neighbors = Mapping[str, tuple[str, ...]]
# Rows of the vocabulary are compared with so many pieces at once.
_CHUNK = 64
# Marks of where a piece stands in its word: SentencePiece, byte-level and WordPiece vocabularies.
_WORD_MARKS = ("▁", "Ġ", "##")


def read_neighbors(path: Path, most: int) -> dict[str, tuple[str, ...]]:
    """The user's list: a line a word, `word<TAB>neighbor neighbor ...`, nearest first.

    Words are compared in lower case. A word may have no neighbor; then it stays.

    Args:
        path: UTF-8 text.
        most: neighbors of a word that are kept.

    Raises:
        DataError: with the line, if it has no tab or no word, or if a word stands twice.
    """
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(iterate_lines(path), start=1):
        place = f"{path}:{number}"
        word, neighbors = _entry(line.removeprefix("\ufeff"), place)
        if word in found:
            raise DataError(
                "the word stands twice in the list of neighbors",
                place=place,
                value=word,
                allowed="each word once, in whatever case",
                action="Join its lines.",
            )
        found[word] = neighbors[:most]
    if not any(found.values()):
        raise DataError(
            "the list has no neighbors",
            place=str(path),
            value=len(found),
            allowed="at least one word with a neighbor",
            action="Check the file.",
        )
    return found


def _entry(line: str, place: str) -> tuple[str, tuple[str, ...]]:
    """A word in lower case, and its neighbors."""
    word, tab, rest = line.partition("\t")
    key = word.strip().lower()
    if not tab or not key or len(key.split()) > 1:
        raise DataError(
            "not a word with its neighbors",
            place=place,
            value=line[:80],
            allowed="word<TAB>neighbor neighbor ...",
            action="Correct the line.",
        )
    return key, tuple(dict.fromkeys(other for other in rest.split() if other.lower() != key))


def word_mark(written: str) -> str:
    """What the vocabulary writes at the start of a piece for its place in a word, or nothing.

    Pieces with one mark can stand for each other without joining or splitting words.
    """
    return next((mark for mark in _WORD_MARKS if written.startswith(mark)), "")


@torch.no_grad()
def nearest_pieces(
    pieces: Collection[int], words: Tensor, reader: PieceReader, most: int
) -> dict[int, tuple[int, ...]]:
    """The nearest rows of a word embedding by cosine, nearest first.

    A neighbor stands in a word as the piece does (it begins one, or goes on), so that words stay
    apart, and is no special token. Rows without a vector are nobody's neighbors.

    Args:
        pieces: whose neighbors are looked for.
        words: the word embedding, (vocabulary, D).
        reader: the encoder's tokenizer.
        most: neighbors of each.
    """
    special = set(reader.special_ids)
    lengths = words.norm(dim=-1)
    members: dict[str, list[int]] = {}
    for row, length in enumerate(lengths.tolist()):
        written = reader.written(row)
        if written and row not in special and length > 0:
            members.setdefault(word_mark(written), []).append(row)
    found: dict[int, tuple[int, ...]] = {}
    for rows in members.values():
        mine = sorted(set(rows) & set(pieces))
        table = torch.tensor(rows)
        unit = functional.normalize(words[table].float(), dim=-1)
        for start in range(0, len(mine), _CHUNK):
            chunk = mine[start : start + _CHUNK]
            scores = functional.normalize(words[torch.tensor(chunk)].float(), dim=-1) @ unit.T
            best = table[scores.topk(min(most + 1, len(rows)), dim=-1).indices]
            for piece, near in zip(chunk, best.tolist(), strict=True):
                found[piece] = tuple(other for other in near if other != piece)[:most]
    return found
