"""BenchmarkFacts: what there is of a benchmark, as the comparison wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from crosswind.report.rounding import count


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkFacts:
    """A benchmark and what an experiment lacks of it.

    Attributes:
        name: of the benchmark.
        languages: task -> its languages, in the official order.
        retrieval: tasks of the retrieval part.
        groups: group -> tasks.
        missing: arm -> task -> languages without a clean score of every seed.
        left_out: noisy conditions that do not count, each with the reason.
    """

    name: str
    languages: dict[str, tuple[str, ...]]
    retrieval: frozenset[str]
    groups: dict[str, tuple[str, ...]]
    missing: dict[str, dict[str, tuple[str, ...]]]
    left_out: tuple[str, ...]

    def scored(self, arm: str, task: str) -> int:
        """Languages of a task in which an arm has a clean score."""
        lacking = self.missing.get(arm, self.languages)
        return len(self.languages[task]) - len(lacking.get(task, ()))

    def is_complete(self, arm: str) -> bool:
        """Whether an arm has every cell, so that it has an overall score."""
        return all(self.scored(arm, task) == len(tags) for task, tags in self.languages.items())

    def tasks(self, arm: str) -> list[str]:
        """Tasks of which an arm has a cell."""
        return [task for task in self.languages if self.scored(arm, task)]

    def extent(self, arm: str) -> str:
        """How much an arm has, in words: `3 of 9 tasks, 12 of 157 cells`."""
        n_cells = sum(map(len, self.languages.values()))
        scored = sum(self.scored(arm, task) for task in self.languages)
        return (
            f"{len(self.tasks(arm))} of {len(self.languages)} tasks, {count(scored)} of "
            f"{count(n_cells)} language cells"
        )


def read_benchmark(facts: Mapping[str, Any]) -> BenchmarkFacts | None:
    """The benchmark in the facts of a comparison; None if none was asked for."""
    found = facts.get("benchmark") or {}
    if not found:
        return None
    tasks = found["tasks"]
    return BenchmarkFacts(
        name=str(found["name"]),
        languages={task: tuple(row["languages"]) for task, row in tasks.items()},
        retrieval=frozenset(task for task, row in tasks.items() if row["is_retrieval"]),
        groups={name: tuple(members) for name, members in found["groups"].items()},
        missing={
            arm: {task: tuple(tags) for task, tags in rows.items()}
            for arm, rows in found["missing"].items()
        },
        left_out=tuple(found["left_out"]),
    )
