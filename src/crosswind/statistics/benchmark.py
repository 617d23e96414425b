"""The official aggregation of a benchmark, clean and under noise: `xtreme@noise`.

A task score is the mean over the benchmark's languages, English included where it is one. The whole
is the unweighted mean over tasks, and an overall score only if every cell exists. The mean
corrupted score averages the whole over noisy conditions, each perturbation and each of its
severities equally; its ratio is to the clean score of the same cells, since a perturbation may not
act on every script.

Source of the aggregation: google-research/xtreme @ 838c13b6 `evaluate.py`; of the mean corrupted
score and its ratio: arXiv:2110.06513.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from crosswind.records.benchmark import BenchmarkTask
from crosswind.statistics.coverage import Coverage, equal_weights
from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import (
    Finding,
    TaskSetting,
    Where,
    marks_of,
    pairing,
    sampled_arm,
)
from crosswind.statistics.gain_findings import CLEAN_KEYS
from crosswind.statistics.grid import CLEAN, Condition
from crosswind.statistics.robustness import retention, robustness_gain
from crosswind.statistics.seed_draws import SeedDraws, combined, mean_over_tasks, seed_draws
from crosswind.statistics.transfer import intermediate_gain

Floats = npt.NDArray[np.float64]
# One arm by itself, or an arm and the one it is held against: their tasks, conditions and cells are
# those that both have.
Arms = tuple[str, ...]
# What is averaged: clean or noisy cells, the clean cells beside the noisy ones, one condition.
Part = str | Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slice:
    """A set of tasks that is averaged.

    Attributes:
        where: its name.
        items: the tasks that there are.
        is_partial: whether a cell of the benchmark's own set is missing.
    """

    where: Where
    items: tuple[BenchmarkTask, ...]
    is_partial: bool


@dataclass(slots=True)
class Tally:
    """What has been read of a benchmark so far, task by task.

    Attributes:
        coverage: what there is.
        baseline: the arm that the others are held against.
        draws: (arms, one of them, part) -> task -> its score.
        marks: (arms, task) -> marks.
    """

    coverage: Coverage
    baseline: str
    draws: dict[tuple[Arms, str, Part], dict[str, SeedDraws]] = field(default_factory=dict)
    marks: dict[tuple[Arms, str], tuple[str, ...]] = field(default_factory=dict)

    def add(self, cube: TaskCube, setting: TaskSetting) -> None:
        """Take in one task; a task that is not the benchmark's changes nothing."""
        for arms in self._sets_of_arms():
            found = [item for item in self.coverage.tasks(*arms) if item.task == cube.grid.task]
            if found and (len(arms) == 1 or pairing(cube, *arms) is not None):
                self._add(cube, setting, arms, found[0])

    def companion(
        self, cube: TaskCube, arm: str, metric: str, setting: TaskSetting
    ) -> Iterator[Finding]:
        """The clean task score by a further metric: some published numbers are given in it."""
        for item in self.coverage.tasks(arm):
            if item.task == cube.grid.task:
                weights = cube.clean_weights(self.coverage.scored(item))
                place = {"task": item.task, "metric": metric, **CLEAN_KEYS}
                marks = marks_of(cube, setting, (arm,))
                is_partial = not self.coverage.is_complete([item], arm)
                yield Finding(
                    quantity="benchmark_score",
                    where=self._where((arm,), place),
                    sampled=sampled_arm(cube, arm, cube.mean(arm, weights), weights),
                    marks=(*marks, *(("partial",) if is_partial else ())),
                )

    def findings(self) -> Iterator[Finding]:
        """Everything about the benchmark, once all tasks are in."""
        for arms in self._sets_of_arms():
            for found in self._slices(arms):
                if len(arms) == 1:
                    yield from self._scores(arms, found)
                else:
                    yield from self._gains(arms, found)

    def facts(self) -> dict[str, object]:
        """What there is of the benchmark, for readers of the estimates."""
        coverage, benchmark = self.coverage, self.coverage.benchmark
        arms = [found[0] for found in self._sets_of_arms() if len(found) == 1]
        left_out = [line for arm in arms for line in coverage.left_out(arm)]
        return {
            "name": benchmark.name,
            "groups": {name: list(members) for name, members in benchmark.groups.items()},
            "tasks": {
                item.task: {"is_retrieval": item.is_retrieval, "languages": list(item.languages)}
                for item in benchmark.tasks
            },
            "missing": {
                arm: {
                    item.task: list(missing)
                    for item in benchmark.tasks
                    if (missing := coverage.missing(item, arm))
                }
                for arm in arms
            },
            "conditions": {arm: [list(name) for name in coverage.conditions(arm)] for arm in arms},
            "left_out": list(dict.fromkeys(left_out)),
        }

    def _sets_of_arms(self) -> list[Arms]:
        found = {arm for grid in self.coverage.grids.values() for arm in grid.arms}
        arms = sorted(found, key=lambda arm: (arm != self.baseline, arm))
        rivals = [arm for arm in arms if arm != self.baseline] if self.baseline in found else []
        return [*((arm,) for arm in arms), *((arm, self.baseline) for arm in rivals)]

    def _add(self, cube: TaskCube, setting: TaskSetting, arms: Arms, item: BenchmarkTask) -> None:
        self.marks[arms, item.task] = marks_of(cube, setting, arms)
        for part, weights in self._weights(cube, arms, item).items():
            for arm in arms:
                found = seed_draws(cube, arm, weights)
                if found is not None:
                    self.draws.setdefault((arms, arm, part), {})[item.task] = found

    def _weights(self, cube: TaskCube, arms: Arms, item: BenchmarkTask) -> dict[Part, Floats]:
        """The cells of one task that each part averages."""
        languages = self.coverage.scored(item)
        shares = equal_weights(self.coverage.conditions(*arms))
        found: dict[Part, Floats] = {"clean": cube.clean_weights(languages)}
        by_condition: dict[Part, Floats] = {
            condition: cube.condition_weights(languages, cube.grid.conditions.index(condition))
            for condition in shares
        }
        if shares:
            noisy = np.sum([share * by_condition[key] for key, share in shares.items()], axis=0)
            found |= {"noisy": noisy, "beside": cube.clean_beside(noisy)}
        return found | by_condition if len(arms) == 1 else found

    def _slices(self, arms: Arms) -> Iterator[_Slice]:
        """Each task, each group, retrieval and the rest, and the whole: as far as they exist."""
        benchmark = self.coverage.benchmark
        tasks = benchmark.tasks
        whole = "overall" if self.coverage.is_complete(tasks, *arms) else "partial"
        sets: list[tuple[Where, list[BenchmarkTask]]] = [
            *(({"task": item.task}, [item]) for item in tasks),
            *(
                ({"group": group}, [item for item in tasks if item.task in members])
                for group, members in benchmark.groups.items()
            ),
            ({"part": "non_retrieval"}, [item for item in tasks if not item.is_retrieval]),
            ({"part": "retrieval"}, [item for item in tasks if item.is_retrieval]),
            ({"part": whole}, list(tasks)),
        ]
        there = self.coverage.tasks(*arms)
        for where, official in sets:
            items = tuple(item for item in official if item in there)
            if items:
                is_partial = not self.coverage.is_complete(official, *arms)
                yield _Slice(where=where, items=items, is_partial=is_partial)

    def _scores(self, arms: Arms, found: _Slice) -> Iterator[Finding]:
        (arm,) = arms
        conditions = self.coverage.conditions(arm)
        for condition in (CLEAN, *conditions):
            score = self._mean(arms, arm, "clean" if condition == CLEAN else condition, found)
            keys: Where = {"perturbation": condition[0], "severity": condition[1]}
            yield self._finding("benchmark_score", arms, found, score, **keys)
        if conditions:
            beside, noisy = (self._mean(arms, arm, part, found) for part in ("beside", "noisy"))
            yield self._finding("benchmark_mean_corrupted_score", arms, found, noisy)
            kept = combined(retention, (beside, noisy))
            yield self._finding("benchmark_retention", arms, found, kept)

    def _gains(self, arms: Arms, found: _Slice) -> Iterator[Finding]:
        """Differences over the tasks and conditions that both arms have."""
        if any((arms, item.task) not in self.marks for item in found.items):
            return
        means = {
            (arm, part): self._mean(arms, arm, part, found)
            for arm in arms
            for part in ("clean", "beside", "noisy")
        }
        ours, theirs = arms
        gain = combined(intermediate_gain, (means[ours, "clean"],), (means[theirs, "clean"],))
        yield self._finding("benchmark_gain", arms, found, gain, **CLEAN_KEYS)
        if self.coverage.conditions(*arms):
            gain = combined(intermediate_gain, (means[ours, "noisy"],), (means[theirs, "noisy"],))
            yield self._finding("benchmark_gain_noisy", arms, found, gain)
            sides = ([means[arm, part] for part in ("beside", "noisy")] for arm in arms)
            gain = combined(robustness_gain, *sides)
            yield self._finding("benchmark_robustness_gain", arms, found, gain)

    def _mean(self, arms: Arms, arm: str, part: Part, found: _Slice) -> SeedDraws | None:
        """Mean over the tasks of a slice; None if one of them has no such part."""
        draws = self.draws.get((arms, arm, part), {})
        chosen = [draws[item.task] for item in found.items if item.task in draws]
        return mean_over_tasks(chosen) if len(chosen) == len(found.items) else None

    def _finding(
        self, quantity: str, arms: Arms, found: _Slice, draws: SeedDraws | None, **keys: str | int
    ) -> Finding:
        marks = [mark for item in found.items for mark in self.marks.get((arms, item.task), ())]
        return Finding(
            quantity=quantity,
            where=self._where(arms, {**found.where, **keys}),
            sampled=draws.sampled() if draws else None,
            marks=(*marks, *(("partial",) if found.is_partial else ())),
        )

    def _where(self, arms: Arms, place: Where) -> Where:
        named = dict(zip(("arm", "against"), arms, strict=False))
        return {"benchmark": self.coverage.benchmark.name, **named, **place}
