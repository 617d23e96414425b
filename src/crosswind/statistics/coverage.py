"""Coverage: what of a benchmark an experiment has scored, and which conditions count."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crosswind.records.benchmark import Benchmark, BenchmarkTask
from crosswind.statistics.finding import unseen_in
from crosswind.statistics.grid import CLEAN, Condition, Replicate, TaskGrid


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """A benchmark beside the grids of an experiment.

    Attributes:
        benchmark: tasks and languages.
        grids: task -> grid, of tasks with a cell in one of the benchmark's languages.
        complete: (task, arm, language) with a clean score of every seed of the arm.
        acted: (task, condition) with a score of some arm in one of the benchmark's languages.
    """

    benchmark: Benchmark
    grids: Mapping[str, TaskGrid]
    complete: frozenset[tuple[str, str, str]]
    acted: frozenset[tuple[str, Condition]]

    @classmethod
    def of(cls, benchmark: Benchmark, grids: Sequence[TaskGrid]) -> "Coverage":
        """The coverage of all tasks; the order of the grids does not matter."""
        wanted = {item.task: frozenset(item.languages) for item in benchmark.tasks}
        chosen = [grid for grid in grids if wanted.get(grid.task, set()) & set(grid.languages)]
        clean: dict[tuple[str, str, str], set[Replicate]] = {}
        acted = set()
        for grid in chosen:
            for item in grid.cells:
                if item.cell.language in wanted[grid.task]:
                    acted.add((grid.task, item.condition))
                if item.condition == CLEAN:
                    place = grid.task, item.cell.arm, item.cell.language
                    clean.setdefault(place, set()).add(item.replicate)
        by_name = {grid.task: grid for grid in chosen}
        complete = {
            (task, arm, language)
            for (task, arm, language), found in clean.items()
            if found == set(by_name[task].replicates[arm])
        }
        return cls(
            benchmark=benchmark,
            grids=by_name,
            complete=frozenset(complete),
            acted=frozenset(acted),
        )

    def tasks(self, *arms: str) -> tuple[BenchmarkTask, ...]:
        """Tasks of which every arm has a cell, in the order of the benchmark."""
        return tuple(
            item
            for item in self.benchmark.tasks
            if item.task in self.grids and set(arms) <= set(self.grids[item.task].arms)
        )

    def scored(self, item: BenchmarkTask) -> tuple[str, ...]:
        """The languages of a task that any arm has, in the order of the benchmark."""
        grid = self.grids.get(item.task)
        return tuple(name for name in item.languages if grid and name in grid.languages)

    def missing(self, item: BenchmarkTask, *arms: str) -> tuple[str, ...]:
        """The languages of a task that some arm or seed has no clean score in."""
        return tuple(
            language
            for language in item.languages
            if not all((item.task, arm, language) in self.complete for arm in arms)
        )

    def is_complete(self, items: Sequence[BenchmarkTask], *arms: str) -> bool:
        """Whether the arms have every clean cell of these tasks."""
        return not any(self.missing(item, *arms) for item in items)

    def conditions(self, *arms: str) -> tuple[Condition, ...]:
        """The noisy conditions that count for the arms, sorted.

        One counts if every task that the arms have was scored under it in some language, if no arm
        was trained on it, if labels survive it, and if it was drawn, not published.
        """
        return tuple(condition for condition, reason in self._reasons(*arms).items() if not reason)

    def left_out(self, *arms: str) -> list[str]:
        """The noisy conditions that do not count, each with what the first task objects."""
        return [
            f"{name} {severity}: {reason}"
            for (name, severity), reason in self._reasons(*arms).items()
            if reason
        ]

    def _reasons(self, *arms: str) -> dict[Condition, str]:
        """Condition -> why it does not count, or nothing; sorted."""
        tasks = self.tasks(*arms)
        found = {name for item in tasks for name in self.grids[item.task].conditions[1:]}
        return {
            condition: next(
                filter(None, (self._objection(item, condition, arms) for item in tasks)), ""
            )
            for condition in sorted(found)
        }

    def _objection(self, item: BenchmarkTask, condition: Condition, arms: Sequence[str]) -> str:
        grid = self.grids[item.task]
        if condition[0] == grid.published:
            return f"published noise, in {item.task}"
        if (item.task, condition) not in self.acted:
            return f"not scored for {item.task}"
        if condition[0] not in unseen_in(grid, *arms):
            return f"seen in training, or labels may not survive it, in {item.task}"
        return ""


def equal_weights(conditions: Sequence[Condition]) -> dict[Condition, float]:
    """Equal weight to each perturbation, and to each severity of a perturbation."""
    names = [name for name, _ in conditions]
    return {
        condition: 1 / (len(set(names)) * names.count(condition[0])) for condition in conditions
    }
