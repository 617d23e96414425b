"""Cuts: inputs that did not fit into the model, and those that were read in windows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.report.rounding import count, percent


@dataclass(slots=True)
class _Cuts:
    """Counts of one task over its clean predictions, each language once."""

    n: int = 0
    truncated: dict[str, int] = field(default_factory=dict)
    windowed: int = 0
    candidates: int = 0


def cut_lines(cells: Sequence[tuple[Mapping[str, Any], Path]]) -> list[str]:
    """One sentence a task and kind of cut, from the summaries of the clean predictions.

    The tokenizer is common to all arms, so the first arm stands for all. Predictions without a
    summary (made by hand) say nothing.
    """
    found: dict[str, _Cuts] = {}
    seen: set[tuple[str, str]] = set()
    for cell, folder in cells:
        task, language = str(cell["task"]), str(cell["language"])
        path = folder / "summary.json"
        if cell["severity"] or (task, language) in seen or not path.exists():
            continue
        seen.add((task, language))
        summary = read_json(path)
        cuts = found.setdefault(task, _Cuts())
        cuts.n += int(summary.get("n_examples", 0))
        cuts.windowed += int(summary.get("n_windowed", 0))
        cuts.candidates = max(cuts.candidates, int(summary.get("n_candidates_truncated", 0)))
        if summary.get("n_truncated"):
            cuts.truncated[language] = int(summary["n_truncated"])
    return [line for task, cuts in sorted(found.items()) for line in _lines(task, cuts)]


def _lines(task: str, cuts: _Cuts) -> list[str]:
    lines = []
    total = sum(cuts.truncated.values())
    if total and cuts.n:
        where = ", ".join(f"{language} {count(n)}" for language, n in cuts.truncated.items())
        lines.append(
            f"Cut: {count(total)} of {count(cuts.n)} examples of {task} "
            f"({percent(total / cuts.n)}) did not fit into the model and lost their end ({where})."
        )
    if cuts.candidates:
        lines.append(
            f"Cut: {count(cuts.candidates)} candidates of {task} did not fit into the model and "
            "lost their end."
        )
    if cuts.windowed:
        lines.append(
            f"Windowed: {count(cuts.windowed)} of {count(cuts.n)} examples of {task} were read in "
            "several windows, so that nothing of them was lost."
        )
    return lines
