"""A task's values as arrays, and the weights with which slices of them are averaged.

Weights are equal over languages, over the perturbations that a language has, and over the
severities of a perturbation, in this order of nesting. A cell that no arm has (noise that cannot
act on a language) has no weight; a cell that an arm alone lacks makes every average over it NaN.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.grid import Condition, PlacedCell, Replicate, TaskGrid
from crosswind.statistics.robustness import mean_corrupted_score

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCube:
    """Values of one task, by arm: replicates x languages x conditions x (1 + resamples).

    Attributes:
        grid: where the cells stand.
        values: arm -> metric values; column 0 of the last axis is the value itself.
        flips: arm -> flip rates.
        models: arm -> replicates x languages x conditions: which score folder; -1 where none.
        has: languages x conditions: whether any arm has the cell.
        n_items: items of each language.
        present: clusters x languages: whether the cluster has items there.
    """

    grid: TaskGrid
    values: dict[str, Floats]
    flips: dict[str, Floats]
    models: dict[str, npt.NDArray[np.int64]]
    has: npt.NDArray[np.bool_]
    n_items: npt.NDArray[np.int64]
    present: npt.NDArray[np.bool_]

    def clean_weights(self, languages: Iterable[str]) -> Floats:
        """Equal weight to the clean cell of each language."""
        return self.condition_weights(languages, 0)

    def condition_weights(self, languages: Iterable[str], condition: int) -> Floats:
        """Equal weight to one condition of each language that has it."""
        weights = np.zeros(self.has.shape)
        rows = self._rows(languages, self.has[:, condition])
        weights[rows, condition] = 1 / max(len(rows), 1)
        return weights

    def noisy_weights(
        self, languages: Iterable[str], perturbations: Sequence[str], severity: int | None = None
    ) -> Floats:
        """Equal weight to each language, each of its perturbations, each of their severities."""
        weights = np.zeros(self.has.shape)
        for row in self._rows(languages, np.ones(len(self.has), dtype=bool)):
            found = [self._columns(int(row), name, severity) for name in perturbations]
            found = [columns for columns in found if columns]
            for columns in found:
                weights[row, columns] = 1 / (len(found) * len(columns))
        total = weights.sum()
        return weights / total if total else weights

    def clean_beside(self, noisy: Floats) -> Floats:
        """The clean weights that belong to noisy ones: each language weighs as much as there."""
        weights = np.zeros(self.has.shape)
        weights[:, 0] = noisy.sum(axis=1)
        return weights

    def mean(
        self, arm: str, weights: Floats, source: Mapping[str, Floats] | None = None
    ) -> Floats | None:
        """Weighted mean of an arm, replicates x (1 + resamples); None if nothing has weight."""
        places = np.nonzero(weights)
        if not len(places[0]):
            return None
        chosen = (source or self.values)[arm][:, places[0], places[1], :]
        mean: Floats = mean_corrupted_score(chosen, weights[places])
        return mean

    def models_of(self, arm: str, weights: Floats) -> dict[Replicate, Hashable]:
        """Which score folders a replicate's average is made of."""
        places = np.nonzero(weights)
        chosen = self.models[arm][:, places[0], places[1]]
        replicates = self.grid.replicates[arm]
        return {key: row.tobytes() for key, row in zip(replicates, chosen, strict=True)}

    def size(self, weights: Floats) -> tuple[int, int]:
        """(items, clusters) that an average is made of."""
        rows = weights.any(axis=1)
        return int(self.n_items[rows].sum()), int(self.present[:, rows].any(axis=1).sum())

    def _rows(self, languages: Iterable[str], allowed: npt.NDArray[np.bool_]) -> list[int]:
        rows = [self.grid.languages.index(name) for name in languages]
        return [row for row in rows if allowed[row]]

    def _columns(self, row: int, perturbation: str, severity: int | None) -> list[int]:
        return [
            column
            for column, (name, level) in enumerate(self.grid.conditions)
            if name == perturbation and severity in {None, level} and self.has[row, column]
        ]


