"""Metrics beside the headline one, named apart: resampled where they are functions of counts."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.records.codecs import read_scores
from crosswind.records.metric import METRICS
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.cube import TaskCube, task_cube
from crosswind.statistics.finding import (
    ALL,
    TARGETS,
    Finding,
    TaskSetting,
    marks_of,
    sampled_arm,
    unseen_perturbations,
)
from crosswind.statistics.grid import CLEAN, Replicate, TaskGrid
from crosswind.statistics.sampled import Sampled


@dataclass(frozen=True, slots=True, kw_only=True)
class Companions:
    """The further metrics of a task.

    Attributes:
        resampled: functions of counts that its items carry.
        stated: known as values of whole cells alone (average precision): no interval over items.
    """

    resampled: tuple[str, ...]
    stated: tuple[str, ...]


def companions_of(grid: TaskGrid) -> Companions:
    """The metrics that the scores of a task hold beside its headline metric.

    Raises:
        DataError: if a score cannot be read.
    """
    folder = grid.cells[0].folder
    names = [score.metric for score in read_scores(folder) if score.metric != grid.metric]
    try:
        columns = set(pq.read_schema(folder / "items.parquet").names)
    except (pa.ArrowInvalid, OSError) as error:
        raise DataError(
            "not the item counts of a score",
            place=str(folder / "items.parquet"),
            value=str(error)[:120],
            action="Run `crosswind store verify`, then run again.",
        ) from error
    resampled = [
        name
        for name in names
        if name in METRICS and {f"count_{item}" for item in METRICS.get(name).counts} <= columns
    ]
    return Companions(
        resampled=tuple(resampled),
        stated=tuple(name for name in names if name not in resampled),
    )


def stated_cube(grid: TaskGrid, counts: TaskCounts, metric: str) -> TaskCube:
    """A cube of the values that the scores state, without resamples.

    Args:
        grid: of the task.
        counts: of any metric of the task, for its folders and sizes.
        metric: a name in `scores.json`; a score without it is a missing value.
    """
    values = np.full((len(counts.source_of), 1), np.nan)
    for folder, source in counts.source_of.items():
        found = [score.value for score in read_scores(folder) if score.metric == metric]
        values[source] = found[:1] or np.nan
    return task_cube(grid, counts, values, np.full_like(values, np.nan))


def companion_findings(
    cube: TaskCube, arm: str, metric: str, setting: TaskSetting
) -> Iterator[Finding]:
    """Scores of one further metric: clean by language, by condition, and the mean under noise."""
    grid = cube.grid
    base = {"arm": arm, "task": grid.task, "metric": metric}
    slices: list[tuple[dict[str, str], tuple[str, ...], int]]
    slices = [({"language": name}, (name,), 0) for name in grid.languages]
    slices.append(({"scope": ALL}, grid.languages, 0))
    columns = range(len(grid.conditions))
    slices += [({"scope": TARGETS}, grid.target_languages, column) for column in columns]
    for where, languages, column in slices:
        name, severity = grid.conditions[column]
        weights = cube.condition_weights(languages, column)
        if weights.any():
            yield Finding(
                quantity="score",
                where={**base, **where, "perturbation": name, "severity": severity},
                sampled=sampled_arm(cube, arm, cube.mean(arm, weights), weights),
                marks=marks_of(cube, setting, (arm,), name),
            )
    noisy = cube.noisy_weights(grid.target_languages, unseen_perturbations(cube, arm))
    if noisy.any():
        yield Finding(
            quantity="mean_corrupted_score",
            where={**base, "scope": TARGETS},
            sampled=sampled_arm(cube, arm, cube.mean(arm, noisy), noisy),
            marks=marks_of(cube, setting, (arm,)),
        )


def threshold_findings(grid: TaskGrid) -> Iterator[Finding]:
    """Thresholds at which mined pairs were extracted, by arm and language, from the clean scores.

    They are what the summaries of the score steps say, as the mean of both halves where each half
    was extracted at the threshold of the other. Other kinds have none.
    """
    if grid.kind != "mining":
        return
    found: dict[tuple[str, str], dict[Replicate, float]] = {}
    halved: set[tuple[str, str]] = set()
    for item in grid.cells:
        path = item.folder / "summary.json"
        if item.condition != CLEAN or not path.exists():
            continue
        values = read_json(path).get("thresholds")
        if values:
            place = item.cell.arm, item.cell.language
            found.setdefault(place, {})[item.replicate] = float(np.mean(values))
            halved |= {place} if len(values) > 1 else set()
    for (arm, language), points in sorted(found.items()):
        yield Finding(
            quantity="threshold",
            where={"arm": arm, "task": grid.task, "language": language},
            sampled=Sampled(
                points=points,
                draws=np.empty(0),
                models={key: key for key in points},
                n_examples=0,
                n_clusters=0,
            ),
            marks=("cross-fitted",) if (arm, language) in halved else (),
        )
