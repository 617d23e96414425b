"""What is computed for one task: findings, each with the averages over tasks that it enters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.grid import TaskGrid
from crosswind.statistics.language_draws import language_draws
from crosswind.statistics.sampled import Sampled, counterpart

Floats = npt.NDArray[np.float64]
Where = Mapping[str, str | int]

TARGETS = "target_languages"
ALL = "all_languages"
SOURCE = "source_language"
# Only of a task with pairs of languages: the diagonal without the source language, and the rest.
SAME = "same_language_targets"
PAIRS = "language_pairs"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSetting:
    """What findings need beside the cube.

    Attributes:
        baseline: the arm that the others are held against.
        chance: chance level; None if unknown.
        collapsed: arms with a collapsed run in this task.
    """

    baseline: str
    chance: float | None
    collapsed: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A quantity of one slice of one task.

    Attributes:
        quantity: name of its definition.
        where: the slice.
        sampled: None if it cannot be computed.
        marks: warnings that travel with it.
        enters: slices without task whose averages over tasks it is a part of.
        is_shown: whether it is an estimate of its own.
    """

    quantity: str
    where: Where
    sampled: Sampled | None
    marks: tuple[str, ...]
    enters: tuple[Where, ...] = ()
    is_shown: bool = True


def scopes(cube: TaskCube) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The sets of languages that averages are made of, where they are not empty."""
    grid = cube.grid
    source = tuple(name for name in grid.languages if name == grid.source_language)
    found = (TARGETS, grid.target_languages), (ALL, grid.languages), (SOURCE, source)
    for scope, languages in (*found, *pair_scopes(cube)):
        if languages:
            yield scope, languages


def pair_scopes(cube: TaskCube) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The two parts of the target languages of a task with pairs of languages; else nothing."""
    pairs = cube.grid.language_pairs
    if not pairs:
        return ()
    same = tuple(name for name in cube.grid.target_languages if name not in pairs)
    return ((SAME, same), (PAIRS, pairs)) if same else ((PAIRS, pairs),)


def unseen_perturbations(cube: TaskCube, *arms: str) -> tuple[str, ...]:
    """Perturbations in the training of none of the arms, and whose labels survive.

    Published noise is none of them: it is a condition of its own, not a level on a common scale.
    """
    return unseen_in(cube.grid, *arms)


def unseen_in(grid: TaskGrid, *arms: str) -> tuple[str, ...]:
    """The same of a grid whose items have not been read yet."""
    return tuple(
        name
        for name in grid.perturbations
        if name != grid.published
        and not any(grid.has(arm, flag, name) for arm in arms for flag in ("seen_noise", "apart"))
    )


def enters_averages(cube: TaskCube, arm: str, perturbation: str = "") -> bool:
    """Whether what is found of an arm may enter averages over tasks.

    A same-task pair never does. A task of published noisy text has the items of another task, so
    beside tasks without it enters the average of its own condition alone.
    """
    grid = cube.grid
    if grid.has(arm, "same_task"):
        return False
    return not grid.may_repeat or perturbation == grid.published


def marks_of(
    cube: TaskCube, setting: TaskSetting, arms: tuple[str, ...], perturbation: str = ""
) -> tuple[str, ...]:
    """The warnings for a slice of these arms (and this perturbation, if it is of one)."""
    grid = cube.grid
    seen = bool(perturbation) and any(grid.has(arm, "seen_noise", perturbation) for arm in arms)
    is_published = bool(perturbation) and perturbation == grid.published
    apart = bool(perturbation) and any(grid.has(arm, "apart", perturbation) for arm in arms)
    found = {
        "embedded": grid.world == "embedded",
        "same-task": any(grid.has(arm, "same_task") for arm in arms),
        "oracle": any(grid.has(arm, "oracle") for arm in arms),
        "re-exposure": any(grid.has(arm, "re_exposure") for arm in arms),
        "not-zero-shot": any(grid.has(arm, "not_zero_shot") for arm in arms),
        "seen-noise": seen,
        "published-noise": is_published,
        "apart": apart and not is_published,
        "collapsed": any(arm in setting.collapsed for arm in arms),
    }
    return tuple(name for name, holds in found.items() if holds)


def sampled_arm(cube: TaskCube, arm: str, array: Floats | None, weights: Floats) -> Sampled | None:
    """An array of replicates x (1 + resamples) as a sampled quantity."""
    if array is None or not np.isfinite(array[:, 0]).all():
        return None
    n_examples, n_clusters = cube.size(weights)
    replicates = cube.grid.replicates[arm]
    return Sampled(
        points={key: float(value) for key, value in zip(replicates, array[:, 0], strict=True)},
        draws=array[:, 1:].mean(axis=0),
        models=cube.models_of(arm, weights),
        n_examples=n_examples,
        n_clusters=n_clusters,
    )


def pairing(cube: TaskCube, arm: str, against: str) -> list[int] | None:
    """For each replicate of the arm the row of its counterpart; None if one has none."""
    others = cube.grid.replicates[against]
    found = [counterpart(key, others) for key in cube.grid.replicates[arm]]
    twins = [key for key in found if key is not None]
    return [others.index(key) for key in twins] if len(twins) == len(found) else None


def sampled_pair(
    cube: TaskCube,
    arm: str,
    against: str,
    array: Floats | None,
    weights: Floats,
    parts: Mapping[str, Floats] | None = None,
) -> Sampled | None:
    """A contrast of two arms, paired by seed, as a sampled quantity.

    Args:
        cube: the task.
        arm: the arm.
        against: the arm that it is held against.
        array: replicates of the arm x (1 + resamples).
        weights: the cells that it averages.
        parts: language -> its own value by resample, where languages are drawn too.
    """
    rows = pairing(cube, arm, against)
    sampled = sampled_arm(cube, arm, array, weights)
    if sampled is None or rows is None:
        return None
    others = cube.grid.replicates[against]
    models = cube.models_of(against, weights)
    return Sampled(
        points=sampled.points,
        draws=sampled.draws,
        models={
            key: (sampled.models[key], models[others[row]])
            for key, row in zip(cube.grid.replicates[arm], rows, strict=True)
        },
        n_examples=sampled.n_examples,
        n_clusters=sampled.n_clusters,
        language_draws=language_draws(parts) if parts else None,
        n_languages=len(parts or ()),
    )


def language_parts(
    cube: TaskCube, arm: str, against: str, contrast: Floats
) -> dict[str, Floats] | None:
    """What each language says of a contrast of two arms by resample, mean over seeds.

    Args:
        cube: the task.
        arm: the arm.
        against: the arm that it is held against.
        contrast: languages x conditions: weights of the cells, negative where they are taken off;
            every language weighs the same.
    """
    rows = pairing(cube, arm, against)
    present = np.flatnonzero(contrast.any(axis=1))
    if rows is None or len(present) < 2:
        return None
    found = {}
    for row in present:
        columns = np.flatnonzero(contrast[row])
        ours = cube.values[arm][:, row, columns, 1:]
        theirs = cube.values[against][rows][:, row, columns, 1:]
        shares = contrast[row, columns] * len(present)
        parts: Floats = np.tensordot(shares, (ours - theirs).mean(axis=0), axes=(0, 0))
        found[cube.grid.languages[row]] = parts
    return found
