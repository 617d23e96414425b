"""Small grids with known values, for the tests of this room."""

from pathlib import Path

import numpy as np

from crosswind.records.estimate import Cell
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.cube import TaskCube, task_cube
from crosswind.statistics.grid import TaskGrid, task_grids

N = 10


def cell(arm="none", language="de", perturbation="", severity=0, **more):
    settled = {
        "task": "xnli",
        "kind": "pair_classification",
        "metric": "accuracy",
        "source_language": "en",
        "intermediate_seed": 1,
        "target_seed": 1,
        **more,
    }
    return Cell(arm=arm, language=language, perturbation=perturbation, severity=severity, **settled)


def grid_of(cells, published="") -> TaskGrid:
    folders = [Path(f"{number:03}") for number in range(len(cells))]
    return task_grids(cells, folders, "none", {cells[0].task: published})[0]


def cube_of(shares, published="", **more) -> tuple[TaskCube, TaskCounts]:
    """A cube from (arm, language, perturbation, severity) -> share of right items, of ten each."""
    grid = grid_of([cell(*key, **more) for key in shares], published)
    values = np.array([list(shares.values())[int(item.folder.name)] for item in grid.cells])
    sums = np.zeros((N, len(grid.cells), 2))
    sums[:, :, 0] = values[None, :]
    sums[:, :, 1] = 1
    counts = TaskCounts(
        names=("correct", "n"),
        sums=sums,
        flips=np.zeros((N, len(grid.cells))),
        items=np.ones((N, len(grid.languages))),
        source_of={item.folder: i for i, item in enumerate(grid.cells)},
        language_of=np.array([grid.languages.index(item.cell.language) for item in grid.cells]),
    )
    repeated = np.repeat(values[:, None], 4, axis=1)
    return task_cube(grid, counts, repeated, np.zeros_like(repeated)), counts
