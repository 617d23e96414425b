"""Dose: how much the text was really changed, beside every average over noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json

# The names under which a summary may carry each figure, the project's own first.
_CHARACTERS = ("character_error_rate", "realized_cer", "cer")
_WORDS = ("word_error_rate", "realized_wer", "wer")
_ROWS = ("rows_out", "n_examples", "rows", "rows_in")
_CHANGED = ("changed", "n_changed", "rows_changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """The realized dose of one perturbed artifact, or the mean of several.

    Attributes:
        task, language, perturbation, severity: its cell; "" for a language averaged over.
        characters: character error rate, a fraction, or None if not recorded.
        words: word error rate, a fraction, or None.
        changed: share of examples that differ from the clean ones, or None.
    """

    task: str
    language: str
    perturbation: str
    severity: int
    characters: float | None
    words: float | None
    changed: float | None


def read_doses(cells: Sequence[tuple[Mapping[str, Any], Path]]) -> list[Dose]:
    """The doses of perturbed artifacts from their `summary.json`; an absent figure is None."""
    doses = []
    for cell, folder in cells:
        path = folder / "summary.json"
        summary = read_json(path) if path.exists() else {}
        flat = {**summary, **{k: v for part in _nested(summary) for k, v in part.items()}}
        rows, changed = _first(flat, _ROWS), _first(flat, _CHANGED)
        doses.append(
            Dose(
                task=str(cell["task"]),
                language=str(cell["language"]),
                perturbation=str(cell["perturbation"]),
                severity=int(cell["severity"]),
                characters=_first(flat, _CHARACTERS),
                words=_first(flat, _WORDS),
                changed=changed / rows if rows and changed is not None else None,
            )
        )
    return doses


def mean_dose(doses: Sequence[Dose], task: str, perturbation: str, severity: int) -> Dose:
    """The mean over languages, each with equal weight, of one task's condition."""
    chosen = [
        dose
        for dose in doses
        if (dose.task, dose.perturbation, dose.severity) == (task, perturbation, severity)
    ]
    return Dose(
        task=task,
        language="",
        perturbation=perturbation,
        severity=severity,
        characters=_mean([dose.characters for dose in chosen]),
        words=_mean([dose.words for dose in chosen]),
        changed=_mean([dose.changed for dose in chosen]),
    )


def _nested(summary: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [value for value in summary.values() if isinstance(value, Mapping)]


def _first(summary: Mapping[str, Any], names: Sequence[str]) -> float | None:
    for name in names:
        value = summary.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
    return None


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
