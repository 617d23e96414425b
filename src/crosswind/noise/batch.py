"""The batch behind the public functions: chunks, keys, columns, and results a text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from crosswind.core.errors import ConfigError, DataError
from crosswind.core.languages import canonical_language
from crosswind.core.registry import Registry
from crosswind.noise.catalogue import supported
from crosswind.noise.columns import Layout, Span, lay_out
from crosswind.noise.edits import Edit, EditList
from crosswind.noise.engine import Outcome, settle
from crosswind.noise.keys import Address
from crosswind.noise.perturbation import Perturbation

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


def perturb_all(
    noise: Noise,
    texts: Sequence[str],
    *,
    example_ids: Sequence[str],
    spans: Sequence[Sequence[Sequence[int]]] | None = None,
    protect: Sequence[Sequence[Sequence[int]]] | None = None,
) -> list[Perturbed]:
    """`perturb` over many texts, with the setting in one record."""
    _are_strings(texts, "text")
    _same_length(texts, example_ids, spans, protect)
    layouts = None
    checked: list[tuple[Span, ...]] = [()] * len(texts)
    if (spans and any(spans)) or (protect and any(protect)):
        empty: Sequence[Sequence[Sequence[int]]] = [()] * len(texts)
        checked = _spans(texts, spans or empty, "spans")
        kept = _spans(texts, protect or empty, "protect")
        layouts = [Layout(spans=one, protect=two) for one, two in zip(checked, kept, strict=True)]
    results: list[Perturbed] = []
    for outcome, low, high in _outcomes(noise, texts, example_ids, layouts):
        results += _results(outcome, [len(text) for text in texts[low:high]], checked[low:high])
    return results


def perturb_word_rows(
    noise: Noise,
    rows: Sequence[Sequence[str]],
    *,
    example_ids: Sequence[str],
    protect: Sequence[Sequence[int]] | None = None,
) -> list[PerturbedWords]:
    """`perturb_words` over many rows, with the setting in one record."""
    for words in rows:
        _are_strings(words, "word")
    _same_length(rows, example_ids, protect)
    texts = ["".join(words) for words in rows]
    layouts = []
    for index, words in enumerate(rows):
        edges = _edges(words)
        stay = tuple(
            (edges[word], edges[word + 1])
            for word in _word_indexes(protect[index] if protect else (), len(words))
        )
        layouts.append(Layout(words=tuple(map(len, words)), protect=stay))
    results = []
    for outcome, low, high in _outcomes(noise, texts, example_ids, layouts):
        flat = _results(outcome, [len(text) for text in texts[low:high]], [()] * (high - low))
        results += [_split(one, words) for one, words in zip(flat, rows[low:high], strict=True)]
    return results


def outcome_of(
    noise: Noise, texts: Sequence[str], example_ids: Sequence[str], layouts: Sequence[Layout] | None
) -> Outcome:
    """The columnar result of one chunk of texts."""
    _are_strings(example_ids, "example id")
    declared = supported(noise.perturbation, noise.language, catalogue=noise.catalogue)
    language = canonical_language(noise.language)
    address = Address(
        seed=noise.seed,
        dataset=noise.dataset,
        split=noise.split,
        field=noise.field,
        perturbation=f"{declared.name} {declared.version}",
        language=language,
    )
    columns = lay_out(
        texts, address.keys(example_ids), layouts, language=language, guarded=noise.guard
    )
    return settle(columns, declared.propose(columns, language, declared.strength(noise.severity)))


def _outcomes(
    noise: Noise,
    texts: Sequence[str],
    example_ids: Sequence[str],
    layouts: Sequence[Layout] | None,
) -> Iterator[tuple[Outcome, int, int]]:
    low, size = 0, 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= CHUNK or index == len(texts) - 1:
            high = index + 1
            cut = layouts[low:high] if layouts is not None else None
            yield outcome_of(noise, texts[low:high], example_ids[low:high], cut), low, high
            low, size = high, 0


def _results(
    outcome: Outcome, lengths: Sequence[int], spans: Sequence[tuple[Span, ...]]
) -> list[Perturbed]:
    starts, bounds = outcome.columns.starts.tolist(), outcome.text_starts.tolist()
    first = outcome.first_edit.tolist()
    refused = {reason: counts.tolist() for reason, counts in outcome.refused_by.items()}
    text, build = outcome.text, outcome.edits_between
    results = []
    for index, length in enumerate(lengths):
        low, high = first[index], first[index + 1]
        flags: tuple[str, ...] = ()
        if low == high:
            flags, edits = ("unchanged",), EditList((), length)
        else:
            edits = EditList(partial(build, low, high, starts[index]), length)
        if refused:
            flags += tuple(reason for reason, counts in refused.items() if counts[index])
        moved = tuple([edits.map_span(*span) for span in spans[index]]) if spans[index] else ()
        results.append(Perturbed(text[bounds[index] : bounds[index + 1]], edits, moved, flags))
    return results


def _edges(words: Sequence[str]) -> list[int]:
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word))
    return edges


def _split(flat: Perturbed, words: Sequence[str]) -> PerturbedWords:
    """Cut a perturbed row at the fences of its words."""
    edges = _edges(words)
    pending = list(flat.edits)[::-1]
    new_words, lists = [], []
    for start, word in zip(edges, words, strict=False):
        own = []
        while pending and pending[-1].start < start + len(word):
            edit = pending.pop()
            own.append(Edit(edit.start - start, edit.end - start, edit.text))
        lists.append(EditList(own, len(word)))
        new_words.append(lists[-1].apply(word) if own else word)
    return PerturbedWords(words=tuple(new_words), edits=tuple(lists), flags=flat.flags)


def _spans(
    texts: Sequence[str], spans: Sequence[Sequence[Sequence[int]]], name: str
) -> list[tuple[Span, ...]]:
    checked = []
    for index, (text, theirs) in enumerate(zip(texts, spans, strict=True)):
        for span in theirs:
            whole = len(span) == 2 and all(isinstance(border, int) for border in span)
            if not whole or not 0 <= span[0] <= span[1] <= len(text):
                raise DataError(
                    "the span is not inside the text",
                    place=f"text {index}: {name}",
                    value=tuple(span),
                    allowed=f"(start, end) with 0 <= start <= end <= {len(text)}",
                    action="Count in code points, as Python's len() does.",
                )
        checked.append(tuple((span[0], span[1]) for span in theirs))
    return checked


def _same_length(texts: Sequence[Any], *others: Sequence[Any] | None) -> None:
    for other in others:
        if other is not None and len(other) != len(texts):
            raise ConfigError(
                "every text needs its own entry",
                value=len(other),
                allowed=f"{len(texts)} entries",
                action="Give one id (and one list of spans) for each text.",
            )


def _word_indexes(indexes: Sequence[int], count: int) -> Sequence[int]:
    for index in indexes:
        if not isinstance(index, int) or not 0 <= index < count:
            raise DataError(
                "no word has this index",
                place="protect",
                value=index,
                allowed=f"0 to {count - 1}" if count else "none: there are no words",
            )
    return indexes


def _are_strings(values: Sequence[Any], noun: str) -> None:
    for index, value in enumerate(values):
        if not isinstance(value, str):
            raise DataError(
                f"the {noun} is no string",
                place=f"{noun} {index}",
                value=value,
                allowed="str",
                action="Write numbers as text: an id 7 is '7'.",
            )
