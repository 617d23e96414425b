"""The compare step: item counts of every cell of an experiment to estimates with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.seeds import generator
from crosswind.records.codecs import cell_from_json, read_refusal, write_estimates
from crosswind.records.estimate import Cell
from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.collapse import chance_of, collapsed_runs
from crosswind.statistics.counts import read_counts
from crosswind.statistics.cube import TaskCube, missing_cells, task_cube
from crosswind.statistics.finding import TaskSetting, pairing, unseen_perturbations
from crosswind.statistics.gain_findings import gain_findings
from crosswind.statistics.gathering import Gathering
from crosswind.statistics.grid import CLEAN, TaskGrid, task_grids
from crosswind.statistics.intervals import MIN_SEEDS
from crosswind.statistics.resampling import resampled_values

# Fewer clusters than this, and a percentile interval is visibly too narrow (studies/coverage.py).
_FEW_CLUSTERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareParams:
    """What is compared.

    Attributes:
        cells: fields of `records.estimate.Cell`, parallel to the scores.
        baseline: the arm that all others are held against.
        n_resamples: bootstrap draws.
        level: of all intervals.
        seed: of the resampling.
        n_labels: task -> number of labels, for chance levels of classification tasks.
    """

    cells: tuple[dict[str, Any], ...]
    baseline: str = "none"
    n_resamples: int = 2000
    level: float = 0.95
    seed: int = 0
    n_labels: dict[str, int] = field(default_factory=dict)


T = TypeVar("T")


@dataclass(slots=True)
class _Facts:
    """Facts about the grid, collected task by task."""

    tasks: dict[str, dict[str, object]] = field(default_factory=dict)
    collapsed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def compare(
    params: CompareParams, *, scores: tuple[Path, ...], out: Path, options: RunOptions
) -> dict[str, object]:
    """Write `estimates.json`; return counts.

    Raises:
        DataError: for doubled or contradictory cells, an absent baseline, or unequal items.
        ConfigError: for a level or a number of resamples that makes no sense.
    """
    if not 0 < params.level < 1 or params.n_resamples < 2:
        raise ConfigError(
            "level or n_resamples is out of range",
            place="compare",
            value=[params.level, params.n_resamples],
            allowed="0 < level < 1 and n_resamples >= 2",
        )
    cells, folders = [_cell(row) for row in params.cells], [Path(folder) for folder in scores]
    refused = [read_refusal(folder) for folder in folders]
    grids = task_grids(_kept(cells, refused), _kept(folders, refused), params.baseline)
    gathering = Gathering(level=params.level)
    facts = _Facts(missing=_refusals(cells, refused))
    for grid in grids:
        # One task at a time: its cubes are dropped before the next one is read.
        _add_task(params, grid, gathering, facts)
    gathering.add_averages()
    gathering.mark_scale_dependence()
    facts.missing += gathering.missing
    facts.notes += _seed_notes(grids)
    facts.notes += _headline_notes(params, grids, gathering)
    write_estimates(out, gathering.estimates, _as_json(params, grids, facts))
    return {
        "cells": len(cells),
        "estimates": len(gathering.estimates),
        "missing": len(facts.missing),
        "collapsed": len(facts.collapsed),
    }


def _add_task(params: CompareParams, grid: TaskGrid, gathering: Gathering, facts: _Facts) -> None:
    counts = read_counts(grid)
    rng = generator(params.seed, "bootstrap", grid.task)
    cube = task_cube(grid, counts, *resampled_values(counts, grid.metric, params.n_resamples, rng))
    collapsed, arms = collapsed_runs(cube, counts, params.n_labels)
    setting = TaskSetting(
        baseline=params.baseline,
        chance=chance_of(grid, params.n_labels, int(cube.n_items.max())),
        collapsed=arms,
    )
    for arm in grid.arms:
        gathering.add(grid.world, arm_findings(cube, arm, setting))
    rivals = [arm for arm in grid.arms if arm != params.baseline]
    for arm in rivals if params.baseline in grid.arms else ():
        gathering.add(grid.world, gain_findings(cube, arm, setting))
    facts.collapsed += collapsed
    facts.missing += missing_cells(cube)
    facts.missing += _unpaired(cube, params.baseline)
    facts.notes += _task_notes(cube, setting)
    facts.tasks[grid.task] = {
        "metric": grid.metric,
        "kind": grid.kind,
        "world": grid.world,
        "source_language": grid.source_language,
        "languages": list(grid.languages),
        "n_examples": int(cube.n_items.sum()),
        "n_clusters": len(cube.present),
    }


def _kept(items: Sequence[T], refused: Sequence[str]) -> list[T]:
    """The items of cells that are scored. Items beyond the folders stay, for the grid to refuse."""
    reasons = [*refused, *[""] * (len(items) - len(refused))]
    return [item for item, reason in zip(items, reasons, strict=False) if not reason]


def _refusals(cells: Sequence[Cell], refused: Sequence[str]) -> list[str]:
    """One sentence for each task, language and perturbation that could not act."""
    pairs = zip(cells, refused, strict=False)
    return sorted(
        {f"{cell.task}, {cell.language}: not scored, since {why}" for cell, why in pairs if why}
    )


def _cell(row: Mapping[str, Any]) -> Cell:
    try:
        return cell_from_json(row)
    except TypeError as error:
        raise DataError(
            "not a cell", place="compare", value=str(error), allowed=tuple(Cell.__slots__)
        ) from error


def _unpaired(cube: TaskCube, baseline: str) -> list[str]:
    task = cube.grid.task
    if baseline not in cube.grid.arms:
        return [f"{task}: the baseline {baseline} has no cell, so no arm can be held against it"]
    return [
        f"{task}: a seed pair of arm {arm} has no counterpart in {baseline}; no gain is given"
        for arm in cube.grid.arms
        if arm != baseline and pairing(cube, arm, baseline) is None
    ]


def _task_notes(cube: TaskCube, setting: TaskSetting) -> list[str]:
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
        if grid.perturbations and not unseen_perturbations(cube, arm, setting.baseline):
            notes.append(
                f"{grid.task}: arm {arm} has seen every perturbation in training, so it has no"
                " average over noise"
            )
    return notes


def _seed_notes(grids: Sequence[TaskGrid]) -> list[str]:
    seeds = {key for grid in grids for arm in grid.arms for key in grid.replicates[arm]}
    n = max(len({key[side] for key in seeds} - {-1}) for side in (0, 1))
    if n >= MIN_SEEDS:
        return []
    word = {0: "no training seed", 1: "one seed", 2: "two seeds"}[n]
    return [f"Training variance is not covered: {word}, and a t interval needs {MIN_SEEDS}."]


def _headline_notes(
    params: CompareParams, grids: Sequence[TaskGrid], gathering: Gathering
) -> list[str]:
    """Arms without any task that may enter their headline."""
    found = {
        (item.quantity, item.where["arm"])
        for item in gathering.estimates
        if "against" in item.where and "task" not in item.where
    }
    arms = dict.fromkeys(arm for grid in grids for arm in grid.arms if arm != params.baseline)
    quantities = ["intermediate_gain"]
    if any(grid.perturbations for grid in grids):
        quantities.append("robustness_gain")
    return [
        f"Arm {arm} has no headline {quantity}: every task is its own training task, or lacks"
        " unseen noise, target languages or cells."
        for arm in arms
        for quantity in quantities
        if (quantity, arm) not in found
    ]


def _as_json(params: CompareParams, grids: Sequence[TaskGrid], facts: _Facts) -> dict[str, object]:
    arms = sorted(
        {arm for grid in grids for arm in grid.arms},
        key=lambda arm: (arm != params.baseline, arm),
    )
    conditions = sorted({condition for grid in grids for condition in grid.conditions} - {CLEAN})
    seeds = {key for grid in grids for arm in grid.arms for key in grid.replicates[arm]}
    return {
        "cells": len(params.cells),
        "arms": arms,
        "baseline": params.baseline,
        "tasks": facts.tasks,
        "conditions": [list(condition) for condition in conditions],
        "seeds": [list(key) for key in sorted(seeds)],
        "n_resamples": params.n_resamples,
        "level": params.level,
        "collapsed": facts.collapsed,
        "missing": list(dict.fromkeys(facts.missing)),
        "notes": list(dict.fromkeys(facts.notes)),
    }
