"""Fertility: model tokens per word, and how noise makes an input longer for the model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.compute as pc
import pyarrow.parquet as pq


@dataclass(frozen=True, slots=True, kw_only=True)
class Fertility:
    """Token counts of one task in one language.

    Attributes:
        task, language: its place.
        clean_tokens: mean model tokens of a clean example.
        growth: mean over the noisy conditions of (noisy tokens / clean tokens) - 1.
    """

    task: str
    language: str
    clean_tokens: float
    growth: float | None


def read_fertility(cells: Sequence[tuple[Mapping[str, Any], Path]]) -> list[Fertility]:
    """Token counts from the predictions; the tokenizer is common, so one arm a cell is enough.

    Growth needs no notion of a word, so it is defined for scripts without spaces too.
    """
    means: dict[tuple[str, str], dict[tuple[str, int], float]] = {}
    for cell, folder in cells:
        conditions = means.setdefault((str(cell["task"]), str(cell["language"])), {})
        condition = str(cell["perturbation"]), int(cell["severity"])
        if condition not in conditions:
            conditions[condition] = _mean_tokens(folder)
    found = []
    for (task, language), conditions in sorted(means.items()):
        clean = conditions.get(("", 0), 0.0)
        if clean <= 0:
            continue
        noisy = [value / clean - 1 for key, value in conditions.items() if key[0]]
        growth = sum(noisy) / len(noisy) if noisy else None
        found.append(Fertility(task=task, language=language, clean_tokens=clean, growth=growth))
    return found


def _mean_tokens(folder: Path) -> float:
    column = pq.read_table(folder / "predictions.parquet", columns=["n_tokens"])["n_tokens"]
    return float(pc.mean(column).as_py() or 0.0)
