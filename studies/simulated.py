"""The grid of a simulated task, as the studies of intervals share it."""

from collections.abc import Iterable
from pathlib import Path

from crosswind.records.estimate import Cell
from crosswind.statistics.grid import Replicate, TaskGrid, task_grids

# Arm, language, seeds, and perturbation with its severity.
Spot = tuple[str, str, Replicate, tuple[str, int]]


def simulated_grid(
    spots: Iterable[Spot],
    *,
    task: str = "simulated",
    kind: str = "classification",
    metric: str = "accuracy",
) -> TaskGrid:
    """Cells in the order given, from English; folders are names, nothing is read."""
    cells = [
        Cell(
            arm=arm,
            task=task,
            kind=kind,
            metric=metric,
            language=language,
            source_language="en",
            perturbation=name,
            severity=severity,
            intermediate_seed=first,
            target_seed=second,
        )
        for arm, language, (first, second), (name, severity) in spots
    ]
    return task_grids(cells, [Path(str(i)) for i in range(len(cells))], "none")[0]
