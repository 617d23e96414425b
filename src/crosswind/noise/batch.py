"""The batch behind the public functions: chunks, stages, and a result for each text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

from crosswind.core.registry import Registry
from crosswind.noise.cells import Span
from crosswind.noise.edits import EditList
from crosswind.noise.inputs import (
    as_list,
    checked_spans,
    checked_words,
    require_same_length,
    require_whole_number,
    strings,
)
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.source import Source
from crosswind.noise.stages import Setting, Step, steps_of, through

# Code points of a chunk: its arrays stay in the cache of a core, and memory stays bounded.
CHUNK = 1 << 18


class Perturbed(NamedTuple):
    """A perturbed text.

    Attributes:
        text: the new text.
        edits: what was changed, in code points of the source.
        spans: the given spans in the new text.
        flags: "unchanged", and the reasons for which an edit was refused: "fence", "protected",
            "guard".
    """

    text: str
    edits: EditList
    spans: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()


class PerturbedWords(NamedTuple):
    """A perturbed row of words: as many as came in, and none empty.

    Attributes:
        words: the new words.
        edits: the edits of each word, in its own code points.
        flags: as for `Perturbed`.
    """

    words: tuple[str, ...]
    edits: tuple[EditList, ...]
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Noise:
    """What to do and where: everything but the texts and their ids.

    Attributes:
        perturbation: name in the catalogue, or a perturbation of one's own.
        language: BCP 47 tag.
        severity: 0 (identity) to 5.
        seed: noise seed.
        dataset, split, field: part of the address of each text.
        guard: leave negators and digits as they are.
        catalogue: table of perturbations if not the usual one.
    """

    perturbation: str | Perturbation
    language: str
    severity: int
    seed: int = 0
    dataset: str = ""
    split: str = ""
    field: str = "text"
    guard: bool = False
    catalogue: Registry[Perturbation] | None = None

    @property
    def setting(self) -> Setting:
        """What holds for every stage."""
        return Setting(self.seed, self.dataset, self.split, self.field, self.guard)


def perturb_all(
    noise: Noise,
    texts: Sequence[str],
    *,
    example_ids: Sequence[str],
    spans: Sequence[Sequence[Sequence[int]]] | None = None,
    protect: Sequence[Sequence[Sequence[int]]] | None = None,
) -> list[Perturbed]:
    """`perturb` over many texts, with the setting in one record."""
    texts, example_ids = strings(texts, "text"), strings(example_ids, "example id")
    spans = None if spans is None else as_list(spans, "list of spans")
    protect = None if protect is None else as_list(protect, "list of spans")
    require_same_length(texts, example_ids, spans, protect)
    steps = _steps(noise, is_words=False)
    results: list[Perturbed] = []
    for low, high in _chunks(list(map(len, texts))):
        source = Source(
            pieces=texts[low:high],
            example_ids=example_ids[low:high],
            spans=_all_spans(texts, spans, low, high, "spans"),
            protect=_all_spans(texts, protect, low, high, "protect"),
        )
        found, edits, flags = through(steps, noise.setting, source)
        moved = found.spans or [()] * (high - low)
        rows = zip(found.pieces, edits, moved, flags, strict=True)
        # What `Perturbed(...)` does, without a call in Python for each text.
        results += map(tuple.__new__, repeat(Perturbed), rows)
    return results


def perturb_word_rows(
    noise: Noise,
    rows: Sequence[Sequence[str]],
    *,
    example_ids: Sequence[str],
    protect: Sequence[Sequence[int]] | None = None,
) -> list[PerturbedWords]:
    """`perturb_words` over many rows, with the setting in one record."""
    rows = [strings(words, "word") for words in as_list(rows, "row of words")]
    example_ids = strings(example_ids, "example id")
    protect = None if protect is None else as_list(protect, "list of word indexes")
    require_same_length(rows, example_ids, protect)
    steps = _steps(noise, is_words=True)
    results: list[PerturbedWords] = []
    for low, high in _chunks([sum(map(len, words)) for words in rows]):
        part = rows[low:high]
        counts = list(map(len, part))
        source = Source(
            pieces=[word for words in part for word in words],
            example_ids=example_ids[low:high],
            counts=counts,
            protect=_word_spans(part, protect[low:high]) if protect else None,
        )
        found, edits, flags = through(steps, noise.setting, source)
        begin = 0
        for count, flag in zip(counts, flags, strict=True):
            cut = slice(begin, begin + count)
            results.append(PerturbedWords(tuple(found.pieces[cut]), tuple(edits[cut]), flag))
            begin += count
    return results


def _steps(noise: Noise, *, is_words: bool) -> tuple[Step, ...]:
    require_whole_number(noise.seed, "seed")
    return steps_of(
        noise.perturbation,
        noise.language,
        noise.severity,
        is_words=is_words,
        catalogue=noise.catalogue,
    )


def _chunks(lengths: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First index, and index after the last, of the texts of each chunk."""
    low, size = 0, 0
    if lengths and sum(lengths) < CHUNK:
        yield 0, len(lengths)
        return
    for index, length in enumerate(lengths):
        size += length
        if size >= CHUNK or index == len(lengths) - 1:
            yield low, index + 1
            low, size = index + 1, 0


def _all_spans(
    texts: Sequence[str],
    spans: Sequence[Sequence[Sequence[int]]] | None,
    low: int,
    high: int,
    name: str,
) -> list[tuple[Span, ...]] | None:
    # Most texts of most batches have none.
    if spans is None or all(type(one) is tuple and not one for one in spans[low:high]):
        return None
    found = [
        checked_spans(texts[index], spans[index], f"text {index}: {name}")
        for index in range(low, high)
    ]
    return found if any(found) else None


def _word_spans(
    rows: Sequence[Sequence[str]], protect: Sequence[Sequence[int]]
) -> list[tuple[Span, ...]] | None:
    """The protected words of each row as spans of its joined text."""
    found = []
    for words, indexes in zip(rows, protect, strict=True):
        edges = [0]
        for word in words:
            edges.append(edges[-1] + len(word))
        kept = checked_words(indexes, len(words))
        found.append(tuple((edges[index], edges[index + 1]) for index in kept))
    return found if any(found) else None
