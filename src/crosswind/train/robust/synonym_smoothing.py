"""Randomised smoothing by data augmentation with synonyms (RS-DA).

    loss = L(copy e of the batch),   e = epoch mod copies
    each word of a copy is drawn uniformly from {the word} and its neighbors

With a list of neighbors, words of the text are exchanged: of all text fields of an example, but
those that must stay and the context of a question, where gold answers stand; of word lists, word
by word. Without a list, pieces are exchanged for the nearest rows of the encoder's own word
embedding (`nearest_pieces`); pieces of a gold answer and special tokens stay.

Source: Huang et al. 2021 (arXiv:2104.08645) and its released code: uniform choice among a word and
its counter-fitted neighbors (at most 8), 3 copies for XNLI and 10 for PAWS-X, both sentences by
themselves, the label kept.

Differs: the released code trains on all copies in every epoch, which multiplies the updates; here
each epoch reads one copy, so arms have equally many. For the updates of the paper, set epochs to
its epochs x copies. The released code draws without a seed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from crosswind.config.robust import SynonymSmoothing
from crosswind.core.seeds import generator
from crosswind.records.example import Example
from crosswind.train.objective import TrainingRow
from crosswind.train.robust.method import Method
from crosswind.train.robust.neighbors import Neighbors, nearest_pieces, read_neighbors
from crosswind.train.robust.original import Groups, Original

_WORD = re.compile(r"[^\W\d_]+")


def exchanged(text: str, neighbors: Neighbors, draws: Iterator[float]) -> str:
    """A text with each known word replaced by one of {itself} and its neighbors.

    Args:
        text: any.
        neighbors: lower-case word -> neighbors.
        draws: uniform in [0, 1), one used for each word, known or not.
    """

    def one(match: re.Match[str]) -> str:
        return _drawn(match.group(), neighbors, next(draws))

    return _WORD.sub(one, text)


def _drawn(word: str, neighbors: Neighbors, draw: float) -> str:
    choices = (word, *neighbors.get(word.lower(), ()))
    chosen = choices[int(draw * len(choices))]
    if chosen == word:
        return word
    if len(word) > 1 and word.isupper():
        return chosen.upper()
    return chosen[:1].upper() + chosen[1:] if word[:1].isupper() else chosen


def _copies(settings: SynonymSmoothing, original: Original) -> Iterator[Groups]:
    if original.neighbors is not None:
        neighbors = read_neighbors(original.neighbors, settings.max_neighbors)
        for copy in range(settings.copies):
            examples = [_example(one, copy, neighbors, original) for one in original.examples]
            yield original.read(examples)
        return
    ids = {
        piece for rows in original.groups for row in rows for one in row.reads for piece in one.ids
    }
    near = nearest_pieces(
        ids - set(original.reader.special_ids),
        original.words,
        original.reader,
        settings.max_neighbors,
    )
    for copy in range(settings.copies):
        yield tuple(
            tuple(
                _row(
                    row,
                    near,
                    _stream(original.seed, copy, f"{example.example_id} {number}"),
                    original,
                )
                for number, row in enumerate(rows)
            )
            for example, rows in zip(original.examples, original.groups, strict=True)
        )


def _example(example: Example, copy: int, neighbors: Neighbors, original: Original) -> Example:
    """An example with words exchanged where its kind allows it."""
    rules = original.rules
    stream = _stream(original.seed, copy, example.example_id)
    if rules.kind == "tagging":
        words = tuple(_drawn(word, neighbors, next(stream)) for word in example.words)
        return replace(example, words=words)
    open_fields = rules.fields[:1] if rules.kind == "span_qa" else rules.fields
    texts = {
        name: exchanged(text, neighbors, stream)
        if name in open_fields and name not in original.kept_fields
        else text
        for name, text in example.texts.items()
    }
    return replace(example, texts=texts)


def _row(
    row: TrainingRow, near: Mapping[int, Sequence[int]], stream: Iterator[float], original: Original
) -> TrainingRow:
    """A row with pieces exchanged: as long as before, so every target stays where it is."""
    answer = range(0)
    if original.rules.kind == "span_qa" and any(row.target):
        answer = range(row.target[0], row.target[1] + 1)
    reads = tuple(
        replace(
            read,
            ids=tuple(
                piece if place in answer else _piece(piece, near, next(stream))
                for place, piece in enumerate(read.ids)
            ),
        )
        for read in row.reads
    )
    return replace(row, reads=reads)


def _piece(piece: int, near: Mapping[int, Sequence[int]], draw: float) -> int:
    choices = (piece, *near.get(piece, ()))
    return choices[int(draw * len(choices))]


def _stream(seed: int, copy: int, address: str) -> Iterator[float]:
    """Draws of one copy of one text: they depend on nothing else."""
    rng = generator(seed, "synonyms", copy, address)
    while True:
        yield from rng.random(64).tolist()


METHOD = Method(copies=_copies)
