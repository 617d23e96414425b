"""McNemar's test: two classifiers on the items of one cell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from crosswind.records.metric import metric_named
from crosswind.statistics.counts import read_correct
from crosswind.statistics.families import holm
from crosswind.statistics.grid import CLEAN, TaskGrid
from crosswind.statistics.sampled import counterpart

_COUNTS = ("correct", "n")


def mcnemar(gained: int, lost: int) -> float:
    """Exact two-sided p: of the items that one classifier alone has right, half are each one's.

    Args:
        gained: items that the arm alone has right.
        lost: items that the other alone has right.

    p = min(1, 2 P(B <= min(gained, lost))) with B binomial(gained + lost, 1/2). Source: McNemar
    1947, Psychometrika 12(2); as the test for two classifiers: Dietterich 1998, Neural Computation
    10(7). It takes items for independent: hypotheses of one premise are not, and the resampled
    intervals stand beside it for that reason. It says nothing of training again.
    """
    n = gained + lost
    return 1.0 if n == 0 else float(min(1.0, 2 * stats.binom.cdf(min(gained, lost), n, 0.5)))


def mcnemar_rows(grid: TaskGrid, baseline: str) -> list[dict[str, Any]]:
    """Each arm against the baseline in each language on clean text, with the first seeds of both.

    Only for accuracy of single items. Holm's family: all arms and languages of the task.

    Raises:
        DataError: if the items of a score cannot be read, or differ.
    """
    if metric_named(grid.metric).counts != _COUNTS or baseline not in grid.arms:
        return []
    rows: list[dict[str, Any]] = []
    for language, arm, seeds, folders in _pairs(grid, baseline):
        ours, theirs = (read_correct(folder) for folder in folders)
        both = [(ours[key], theirs[key]) for key in ours if key in theirs]
        first, second = np.array(both, dtype=bool).T if both else np.zeros((2, 0), dtype=bool)
        gained, lost = int((first & ~second).sum()), int((second & ~first).sum())
        rows.append(
            {
                "task": grid.task,
                "language": language,
                "arm": arm,
                "seeds": list(seeds),
                "n": len(both),
                "gained": gained,
                "lost": lost,
                "p": mcnemar(gained, lost),
            }
        )
    adjusted = holm([float(row["p"]) for row in rows])
    return [{**row, "holm": value} for row, value in zip(rows, adjusted, strict=True)]


def _pairs(
    grid: TaskGrid, baseline: str
) -> Iterator[tuple[str, str, tuple[int, int], tuple[Path, Path]]]:
    """(language, arm, seeds of the arm, folders of the arm and of its counterpart)."""
    folders = {
        (item.cell.arm, item.cell.language, item.replicate): item.folder
        for item in grid.cells
        if item.condition == CLEAN
    }
    for language in grid.languages:
        for arm in grid.arms:
            seeds = grid.replicates[arm][0]
            twin = counterpart(seeds, grid.replicates[baseline])
            ours = folders.get((arm, language, seeds))
            theirs = folders.get((baseline, language, twin)) if twin else None
            if arm != baseline and ours and theirs:
                yield language, arm, seeds, (ours, theirs)
