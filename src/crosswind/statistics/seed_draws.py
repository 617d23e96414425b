"""SeedDraws: a quantity with bootstrap draws of its own for each training seed.

Ratios and differences of averages over tasks are taken seed by seed, so the draws of a seed stay
together until the last step.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.grid import Replicate
from crosswind.statistics.sampled import Sampled, counterpart, matched_replicates

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedDraws:
    """One quantity of one arm.

    Attributes:
        rows: training seeds -> (1 + resamples) numbers, the value itself first.
        models: training seeds -> which trained models the value is made of.
        n_examples, n_clusters: what is resampled.
    """

    rows: Mapping[Replicate, Floats]
    models: Mapping[Replicate, Hashable]
    n_examples: int
    n_clusters: int

    def sampled(self) -> Sampled | None:
        """The quantity with its draws averaged over the seeds; None if a value is undefined."""
        points = {key: float(row[0]) for key, row in self.rows.items()}
        if not np.isfinite(list(points.values())).all():
            return None
        return Sampled(
            points=points,
            draws=np.mean([row[1:] for row in self.rows.values()], axis=0),
            models=self.models,
            n_examples=self.n_examples,
            n_clusters=self.n_clusters,
        )


def seed_draws(cube: TaskCube, arm: str, weights: Floats) -> SeedDraws | None:
    """A weighted mean of cells of one task; None if nothing has weight."""
    mean = cube.mean(arm, weights)
    if mean is None:
        return None
    n_examples, n_clusters = cube.size(weights)
    return SeedDraws(
        rows=dict(zip(cube.grid.replicates[arm], mean, strict=True)),
        models=cube.models_of(arm, weights),
        n_examples=n_examples,
        n_clusters=n_clusters,
    )


def mean_over_tasks(parts: Sequence[SeedDraws]) -> SeedDraws | None:
    """Equally weighted mean over tasks, paired by seeds; None if there is none, or seeds differ.

    Tasks share no items, so their draws are independent.
    """
    matched = matched_replicates([part.rows for part in parts])
    if not parts or matched is None:
        return None
    pairs = {key: list(zip(parts, twins, strict=True)) for key, twins in matched.items()}
    return SeedDraws(
        rows={
            key: np.mean([part.rows[twin] for part, twin in found], axis=0)
            for key, found in pairs.items()
        },
        models={
            key: tuple(part.models[twin] for part, twin in found) for key, found in pairs.items()
        },
        n_examples=sum(part.n_examples for part in parts),
        n_clusters=sum(part.n_clusters for part in parts),
    )


def combined(
    formula: Callable[..., Any],
    ours: Sequence[SeedDraws | None],
    theirs: Sequence[SeedDraws | None] = (),
) -> SeedDraws | None:
    """A formula of several quantities, seed by seed; None if one is, or a seed has no counterpart.

    Args:
        formula: of arrays of equal shape, `ours` before `theirs`.
        ours: quantities of one arm over the same tasks, with equal seeds.
        theirs: the same of the arm that it is held against.
    """
    first = [part for part in ours if part is not None]
    second = [part for part in theirs if part is not None]
    if len(first) + len(second) < len(ours) + len(theirs):
        return None
    rows: dict[Replicate, Floats] = {}
    models: dict[Replicate, Hashable] = {}
    for key in first[0].rows:
        twins = [counterpart(key, tuple(part.rows)) for part in second]
        parts = [*((part, key) for part in first)]
        parts += [
            (part, twin) for part, twin in zip(second, twins, strict=True) if twin is not None
        ]
        if len(parts) < len(first) + len(second):
            return None
        rows[key] = formula(*(part.rows[place] for part, place in parts))
        models[key] = tuple(part.models[place] for part, place in parts)
    return SeedDraws(
        rows=rows, models=models, n_examples=first[0].n_examples, n_clusters=first[0].n_clusters
    )
