"""Notes: sentences about the grid that a reader should hold against its numbers."""

from collections.abc import Sequence

from crosswind.records.estimate import Estimate
from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import TaskSetting, pairing, unseen_perturbations
from crosswind.statistics.grid import TaskGrid
from crosswind.statistics.intervals import MIN_SEEDS

# Fewer clusters than this, and a percentile interval is visibly too narrow (studies/coverage.py).
_FEW_CLUSTERS = 20


def unpaired(cube: TaskCube, baseline: str) -> list[str]:
    """Why arms of a task cannot be held against the baseline."""
    task = cube.grid.task
    if baseline not in cube.grid.arms:
        return [f"{task}: the baseline {baseline} has no cell, so no arm can be held against it"]
    return [
        f"{task}: a seed pair of arm {arm} has no counterpart in {baseline}; no gain is given"
        for arm in cube.grid.arms
        if arm != baseline and pairing(cube, arm, baseline) is None
    ]


def task_notes(cube: TaskCube, setting: TaskSetting) -> list[str]:
    """Notes on one task."""
    grid, notes = cube.grid, []
    if len(cube.present) < _FEW_CLUSTERS:
        notes.append(
            f"{grid.task}: only {len(cube.present)} parallel clusters; intervals over items are"
            " too narrow"
        )
    if not grid.target_languages:
        notes.append(f"{grid.task}: no target language is evaluated, so it is in no average")
    if setting.chance is None and grid.perturbations:
        notes.append(
            f"{grid.task}: the number of labels is unknown, so chance-adjusted retention is left"
            " out"
        )
    for arm in grid.arms:
        if _drawn(grid) and not unseen_perturbations(cube, arm, setting.baseline):
            notes.append(
                f"{grid.task}: arm {arm} has seen every perturbation in training, or labels may"
                " not survive it, so it has no average over noise"
            )
    return notes


def seed_notes(grids: Sequence[TaskGrid]) -> list[str]:
    """Whether training variance is covered."""
    seeds = {key for grid in grids for arm in grid.arms for key in grid.replicates[arm]}
    n = max(len({key[side] for key in seeds} - {-1}) for side in (0, 1))
    if n >= MIN_SEEDS:
        return []
    word = {0: "no training seed", 1: "one seed", 2: "two seeds"}[n]
    return [f"Training variance is not covered: {word}, and a t interval needs {MIN_SEEDS}."]


def headline_notes(
    grids: Sequence[TaskGrid], estimates: Sequence[Estimate], baseline: str
) -> list[str]:
    """Arms without any task that may enter their headline."""
    found = {
        (item.quantity, item.where.get("arm"))
        for item in estimates
        if "against" in item.where and "task" not in item.where
    }
    arms = dict.fromkeys(arm for grid in grids for arm in grid.arms if arm != baseline)
    quantities = ["intermediate_gain"]
    if any(_drawn(grid) for grid in grids):
        quantities.append("robustness_gain")
    return [
        f"Arm {arm} has no headline {quantity}: every task is its own training task, or lacks"
        " unseen noise, target languages or cells."
        for arm in arms
        for quantity in quantities
        if (quantity, arm) not in found
    ]


def _drawn(grid: TaskGrid) -> tuple[str, ...]:
    """Perturbations that were drawn, not published."""
    return tuple(name for name in grid.perturbations if name != grid.published)
