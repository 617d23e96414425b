"""Dose: what really happened to some texts: errors of characters and words, and in its own unit."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language
from crosswind.noise.batch import Noise, Perturbed, perturb_all
from crosswind.noise.columns import lay_out
from crosswind.noise.edits import EditList
from crosswind.noise.perturbation import Perturbation

# Longer stretches than this many pairs of characters are not aligned.
_ALIGNED = 10_000
_OF_SITES = {"probability a site", "probability a word"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Edits (or changed examples), and the units that the ladder of the perturbation counts.

    Attributes:
        edits: edits, or for "probability an example" changed texts.
        units: characters, keystrokes, words of the texts; or sites, words, examples that it changes
            at full strength.
    """

    edits: int
    units: int


def realized(
    perturbation: Perturbation, texts: Sequence[str], *, language: str, severity: int
) -> Dose:
    """What a severity does to some texts; the target is its strength times the units.

    Raises:
        ConfigError: for units that are no rate.
    """

    def results(declared: Perturbation, level: int) -> list[Perturbed]:
        noise = Noise(perturbation=declared, language=language, severity=level)
        return perturb_all(noise, texts, example_ids=[str(index) for index in range(len(texts))])

    found = results(perturbation, severity)
    edits = sum(len(one.edits) for one in found)
    unit = perturbation.unit
    if unit == "character error rate":
        return Dose(edits=edits, units=sum(map(len, texts)))
    if unit in _OF_SITES:
        full = results(perturbation.at_full_strength(), 5)
        return Dose(edits=edits, units=sum(len(one.edits) for one in full))
    if unit == "probability an example":
        full = results(perturbation.at_full_strength(), 5)
        return Dose(
            edits=sum(bool(one.edits) for one in found), units=sum(bool(one.edits) for one in full)
        )
    return Dose(edits=edits, units=_counted(perturbation, texts, language))


def _counted(perturbation: Perturbation, texts: Sequence[str], language: str) -> int:
    """Words, or keystrokes as the perturbation counts them."""
    tag = canonical_language(language)
    keys = np.zeros(len(texts), dtype=np.uint64)
    columns = lay_out(texts, keys, None, language=tag, guarded=False)
    if perturbation.count is not None:
        return perturbation.count(columns, tag)
    if perturbation.unit != "word error rate":
        raise ConfigError(
            "the unit is no rate",
            place=perturbation.name,
            value=perturbation.unit,
            allowed="a rate, or a probability of sites, words or examples",
            action="Look at the edits themselves.",
        )
    return len(columns.words.start)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """Errors of one text: characters and words that differ from the source."""

    characters: int
    words: int


def errors_of(source: str, edits: EditList) -> Errors:
    """How far a text is from its source.

    Characters: the sum over edits of what `distance` says. Words: the blank-separated words that an
    edit changes, splits or joins to another, and the words that it adds between others.
    """
    if edits.is_empty:
        return Errors(characters=0, words=0)
    spans = [found.span() for found in re.finditer(r"\S+", source)]
    starts, ends = [span[0] for span in spans], [span[1] for span in spans]
    wrong: set[int] = set()
    characters = added = 0
    for start, end, written in edits:
        characters += distance(source[start:end], written)
        # A word is wrong too if it now goes on where it ended, or did not begin where it began.
        follows = written[:1] or source[end : end + 1]
        precedes = written[-1:] or source[max(start - 1, 0) : start]
        goes_on = not source[start : start + 1].strip() and follows.strip()
        began = not source[max(end - 1, 0) : end].strip() and precedes.strip()
        first = bisect_right(ends, start - 1 if goes_on else start)
        last = bisect_left(starts, end + 1 if began else end)
        wrong.update(range(first, last))
        added += len(written.split()) if first >= last else 0
    return Errors(characters=characters, words=len(wrong) + added)


def distance(removed: str, written: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbors between two strings.

    Optimal string alignment (as in `noise.md` 8): no stretch is edited twice. Strings too long to
    be aligned in good time count as the longer of the two.
    """
    if not removed or not written:
        return len(removed) + len(written)
    if len(removed) * len(written) > _ALIGNED:
        return max(len(removed), len(written))
    before: list[int] = []
    row = list(range(len(written) + 1))
    for i, letter in enumerate(removed, start=1):
        before, last, row = row, before, [i]
        for j, other in enumerate(written, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == written[j - 2] and other == removed[i - 2]
            row.append(min(cost, last[j - 2] + 1) if swapped else cost)
    return row[-1]
