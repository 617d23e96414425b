"""The noise transfer gap at equal damage to words: equal severities are not equal word errors."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np

from crosswind.core.languages import UNSPACED, script_of
from crosswind.report.dose import Dose
from crosswind.report.rounding import percent, points
from crosswind.report.study import Study, TaskFacts
from crosswind.report.table import Table, TableCell, estimate_cell, number, word
from crosswind.report.table_words import target_cell

# (word error rate, points lost), rising, from nothing on.
Curve = list[tuple[float, float]]


def matched_gap(source: Curve, targets: Mapping[str, Curve]) -> tuple[float, float] | None:
    """How much more the target languages lose than the source at equal word error rates.

    Each target language is held against the source language at the rate of each severity there, or
    at its own highest rate where that is lower, on straight lines between its own severities.
    Severities and languages weigh the same.

    Args:
        source: of the source language.
        targets: language -> its curve.

    Returns:
        (gap, mean rate at which it was taken), or None without target languages.
    """
    gaps, rates = [], []
    for curve in targets.values():
        for rate in (min(rate, curve[-1][0]) for rate, _ in source if rate > 0):
            gaps.append(_lost(curve, rate) - _lost(source, rate))
            rates.append(rate)
    return (float(np.mean(gaps)), float(np.mean(rates))) if gaps else None


def matched_table(study: Study, doses: Sequence[Dose]) -> Table:
    """The noise transfer gap at equal severities, and at equal word error rates beside it."""
    return Table(
        name="matched_dose",
        caption="Noise transfer gap at equal word error rates",
        columns=("target", "arm", "perturbation", "at equal severities",
                 "at equal word error rates", "word error rate", "languages"),
        rows=tuple(_rows(study, doses)),
        n_words=3,
        note="Points lost in the target languages minus points lost in the source language. At "
        "equal word error rates, each language is read off straight lines between its severities "
        "at the rates that these have in the source language (at most its own highest): an "
        "estimate without an interval. Both are means over severities. Languages written without "
        "blanks are left out of the second.",
    )  # fmt: skip


def _rows(study: Study, doses: Sequence[Dose]) -> Iterator[tuple[TableCell, ...]]:
    rates = {
        (dose.task, dose.language, dose.perturbation, dose.severity): dose.words for dose in doses
    }
    for task, arm, name in product(study.tasks.values(), study.arms, study.perturbations):
        curves = {
            language: curve
            for language in task.single_languages
            if script_of(language) not in UNSPACED
            and (curve := _curve(study, task, arm, name, language, rates))
        }
        source = curves.pop(task.source_language, None)
        found = matched_gap(source, curves) if source else None
        if found is not None:
            gap, rate = found
            where = {"arm": arm, "task": task.name, "perturbation": name}
            yield (
                target_cell(study, task.name),
                word(arm),
                word(name),
                estimate_cell(study.find("noise_transfer_gap", where), signed=True),
                number(100 * gap, points(gap, signed=True)),
                number(rate, percent(rate)),
                number(float(len(curves)), str(len(curves))),
            )


def _curve(
    study: Study,
    task: TaskFacts,
    arm: str,
    perturbation: str,
    language: str,
    rates: Mapping[tuple[str, str, str, int], float | None],
) -> Curve:
    """Empty where a score or a rate is not known, or where nothing was changed."""
    where = {"arm": arm, "task": task.name, "language": language}
    clean = study.find("score", where)
    curve: Curve = [(0.0, 0.0)]
    for name, severity in study.conditions:
        if name == perturbation and clean is not None:
            noisy = study.find("score", {**where, "perturbation": name, "severity": severity})
            rate = rates.get((task.name, language, name, severity))
            if noisy is not None and rate:
                curve.append((rate, clean.point - noisy.point))
    return sorted(curve) if len(curve) > 1 else []


def _lost(curve: Curve, rate: float) -> float:
    rates, losses = zip(*curve, strict=True)
    return float(np.interp(rate, rates, losses))
