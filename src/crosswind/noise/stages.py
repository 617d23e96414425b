"""Stages: a perturbation is one, a profile several, each on the text that the last has written."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language
from crosswind.core.registry import Registry
from crosswind.noise.catalogue import supported
from crosswind.noise.columns import lay_out, points_of
from crosswind.noise.edits import Edit, EditList, unedited
from crosswind.noise.engine import Outcome, settle
from crosswind.noise.graphemes import grapheme_starts
from crosswind.noise.keys import Address, example_draws, prefixed
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import threshold
from crosswind.noise.single import is_single, settle_one
from crosswind.noise.source import (
    Changes,
    Rows,
    Source,
    chosen,
    layouts_of,
    lengths_of,
    moved,
    row_texts,
    whole,
)

# Stream of the draw that decides whether the writer of an example has the trait of a stage.
_TRAIT = 77


class Setting(NamedTuple):
    """Where texts stand, and whether the meaning guard is on: the same for every stage."""

    seed: int
    dataset: str
    split: str
    field: str
    guard: bool


class Step(NamedTuple):
    """A stage at one severity in one language.

    Attributes:
        perturbation: what is done; never a profile.
        strength: how much of it.
        share: probability that the writer of an example has the trait.
        label: what is written into the keys.
        language: canonical tag.
    """

    perturbation: Perturbation
    strength: float
    share: float
    label: str
    language: str


Flags = tuple[str, ...]


def steps_of(
    perturbation: str | Perturbation,
    language: str,
    severity: int,
    *,
    is_words: bool,
    catalogue: Registry[Perturbation] | None = None,
) -> tuple[Step, ...]:
    """The stages of a perturbation that act, in order.

    Raises:
        ConfigError: for an unknown perturbation, an unsupported language, a severity outside the
            ladder, or words where the perturbation acts on running text only.
    """
    declared = supported(perturbation, language, catalogue=catalogue)
    declared.strength(severity)
    return _steps_of(declared, canonical_language(language), severity, is_words=is_words)


@lru_cache(maxsize=1024)
def _steps_of(
    declared: Perturbation, tag: str, severity: int, *, is_words: bool
) -> tuple[Step, ...]:
    """The same for a severity of the ladder."""
    strength = declared.strength(severity)
    name = f"{declared.name} {declared.version}"
    if is_words and declared.label_policy("tagging") == "refused":
        raise ConfigError(
            f"'{declared.name}' acts on running text only",
            place="perturbation",
            value=declared.name,
            allowed="a perturbation that keeps the words of a row apart",
            action="Join the words, or see `crosswind perturbations`.",
        )
    if declared.propose is not None:
        return (Step(declared, strength, 1.0, name, tag),)
    steps = []
    for number, stage in enumerate(declared.stages):
        part = stage.perturbation
        if part.supports(tag).level not in {"full", "generic"}:
            continue
        # A profile of word lists leaves out what cannot act on them.
        if is_words and part.label_policy("tagging") == "refused":
            continue
        level = stage.ladder[severity - 1] if severity else 0.0
        label = f"{name}: {number} {part.name} {part.version}"
        steps.append(Step(part, level, stage.share if severity else 0.0, label, tag))
    return tuple(steps)


def through(
    steps: Sequence[Step], setting: Setting, source: Source
) -> tuple[Source, list[EditList], list[Flags]]:
    """What all stages make of some texts: the last texts, edits of the first, and flags a text.

    Raises:
        DataError: if a text holds a lone surrogate.
    """
    if len(steps) != 1:
        # Some stages do not look at all texts.
        points_of(row_texts(source))
    now, refused = source, dict[int, Flags]()
    ids = list(map(prefixed, source.example_ids))
    edits = list(map(unedited, map(len, source.pieces)))
    lists: dict[int, list[EditList]] = {}
    for step in steps:
        changes = _stage(step, setting, now, ids)
        now = moved(now, changes)
        for place, one in changes.edits.items():
            edits[place] = one
            if len(steps) > 1:
                lists.setdefault(place, []).append(one)
        for row, reasons in changes.refused.items():
            refused[row] = tuple(dict.fromkeys((*refused.get(row, ()), *reasons)))
    for place, found in lists.items():
        edits[place] = _composed(source.pieces[place], now.pieces[place], found)
    return now, edits, _flags(refused, edits, source.counts)


def _stage(step: Step, setting: Setting, source: Source, ids: Sequence[bytes]) -> Changes:
    """What one stage makes of some texts: of those of writers who have its trait.

    Args:
        step: the stage.
        setting: where the texts stand.
        source: the texts.
        ids: their ids as parts of an address.
    """
    keys, some = _address(step, setting).keys_of(ids), whole(source)
    if step.share < 1.0:
        has = (example_draws(keys, _TRAIT) < threshold(step.share)).nonzero()[0]
        keys, some = keys[has], chosen(source, has.tolist())
    columns = lay_out(
        row_texts(some.source),
        keys,
        layouts_of(some.source),
        language=step.language,
        guarded=setting.guard,
        words=lengths_of(some.source) if source.counts is not None else None,
    )
    if step.strength == 0 or columns.n == 0:
        return Changes({}, {}, {})
    assert step.perturbation.propose is not None
    proposals = step.perturbation.propose(columns, step.language, step.strength)
    if is_single(columns, proposals):
        text, edits, reasons = settle_one(columns, proposals)
        place = some.pieces[0]
        refused = {some.rows[0]: reasons} if reasons else {}
        return (
            Changes({place: text}, {place: edits}, refused) if edits else Changes({}, {}, refused)
        )
    return _changes(settle(columns, proposals), some)


def _address(step: Step, setting: Setting) -> Address:
    """What the keys of a stage are made of, but for the ids."""
    return Address(
        seed=setting.seed,
        dataset=setting.dataset,
        split=setting.split,
        field=setting.field,
        perturbation=step.label,
        language=step.language,
        tables=step.perturbation.tables,
    )


def _changes(outcome: Outcome, some: Rows) -> Changes:
    """The new form of each text or word that has changed, its edits, and what was refused."""
    lengths = lengths_of(some.source)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    first, bounds = outcome.cut(starts)
    changed = (first[1:] != first[:-1]).nonzero()[0]
    after, texts = changed + 1, some.pieces
    columns = (changed, first[changed], first[after], starts[changed], lengths[changed],
               bounds[changed], bounds[after])  # fmt: skip
    text, build = outcome.text, outcome.edits_between
    pieces, edits = {}, {}
    rows = zip(*(column.tolist() for column in columns), strict=True)
    for index, low, high, origin, length, begin, end in rows:
        place = texts[index]
        pieces[place] = text[begin:end]
        edits[place] = EditList.later(build, (low, high, origin), length)
    refused: dict[int, Flags] = {}
    for reason, counts in outcome.refused_by.items():
        for index in counts.nonzero()[0].tolist():
            row = some.rows[index]
            refused[row] = (*refused.get(row, ()), reason)
    return Changes(pieces, edits, refused)


def _composed(source: str, target: str, lists: list[EditList]) -> EditList:
    """The edits of all stages as one list, built when it is first looked at."""
    if source == target:
        return unedited(len(source))
    return lists[0] if len(lists) == 1 else EditList.later(_joined, (source, lists), len(source))


def _joined(source: str, lists: list[EditList]) -> tuple[Edit, ...]:
    """The composition of edit lists, without what a later one has undone."""
    joined = lists[0]
    for one in lists[1:]:
        joined = joined.then(one)
    return tuple(EditList(_whole(joined, source), len(source)).changing(source))


def _whole(edits: EditList, source: str) -> list[Edit]:
    """The edits, of which none inserts into a grapheme of the source.

    A later stage may write something where an earlier one has broken a grapheme up. The edit that
    broke it, beside the insertion, then writes both.
    """
    found: list[Edit] = []
    pending = list(edits)
    if all(edit.start < edit.end for edit in pending):
        return pending
    points = np.frombuffer(source.encode("utf-32-le"), dtype=np.dtype("<u4"))
    begins = np.append(grapheme_starts(points, np.zeros(1, dtype=np.int64)), True)
    for number, (start, end, text) in enumerate(pending):
        if start < end or begins[start]:
            found.append(pending[number])
        elif found and found[-1].end == start:
            found[-1] = Edit(found[-1].start, end, found[-1].text + text)
        elif number + 1 < len(pending) and pending[number + 1].start == start:
            behind = pending[number + 1]
            pending[number + 1] = Edit(start, behind.end, text + behind.text)
        else:
            found.append(pending[number])
    return found


def _flags(
    refused: Mapping[int, Flags], edits: Sequence[EditList], counts: Sequence[int] | None
) -> list[Flags]:
    """For each text or row "unchanged", if nothing is left of any edit, and reasons of refusals."""
    same = [one.is_empty for one in edits]
    if counts is not None:
        ends = list(accumulate(counts))
        same = [all(same[end - count : end]) for end, count in zip(ends, counts, strict=True)]
    flags: list[Flags] = [("unchanged",) if one else () for one in same]
    for row, reasons in refused.items():
        flags[row] += reasons
    return flags
