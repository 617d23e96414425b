"""Stages: a perturbation is one, a profile several, each on the text that the last has written."""

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language
from crosswind.core.registry import Registry
from crosswind.noise.catalogue import supported
from crosswind.noise.columns import Columns, lay_out
from crosswind.noise.edits import Edit, EditList, unedited
from crosswind.noise.engine import Outcome, settle
from crosswind.noise.graphemes import grapheme_starts
from crosswind.noise.keys import Address
from crosswind.noise.perturbation import Perturbation
from crosswind.noise.proposals import Proposals, nothing, threshold
from crosswind.noise.single import is_single, settle_one
from crosswind.noise.source import Source, layouts_of, lengths_of, moved, row_texts

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
    strength = declared.strength(severity)
    tag, name = canonical_language(language), f"{declared.name} {declared.version}"
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
    """What all stages make of some texts: the last texts, edits of the first, and flags a text."""
    if not steps:
        unchanged: list[Flags] = [("unchanged",)] * len(source.example_ids)
        return source, [unedited(len(piece)) for piece in source.pieces], unchanged
    now, found, flags = _stage(steps[0], setting, source)
    lists = [found]
    for step in steps[1:]:
        now, found, told = _stage(step, setting, now)
        lists.append(found)
        flags = list(map(_union, flags, told))
    if len(lists) == 1:
        return now, found, flags
    pairs = zip(source.pieces, now.pieces, zip(*lists, strict=True), strict=True)
    edits = [_composed(*pair) for pair in pairs]
    return now, edits, _unchanged(flags, edits, source.counts)


def _stage(
    step: Step, setting: Setting, source: Source
) -> tuple[Source, list[EditList], list[Flags]]:
    """What one stage makes of some texts."""
    columns, proposals = proposed(step, setting, source)
    if is_single(columns, proposals):
        text, edits, flags = settle_one(columns, proposals)
        return moved(source, [text], [edits]), [edits], [flags]
    outcome = settle(columns, proposals)
    pieces, found = _pieces(outcome, source)
    return moved(source, pieces, found), found, _flags(outcome)


def proposed(step: Step, setting: Setting, source: Source) -> tuple[Columns, Proposals]:
    """The texts as columns, and what a stage would like to change in them."""
    declared = step.perturbation
    address = Address(
        seed=setting.seed,
        dataset=setting.dataset,
        split=setting.split,
        field=setting.field,
        perturbation=step.label,
        language=step.language,
        tables=declared.tables,
    )
    columns = lay_out(
        row_texts(source),
        address.keys(source.example_ids),
        layouts_of(source),
        language=step.language,
        guarded=setting.guard,
        words=lengths_of(source) if source.counts is not None else None,
    )
    if step.strength == 0 or columns.n == 0:
        return columns, nothing()
    assert declared.propose is not None
    proposals = declared.propose(columns, step.language, step.strength)
    return columns, _of_writers(columns, proposals, step.share)


def _of_writers(columns: Columns, proposals: Proposals, share: float) -> Proposals:
    """The proposals in the texts of those writers who have the trait of the stage."""
    if share >= 1.0:
        return proposals
    has = columns.example_draws(_TRAIT) < threshold(share)
    return proposals.only(has[columns.text_of(proposals.low)])


def _pieces(outcome: Outcome, source: Source) -> tuple[list[str], list[EditList]]:
    """The new form of each text or word, and its edits."""
    lengths = lengths_of(source)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    first, bounds = outcome.cut(starts)
    changed = (first[1:] != first[:-1]).nonzero()[0]
    pieces, edits = list(source.pieces), list(map(unedited, lengths.tolist()))
    text, build = outcome.text, outcome.edits_between
    rows = (changed, first[changed], first[changed + 1], starts[changed], lengths[changed])
    borders = zip(bounds[changed].tolist(), bounds[changed + 1].tolist(), strict=True)
    for (index, low, high, origin, length), (begin, end) in zip(
        np.transpose(rows).tolist(), borders, strict=True
    ):
        pieces[index] = text[begin:end]
        edits[index] = EditList(partial(build, low, high, origin), length)
    return pieces, edits


def _flags(outcome: Outcome) -> list[Flags]:
    """For each text "unchanged", and the reasons for which an edit was refused."""
    starts = np.append(outcome.columns.starts, outcome.columns.n)
    first = np.searchsorted(outcome.edits.low, starts, side="left")
    unchanged = (first[1:] == first[:-1]).tolist()
    flags: list[Flags] = [("unchanged",) if same else () for same in unchanged]
    for reason, counts in outcome.refused_by.items():
        for index in counts.nonzero()[0].tolist():
            flags[index] += (reason,)
    return flags


def _composed(source: str, target: str, lists: tuple[EditList, ...]) -> EditList:
    """The edits of all stages as one list, built when it is first looked at."""
    busy = [one for one in lists if not one.is_empty]
    if source == target or not busy:
        return unedited(len(source))
    return busy[0] if len(busy) == 1 else EditList(partial(_joined, source, busy), len(source))


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


def _union(before: Flags, after: Flags) -> Flags:
    return tuple(dict.fromkeys([*before, *after]))


def _unchanged(
    flags: Sequence[Flags], edits: Sequence[EditList], counts: Sequence[int] | None
) -> list[Flags]:
    """The flags of several stages, with "unchanged" only where nothing is left of any edit."""
    rows = counts if counts is not None else [1] * len(flags)
    found: list[Flags] = []
    begin = 0
    for told, count in zip(flags, rows, strict=True):
        same = all(one.is_empty for one in edits[begin : begin + count])
        reasons = tuple(flag for flag in told if flag != "unchanged")
        found.append(("unchanged", *reasons) if same else reasons)
        begin += count
    return found
