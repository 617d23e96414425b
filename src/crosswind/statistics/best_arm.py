"""The best arm of each target: what it gains if it is chosen fairly, and if it is not."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import (
    TARGETS,
    Finding,
    Floats,
    TaskSetting,
    Where,
    enters_averages,
    marks_of,
    pairing,
    sampled_arm,
)

NESTED = "nested"
ORACLE = "oracle"


def nested_choice(gains: Floats) -> Floats:
    """Gain in each language of the arm that is best in all others.

    Args:
        gains: arms x seeds x languages x columns; a column is a resample, with a choice of its own.

    Returns:
        seeds x languages x columns. No language takes part in the choice that is judged on it
        (leave-one-out; Varma & Simon 2006 on the bias of choosing and judging on the same data).
    """
    n = gains.shape[2]
    total = gains.mean(axis=1)
    others = (total.sum(axis=1, keepdims=True) - total) / max(n - 1, 1)
    return _chosen(gains, others.argmax(axis=0))


def oracle_choice(gains: Floats) -> Floats:
    """Gain in each language of the arm that is best in all of them, chosen on the very scores."""
    best = gains.mean(axis=(1, 2)).argmax(axis=0)
    return _chosen(gains, np.broadcast_to(best, (gains.shape[2], gains.shape[3])))


def best_arm_findings(cube: TaskCube, setting: TaskSetting) -> Iterator[Finding]:
    """The clean gain of the best arm of a task over the baseline, by both choices.

    Arms that were trained on the task itself are no candidates. With fewer than two candidates
    nothing is chosen; with fewer than two languages nothing can be chosen fairly.
    """
    baseline = setting.baseline
    arms = _candidates(cube, baseline)
    weights = cube.clean_weights(cube.grid.target_languages)
    rows = np.flatnonzero(weights[:, 0])
    if len(arms) < 2 or not len(rows):
        return
    gains = np.stack([_gains(cube, arm, baseline)[:, rows] for arm in arms])
    if np.isnan(gains[..., 0]).any():
        return
    choices = {ORACLE: oracle_choice(gains)}
    if len(rows) > 1:
        choices[NESTED] = nested_choice(gains)
    for choice, chosen in choices.items():
        place: Where = {"against": baseline, "scope": TARGETS, "choice": choice}
        marks = marks_of(cube, setting, (*arms, baseline))
        yield Finding(
            quantity="best_arm_gain",
            where={**place, "task": cube.grid.task},
            sampled=sampled_arm(cube, arms[0], chosen.mean(axis=1), weights),
            marks=(*marks, *((ORACLE,) if choice == ORACLE else ())),
            enters=(place,),
        )


def _candidates(cube: TaskCube, baseline: str) -> tuple[str, ...]:
    """Arms that can be chosen: they enter averages, and their seeds pair, with one another too."""
    if baseline not in cube.grid.arms:
        return ()
    found = [
        arm
        for arm in cube.grid.arms
        if arm != baseline and enters_averages(cube, arm) and pairing(cube, arm, baseline)
    ]
    seeds = cube.grid.replicates
    return tuple(arm for arm in found if seeds[arm] == seeds[found[0]])


def _gains(cube: TaskCube, arm: str, baseline: str) -> Floats:
    """Seeds x languages x (1 + resamples), clean."""
    gains: Floats = (
        cube.values[arm][:, :, 0] - cube.values[baseline][pairing(cube, arm, baseline), :, 0]
    )
    return gains


def _chosen(gains: Floats, best: npt.NDArray[np.int64]) -> Floats:
    """gains[best[language, column], :, language, column]."""
    picked: Floats = np.take_along_axis(gains, best[None, None], axis=0)[0]
    return picked
