"""The compare step: item counts of every cell of an experiment to estimates with intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.seeds import generator
from crosswind.records.benchmark import BENCHMARKS
from crosswind.records.claim import Verdict
from crosswind.records.codecs import cell_from_json, read_refusal, write_estimates
from crosswind.records.estimate import Cell
from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.benchmark import Tally
from crosswind.statistics.best_arm import best_arm_findings
from crosswind.statistics.claims import Judge
from crosswind.statistics.collapse import chance_of, collapsed_runs
from crosswind.statistics.companions import (
    companion_findings,
    companions_of,
    stated_cube,
    threshold_findings,
)
from crosswind.statistics.contrasts import Contrasts, wanted_slices
from crosswind.statistics.counts import TaskCounts, read_counts
from crosswind.statistics.coverage import Coverage
from crosswind.statistics.cube import TaskCube, missing_cells, task_cube
from crosswind.statistics.error_findings import error_findings
from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.gain_findings import gain_findings
from crosswind.statistics.gathering import Gathering
from crosswind.statistics.grid import CLEAN, TaskGrid, task_grids
from crosswind.statistics.notes import headline_notes, seed_notes, task_notes, unpaired
from crosswind.statistics.opinions import Opinions, kept_slices
from crosswind.statistics.resampling import resampled_values


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareParams:
    """What is compared.

    Attributes:
        cells: fields of `records.estimate.Cell`, parallel to the scores.
        baseline: the arm that all others are held against.
        n_resamples: bootstrap draws.
        level: of all intervals.
        seed: of the resampling.
        n_labels: task -> number of labels or choices, for chance levels.
        benchmark: name of the benchmark whose official aggregation is asked for, or "".
        published_noise: task -> name of the condition of its published noisy text.
        claims: keys of `config.claims.Claim`, with the arm held against and `is_analogue`.
        plan_facts: what claims about the plan are held against.
    """

    cells: tuple[dict[str, Any], ...]
    baseline: str = "none"
    n_resamples: int = 2000
    level: float = 0.95
    seed: int = 0
    n_labels: dict[str, int] = field(default_factory=dict)
    benchmark: str = ""
    published_noise: dict[str, str] = field(default_factory=dict)
    claims: tuple[dict[str, Any], ...] = ()
    plan_facts: dict[str, Any] = field(default_factory=dict)


T = TypeVar("T")


@dataclass(slots=True)
class _Found:
    """What has been found, task by task: estimates, the benchmark's tally, facts about the grid."""

    gathering: Gathering
    tally: Tally | None
    opinions: Opinions
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
    grids = task_grids(
        _kept(cells, refused), _kept(folders, refused), params.baseline, params.published_noise
    )
    found = _Found(
        gathering=Gathering(level=params.level, wanted=kept_slices(wanted_slices(params.claims))),
        tally=_tally(params, grids),
        opinions=Opinions.of(params.baseline),
        missing=_refusals(cells, refused),
    )
    for grid in grids:
        # One task at a time: its cubes are dropped before the next one is read.
        _add_task(params, grid, found)
    _close(params, grids, found)
    write_estimates(out, found.gathering.estimates, _as_json(params, grids, found))
    return {
        "cells": len(cells),
        "estimates": len(found.gathering.estimates),
        "missing": len(found.missing),
        "collapsed": len(found.collapsed),
    }


def _tally(params: CompareParams, grids: Sequence[TaskGrid]) -> Tally | None:
    if not params.benchmark:
        return None
    benchmark = BENCHMARKS.get(params.benchmark, place="compare")
    return Tally(coverage=Coverage.of(benchmark, grids), baseline=params.baseline)