def task_cube(grid: TaskGrid, counts: TaskCounts, values: Floats, flips: Floats) -> TaskCube:
    """Put values of score folders in their places; noise seeds of one condition are averaged.

    Args:
        grid: the cells.
        counts: cluster sums, for the folders and the sizes.
        values: sources x (1 + resamples).
        flips: the same, flip rates.
    """
    shape = len(grid.languages), len(grid.conditions)
    noise_seeds = _noise_seeds(grid)
    arrays = {
        arm: np.zeros((2, len(grid.replicates[arm]), *shape, values.shape[1])) for arm in grid.arms
    }
    counted = {arm: np.zeros((len(grid.replicates[arm]), *shape), np.int64) for arm in grid.arms}
    models = {arm: np.full(counted[arm].shape, -1) for arm in grid.arms}
    for item in grid.cells:
        arm, source = item.cell.arm, counts.source_of[item.folder]
        place = _place(grid, item)
        row = (grid.replicates[arm].index(item.replicate), *place)
        arrays[arm][(0, *row)] += values[source] / len(noise_seeds[place])
        arrays[arm][(1, *row)] += flips[source] / len(noise_seeds[place])
        counted[arm][row] += 1
        models[arm][row] = source
    has = np.zeros(shape, dtype=bool)
    for place, seeds in noise_seeds.items():
        has[place] = True
        for arm in grid.arms:
            arrays[arm][:, counted[arm][(slice(None), *place)] < len(seeds), *place] = np.nan
    return TaskCube(
        grid=grid,
        values={arm: array[0] for arm, array in arrays.items()},
        flips={arm: array[1] for arm, array in arrays.items()},
        models=models,
        has=has,
        n_items=counts.items.sum(axis=0).astype(np.int64),
        present=counts.items > 0,
    )


def _noise_seeds(grid: TaskGrid) -> dict[tuple[int, int], set[int]]:
    """Place of a condition -> the noise seeds that any arm has there."""
    seeds: dict[tuple[int, int], set[int]] = {}
    for item in grid.cells:
        seeds.setdefault(_place(grid, item), set()).add(item.cell.noise_seed)
    return seeds


def _place(grid: TaskGrid, item: PlacedCell) -> tuple[int, int]:
    """Position of a cell's language and of its condition."""
    return grid.languages.index(item.cell.language), grid.conditions.index(item.condition)


def missing_cells(cube: TaskCube) -> list[str]:
    """Cells that nobody has, and cells that some arm or seed lacks: a line for each reason."""
    grid = cube.grid
    lacking: dict[tuple[str, str], list[Condition]] = {}
    for row, language in enumerate(grid.languages):
        for column, condition in enumerate(grid.conditions):
            for reason in _reasons(cube, row, column):
                lacking.setdefault((reason, language), []).append(condition)
    lines: dict[tuple[str, tuple[Condition, ...]], list[str]] = {}
    for (reason, language), conditions in lacking.items():
        lines.setdefault((reason, tuple(conditions)), []).append(language)
    return [
        f"{grid.task} in {', '.join(languages)} ({_said(conditions)}): {reason}"
        for (reason, conditions), languages in lines.items()
    ]


def _reasons(cube: TaskCube, row: int, column: int) -> Iterator[str]:
    if not cube.has[row, column]:
        yield "scored for no arm"
        return
    for arm in cube.grid.arms:
        for index in np.nonzero(np.isnan(cube.values[arm][:, row, column, 0]))[0]:
            first, second = cube.grid.replicates[arm][int(index)]
            yield f"not scored for arm {arm} (seeds {first}-{second})"


def _said(conditions: Iterable[Condition]) -> str:
    """Conditions in words: `clean; typo 1, 3`."""
    levels: dict[str, list[str]] = {}
    for name, severity in conditions:
        levels.setdefault(name, []).append(str(severity))
    return "; ".join(
        f"{name} {', '.join(found)}" if name else "clean" for name, found in levels.items()
    )
