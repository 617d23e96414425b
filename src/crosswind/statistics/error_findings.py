"""Errors under noise as ratios to those of the baseline arm: CE, mCE and relative mCE."""

from collections.abc import Iterator

import numpy as np

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
    sampled_pair,
    unseen_perturbations,
)
from crosswind.statistics.robustness import corruption_error, relative_corruption_error


def error_findings(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    """CE by perturbation, and its mean over those that neither arm has seen."""
    rows = pairing(cube, arm, setting.baseline)
    if rows is None:
        return
    ratios: dict[str, tuple[Floats, Floats]] = {}
    for name in cube.grid.perturbations:
        noisy = cube.noisy_weights(cube.grid.target_languages, (name,))
        errors = _errors(cube, arm, setting.baseline, noisy, rows)
        if errors is not None:
            ours, ours_clean, theirs, theirs_clean = errors
            ratio = corruption_error(ours, theirs)
            relative = relative_corruption_error(ours, ours_clean, theirs, theirs_clean)
            ratios[name] = ratio, relative
            where: Where = {"perturbation": name}
            yield _finding(cube, arm, setting, ("corruption_error", where, ratio, noisy))
    unseen = [name for name in unseen_perturbations(cube, arm, setting.baseline) if name in ratios]
    if not unseen:
        return
    weights = cube.noisy_weights(cube.grid.target_languages, unseen)
    for position, quantity in enumerate(
        ("mean_corruption_error", "relative_mean_corruption_error")
    ):
        mean = np.mean([ratios[name][position] for name in unseen], axis=0)
        # Relative to a reference that loses nothing, there is no number.
        if np.isfinite(mean[:, 0]).all():
            yield _finding(cube, arm, setting, (quantity, {}, mean, weights))


def _errors(
    cube: TaskCube, arm: str, baseline: str, noisy: Floats, rows: list[int]
) -> tuple[Floats, Floats, Floats, Floats] | None:
    """Noisy and clean error of the arm, then of its counterpart; None where a cell is missing."""
    if not noisy.any():
        return None
    clean = cube.clean_beside(noisy)
    means = [cube.mean(name, weights) for name in (arm, baseline) for weights in (noisy, clean)]
    found = [1 - mean for mean in means if mean is not None]
    if len(found) < len(means):
        return None
    return found[0], found[1], found[2][rows], found[3][rows]


def _finding(
    cube: TaskCube, arm: str, setting: TaskSetting, found: tuple[str, Where, Floats, Floats]
) -> Finding:
    quantity, place, array, weights = found
    where: Where = {"arm": arm, "against": setting.baseline, "scope": TARGETS, **place}
    name = str(place.get("perturbation", ""))
    enters = enters_averages(cube, arm, name) and not name
    return Finding(
        quantity=quantity,
        where={**where, "task": cube.grid.task},
        sampled=sampled_pair(cube, arm, setting.baseline, array, weights),
        marks=marks_of(cube, setting, (arm, setting.baseline), name),
        enters=(where,) if enters else (),
    )