def _add_task(params: CompareParams, grid: TaskGrid, found: _Found) -> None:
    counts = read_counts(grid)
    cube = _cube(params, grid, counts)
    collapsed, arms = collapsed_runs(cube, counts, params.n_labels)
    setting = TaskSetting(
        baseline=params.baseline,
        chance=chance_of(grid, params.n_labels, int(cube.n_items.max())),
        collapsed=arms,
    )
    for arm in grid.arms:
        found.gathering.add(grid.world, arm_findings(cube, arm, setting))
    rivals = [arm for arm in grid.arms if arm != params.baseline]
    for arm in rivals if params.baseline in grid.arms else ():
        found.gathering.add(grid.world, gain_findings(cube, arm, setting))
        found.gathering.add(grid.world, error_findings(cube, arm, setting))
    found.gathering.add(grid.world, best_arm_findings(cube, setting))
    found.opinions.add(cube, setting)
    if found.tally:
        found.tally.add(cube, setting)
    found.collapsed += collapsed
    found.missing += [*missing_cells(cube), *unpaired(cube, params.baseline)]
    found.notes += task_notes(cube, setting)
    found.tasks[grid.task] = _task_facts(cube)
    found.gathering.add(grid.world, threshold_findings(grid))
    _add_companions(params, counts, setting, grid, found)


def _add_companions(
    params: CompareParams, counts: TaskCounts, setting: TaskSetting, grid: TaskGrid, found: _Found
) -> None:
    """The further metrics, one cube at a time, on the same resampled items."""
    companions = companions_of(grid)
    for metric in (*companions.resampled, *companions.stated):
        if metric in companions.stated:
            cube = stated_cube(grid, counts, metric)
        else:
            own = replace(grid, metric=metric)
            cube = _cube(params, own, read_counts(own))
        for arm in grid.arms:
            found.gathering.add(grid.world, companion_findings(cube, arm, metric, setting))
            if found.tally:
                findings = found.tally.companion(cube, arm, metric, setting)
                found.gathering.add(grid.world, findings)


def _cube(params: CompareParams, grid: TaskGrid, counts: TaskCounts) -> TaskCube:
    rng = generator(params.seed, "bootstrap", grid.task)
    return task_cube(grid, counts, *resampled_values(counts, grid.metric, params.n_resamples, rng))


def _close(params: CompareParams, grids: Sequence[TaskGrid], found: _Found) -> None:
    """What needs all tasks: averages, the benchmark, notes on the whole."""
    gathering = found.gathering
    gathering.add_averages()
    gathering.mark_scale_dependence()
    gathering.add("", found.opinions.runs.findings())
    if found.tally:
        gathering.add("benchmark", found.tally.findings())
    found.missing += gathering.missing
    found.notes += seed_notes(grids)
    found.notes += headline_notes(grids, gathering.estimates, params.baseline)


def _task_facts(cube: TaskCube) -> dict[str, object]:
    grid = cube.grid
    return {
        "metric": grid.metric,
        "kind": grid.kind,
        "world": grid.world,
        "source_language": grid.source_language,
        "languages": list(grid.languages),
        "pool": grid.pool,
        "published": grid.published,
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


def _as_json(params: CompareParams, grids: Sequence[TaskGrid], found: _Found) -> dict[str, object]:
    arms = _arms(params, grids)
    conditions = sorted({condition for grid in grids for condition in grid.conditions} - {CLEAN})
    seeds = {key for grid in grids for arm in grid.arms for key in grid.replicates[arm]}
    return {
        "cells": len(params.cells),
        "arms": arms,
        "baseline": params.baseline,
        "tasks": found.tasks,
        "benchmark": found.tally.facts() if found.tally else {},
        "conditions": [list(condition) for condition in conditions],
        "seeds": [list(key) for key in sorted(seeds)],
        "n_resamples": params.n_resamples,
        "level": params.level,
        "collapsed": found.collapsed,
        "missing": list(dict.fromkeys(found.missing)),
        "notes": list(dict.fromkeys(found.notes)),
        **found.opinions.facts(found.gathering.kept, found.collapsed, params.level),
        "verdicts": [asdict(verdict) for verdict in _verdicts(params, grids, found)],
    }


def _verdicts(params: CompareParams, grids: Sequence[TaskGrid], found: _Found) -> Sequence[Verdict]:
    contrasts = Contrasts(
        kept=found.gathering.kept,
        baseline=params.baseline,
        arms=tuple(_arms(params, grids)),
        tasks=tuple(grid.task for grid in grids),
    )
    judge = Judge(contrasts=contrasts, facts=params.plan_facts, level=params.level)
    return judge.verdicts(params.claims)


def _arms(params: CompareParams, grids: Sequence[TaskGrid]) -> list[str]:
    return sorted(
        {arm for grid in grids for arm in grid.arms},
        key=lambda arm: (arm != params.baseline, arm),
    )
