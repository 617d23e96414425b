"""Dose: what really happened to some texts, in the unit of the perturbation."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from crosswind.core.errors import ConfigError
from crosswind.core.languages import canonical_language
from crosswind.noise.batch import Noise, Perturbed, perturb_all
from crosswind.noise.columns import lay_out
from crosswind.noise.perturbation import Perturbation

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
