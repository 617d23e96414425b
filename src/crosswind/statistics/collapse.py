"""Runs that learned nothing: kept, counted and listed, never averaged in silently."""

from collections.abc import Mapping

import numpy as np

from crosswind.records.metric import LABEL_KINDS, chance_level, metric_named
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.cube import TaskCube
from crosswind.statistics.grid import CLEAN, TaskGrid

# Without a declared number of labels, a pair task is taken for inference with three.
_LABELS_OF_PAIRS = 3
_SPAN_F1 = 0.05
# Untrained encoders find far more than one partner in a hundred; vectors that are all alike do not.
_RETRIEVAL = 0.01


def chance_of(grid: TaskGrid, n_labels: Mapping[str, int], n_items: int) -> float | None:
    """Chance level of a task; None for a kind with labels whose labels are not declared."""
    labels = n_labels.get(grid.task, 0)
    if grid.kind in LABEL_KINDS and not labels:
        return None
    return chance_level(grid.kind, labels, n_items)


def collapse_threshold(grid: TaskGrid, n_labels: Mapping[str, int], n_items: int) -> float:
    """Clean score below which a run has collapsed.

    A tenth of the way from chance to a perfect score: 0.40 for inference with three labels, 0.55
    for a choice of two, 0.10 for tagging F1. F1 of answers: 0.05. Retrieval, mining and ranking,
    which may be untrained: 0.01, or twice chance in a small pool.
    """
    if grid.kind == "span_qa":
        return _SPAN_F1
    assumed = _LABELS_OF_PAIRS if grid.kind == "pair_classification" else 0
    labels = n_labels.get(grid.task, assumed)
    chance = chance_level(grid.kind, labels, n_items)
    return max(2 * chance, _RETRIEVAL) if grid.is_retrieval else chance + 0.1 * (1 - chance)


def collapsed_runs(
    cube: TaskCube, counts: TaskCounts, n_labels: Mapping[str, int]
) -> tuple[list[str], frozenset[str]]:
    """(descriptions, arms) of runs whose clean score is below the threshold.

    A run is judged in the source language if it is evaluated there (a low score in a far language
    is no collapse), else by its mean over languages. Answers are judged by F1 where it was counted.
    """
    grid = cube.grid
    judged = [grid.source_language] if grid.source_language in grid.languages else grid.languages
    threshold = collapse_threshold(grid, n_labels, int(cube.n_items.max()))
    by_f1 = grid.kind == "span_qa" and {*metric_named("f1").counts} <= {*counts.names}
    formula = metric_named("f1" if by_f1 else grid.metric).from_sums
    sums = counts.sums.sum(axis=0)
    values = formula({name: sums[:, i] for i, name in enumerate(counts.names)})
    found, arms = [], set()
    for arm in grid.arms:
        for replicate in grid.replicates[arm]:
            scores = [
                float(values[counts.source_of[item.folder]])
                for item in grid.cells
                if item.cell.arm == arm
                and item.replicate == replicate
                and item.condition == CLEAN
                and item.cell.language in judged
            ]
            if scores and np.mean(scores) < threshold:
                where = "+".join(judged) if len(judged) == 1 else "mean over languages"
                found.append(
                    f"{arm} {grid.task} seeds {replicate[0]}-{replicate[1]}: clean score"
                    f" {np.mean(scores):.4f} ({where}) is below {threshold:.4f}"
                )
                arms.add(arm)
    return found, frozenset(arms)
