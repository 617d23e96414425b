"""Aggregates over runs, a task and a seed each: interquartile mean, probability of improvement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import (
    TARGETS,
    Finding,
    Floats,
    TaskSetting,
    enters_averages,
    marks_of,
    pairing,
    unseen_perturbations,
)
from crosswind.statistics.sampled import Sampled


def interquartile_mean(values: Floats) -> Floats:
    """Mean of the middle half along the first axis; a value on its edge counts with its part.

    Less moved by one odd run than the mean, and less wasteful than the median. Source: Agarwal et
    al. 2021 (arXiv:2108.13264), section 4; they cut whole values off, which is the same where the
    number of values is a multiple of four.
    """
    n = len(values)
    edges = np.arange(n + 1, dtype=float)
    shares = np.clip(np.minimum(edges[1:], 0.75 * n) - np.maximum(edges[:-1], 0.25 * n), 0, None)
    mean: Floats = np.tensordot(shares / shares.sum(), np.sort(values, axis=0), axes=(0, 0))
    return mean


def probability_of_improvement(ours: Floats, theirs: Floats) -> Floats:
    """Share of pairs of runs in which ours is better, ties half; runs are the first axis.

    The Mann-Whitney statistic as a share, of one task; its mean over tasks is reported. Says how
    often, never by how much. Source: Agarwal et al. 2021 (arXiv:2108.13264), section 4.
    """
    first, second = ours[:, None], theirs[None, :]
    share: Floats = ((first > second) + 0.5 * (first == second)).mean(axis=(0, 1))
    return share


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRuns:
    """One task: scores by seed of an arm and of the baseline, seeds x (1 + resamples).

    Attributes:
        world: of the task.
        ours, theirs: paired by seed.
        marks: of the cells.
        models: which trained models each seed is made of.
        n_examples, n_clusters: what is resampled.
    """

    world: str
    ours: Floats
    theirs: Floats
    marks: tuple[str, ...]
    models: tuple[object, ...]
    n_examples: int
    n_clusters: int


@dataclass(slots=True)
class Runs:
    """The runs of all tasks, gathered task by task.

    Attributes:
        baseline: the arm that the others are held against.
        tasks: (arm, whether under noise) -> its runs.
    """

    baseline: str
    tasks: dict[tuple[str, bool], list[TaskRuns]] = field(default_factory=dict)

    def add(self, cube: TaskCube, arm: str, setting: TaskSetting) -> None:
        """Take in one task; a pair that enters no average enters none here."""
        rows = pairing(cube, arm, self.baseline)
        if rows is None or not enters_averages(cube, arm):
            return
        targets = cube.grid.target_languages
        unseen = unseen_perturbations(cube, arm, self.baseline)
        for is_noisy, weights in (
            (False, cube.clean_weights(targets)),
            (True, cube.noisy_weights(targets, unseen)),
        ):
            ours, theirs = cube.mean(arm, weights), cube.mean(self.baseline, weights)
            if ours is None or theirs is None or np.isnan([*ours[:, 0], *theirs[:, 0]]).any():
                continue
            n_examples, n_clusters = cube.size(weights)
            runs = TaskRuns(
                world=cube.grid.world,
                ours=ours,
                theirs=theirs[rows],
                marks=marks_of(cube, setting, (arm, self.baseline)),
                models=tuple(cube.models_of(arm, weights).values()),
                n_examples=n_examples,
                n_clusters=n_clusters,
            )
            self.tasks.setdefault((arm, is_noisy), []).append(runs)

    def findings(self) -> Iterator[Finding]:
        """Both aggregates of each arm, clean and under noise, one for each world if there are two.

        Intervals are over items alone: the seeds are among the runs that are aggregated.
        """
        worlds = sorted({item.world for found in self.tasks.values() for item in found})
        for (arm, is_noisy), found in self.tasks.items():
            for world in worlds:
                parts = [item for item in found if item.world == world]
                if not parts:
                    continue
                place = {"world": world} if len(worlds) > 1 else {}
                gains = np.concatenate([item.ours - item.theirs for item in parts])
                better = [probability_of_improvement(item.ours, item.theirs) for item in parts]
                for quantity, values in (
                    ("interquartile_mean_gain", interquartile_mean(gains)),
                    ("probability_of_improvement", np.mean(better, axis=0)),
                ):
                    yield Finding(
                        quantity=f"{quantity}_noisy" if is_noisy else quantity,
                        where={"arm": arm, "against": self.baseline, "scope": TARGETS, **place},
                        sampled=_sampled(values, parts),
                        marks=tuple(mark for item in parts for mark in item.marks),
                    )


def _sampled(values: Floats, parts: Sequence[TaskRuns]) -> Sampled:
    longest = max((item.models for item in parts), key=lambda models: len(set(models)))
    models = {(-1, number): model for number, model in enumerate(longest)}
    return Sampled(
        points={(-1, -1): float(values[0])},
        draws=values[1:],
        models=models,
        n_examples=sum(item.n_examples for item in parts),
        n_clusters=sum(item.n_clusters for item in parts),
    )
