"""Second opinions: what stands beside the estimates, gathered task by task."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from crosswind.records.estimate import SliceKey
from crosswind.statistics.cube import TaskCube
from crosswind.statistics.families import family_rows, is_member
from crosswind.statistics.finding import Finding, TaskSetting, Where
from crosswind.statistics.mcnemar import mcnemar_rows
from crosswind.statistics.mixed import CellMeans
from crosswind.statistics.power import is_headline, is_spread, power_rows, spread_rows
from crosswind.statistics.runs import Runs


@dataclass(slots=True)
class Opinions:
    """Aggregates over runs, the mixed model and single cells, and what they are read beside.

    Attributes:
        runs: of all tasks and arms.
        cells: means of all tasks.
        mcnemar: rows of all tasks.
    """

    runs: Runs
    cells: CellMeans
    mcnemar: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def of(cls, baseline: str) -> "Opinions":
        """Nothing gathered yet."""
        return cls(runs=Runs(baseline=baseline), cells=CellMeans(baseline=baseline))

    def add(self, cube: TaskCube, setting: TaskSetting) -> None:
        """Take in one task."""
        self.cells.add(cube)
        if setting.baseline in cube.grid.arms:
            for arm in cube.grid.arms:
                if arm != setting.baseline:
                    self.runs.add(cube, arm, setting)
        self.mcnemar += mcnemar_rows(cube.grid, setting.baseline)

    def facts(
        self, kept: Mapping[SliceKey, Finding], collapsed: list[str], level: float
    ) -> dict[str, object]:
        """Rows for the facts beside the estimates."""
        return {
            "families": family_rows(kept),
            "mcnemar": self.mcnemar,
            "mixed_model": self.cells.fitted(level),
            "power": power_rows(kept, level),
            "spread": spread_rows(kept, collapsed),
        }


def kept_slices(claimed: Callable[[str, Where], bool]) -> Callable[[str, Where], bool]:
    """Which slices are kept with their draws: those of claims, families, headlines and spread."""

    def wanted(quantity: str, where: Where) -> bool:
        return (
            is_member(quantity, where)
            or is_headline(quantity, where)
            or is_spread(quantity, where)
            or claimed(quantity, where)
        )

    return wanted
