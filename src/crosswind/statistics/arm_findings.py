"""Findings about one arm by itself: scores, drops, retention, gaps, flips."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import (
    TARGETS,
    Finding,
    Floats,
    TaskSetting,
    enters_averages,
    marks_of,
    pair_scopes,
    sampled_arm,
    scopes,
    unseen_perturbations,
)
from crosswind.statistics.robustness import (
    chance_adjusted_retention,
    retention,
    robustness_drop,
    worst_case,
    worst_case_at_most,
)
from crosswind.statistics.sampled import Sampled
from crosswind.statistics.transfer import noise_transfer_gap, transfer_gap


def arm_findings(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    """Everything that needs no second arm."""
    yield from _scores(cube, arm, setting)
    yield from _clean_beside(cube, arm, setting)
    yield from _flips(cube, arm, setting)
    yield from _drops(cube, arm, setting)
    yield from _drops_by_language(cube, arm, setting)
    yield from _under_noise(cube, arm, setting)
    yield from _gaps(cube, arm, setting)


def _scores(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    base = {"arm": arm, "task": cube.grid.task}
    slices: list[tuple[dict[str, str], tuple[str, ...]]]
    slices = [({"language": name}, (name,)) for name in cube.grid.languages]
    slices += [({"scope": scope}, languages) for scope, languages in scopes(cube)]
    for column, (name, severity) in enumerate(cube.grid.conditions):
        for where, languages in slices:
            weights = cube.condition_weights(languages, column)
            if weights.any():
                yield Finding(
                    quantity="score",
                    where={**base, **where, "perturbation": name, "severity": severity},
                    sampled=sampled_arm(cube, arm, cube.mean(arm, weights), weights),
                    marks=marks_of(cube, setting, (arm,), name),
                )


def _clean_beside(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    """The clean score of the languages that a perturbation acts on, where these are not all.

    Its scores are to be read against this one: those of all languages are other cells.
    """
    targets = cube.grid.target_languages
    everywhere = cube.clean_weights(targets) > 0
    for name in cube.grid.perturbations:
        weights = cube.clean_beside(cube.noisy_weights(targets, (name,)))
        if weights.any() and not np.array_equal(weights > 0, everywhere):
            yield Finding(
                quantity="score",
                where=_at(cube, arm, perturbation=name, severity=0),
                sampled=sampled_arm(cube, arm, cube.mean(arm, weights), weights),
                marks=marks_of(cube, setting, (arm,)),
            )


def _flips(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    for column, (name, severity) in enumerate(cube.grid.conditions):
        weights = cube.condition_weights(cube.grid.target_languages, column)
        if name and weights.any():
            mean = cube.mean(arm, weights, cube.flips)
            yield Finding(
                quantity="flip_rate",
                where=_at(cube, arm, perturbation=name, severity=severity),
                sampled=sampled_arm(cube, arm, mean, weights),
                marks=marks_of(cube, setting, (arm,), name),
            )


def _drops(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    targets = cube.grid.target_languages
    for name, severity in cube.grid.conditions[1:]:
        noisy = cube.noisy_weights(targets, (name,), severity)
        if noisy.any():
            yield Finding(
                quantity="robustness_drop",
                where=_at(cube, arm, perturbation=name, severity=severity),
                sampled=sampled_arm(cube, arm, _drop(cube, arm, noisy), noisy),
                marks=marks_of(cube, setting, (arm,), name),
            )
    for scope, languages in ((TARGETS, targets), *pair_scopes(cube)):
        noisy = cube.noisy_weights(languages, unseen_perturbations(cube, arm))
        enters = scope == TARGETS and enters_averages(cube, arm)
        if noisy.any():
            yield Finding(
                quantity="robustness_drop",
                where={**_at(cube, arm), "scope": scope},
                sampled=sampled_arm(cube, arm, _drop(cube, arm, noisy), noisy),
                marks=marks_of(cube, setting, (arm,)),
                enters=({"arm": arm, "scope": TARGETS},) if enters else (),
            )


def _drops_by_language(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    for language in cube.grid.languages:
        where = {"arm": arm, "task": cube.grid.task, "language": language}
        noisy = cube.noisy_weights((language,), unseen_perturbations(cube, arm))
        if noisy.any():
            yield Finding(
                quantity="robustness_drop",
                where=where,
                sampled=sampled_arm(cube, arm, _drop(cube, arm, noisy), noisy),
                marks=marks_of(cube, setting, (arm,)),
            )
        for name in cube.grid.perturbations:
            noisy = cube.noisy_weights((language,), (name,))
            if noisy.any() and enters_averages(cube, arm, name):
                yield Finding(
                    quantity="robustness_drop",
                    where={**where, "perturbation": name},
                    sampled=sampled_arm(cube, arm, _drop(cube, arm, noisy), noisy),
                    marks=marks_of(cube, setting, (arm,), name),
                    enters=({"arm": arm, "language": language, "perturbation": name},),
                    is_shown=False,
                )


def _under_noise(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    targets, unseen = cube.grid.target_languages, unseen_perturbations(cube, arm)
    noisy = cube.noisy_weights(targets, unseen)
    if not noisy.any():
        return
    clean, mean = cube.mean(arm, cube.clean_beside(noisy)), cube.mean(arm, noisy)
    if clean is None or mean is None:
        return
    found: dict[str, Floats] = {
        "mean_corrupted_score": mean,
        "retention": retention(clean, mean),
    }
    if setting.chance is not None:
        found["retention_chance_adjusted"] = chance_adjusted_retention(
            clean, mean, chance=setting.chance
        )
    for quantity, array in found.items():
        yield Finding(
            quantity=quantity,
            where=_at(cube, arm),
            sampled=sampled_arm(cube, arm, array, noisy),
            marks=marks_of(cube, setting, (arm,)),
        )
    yield Finding(
        quantity="worst_case",
        where=_at(cube, arm),
        sampled=_worst(cube, arm, unseen, noisy),
        marks=marks_of(cube, setting, (arm,)),
    )


def _worst(
    cube: TaskCube, arm: str, perturbations: tuple[str, ...], weights: Floats
) -> Sampled | None:
    """Mean over severities of the lowest score over perturbations that have the severity."""
    lowest, reached = [], []
    for severity in sorted({level for name, level in cube.grid.conditions if name}):
        cells = [
            cube.noisy_weights(cube.grid.target_languages, (name,), severity)
            for name in perturbations
        ]
        means = [cube.mean(arm, item) for item in cells]
        present = [mean for mean in means if mean is not None]
        if present:
            lowest.append(worst_case(np.stack(present)))
            reached.append(worst_case_at_most(np.stack(present)))
    sampled = sampled_arm(cube, arm, np.mean(lowest, axis=0), weights)
    above = np.mean(reached, axis=0)[:, 1:].mean(axis=0)
    return replace(sampled, high_draws=above) if sampled else None


def _gaps(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    grid = cube.grid
    if grid.source_language not in grid.languages or not grid.target_languages:
        return
    for scope, languages in ((TARGETS, grid.target_languages), *pair_scopes(cube)):
        source = cube.clean_weights((grid.source_language,))
        targets = cube.clean_weights(languages)
        means = cube.mean(arm, source), cube.mean(arm, targets)
        if means[0] is not None and means[1] is not None:
            yield Finding(
                quantity="transfer_gap",
                where={**_at(cube, arm, perturbation="", severity=0), "scope": scope},
                sampled=sampled_arm(cube, arm, transfer_gap(*means), source + targets),
                marks=marks_of(cube, setting, (arm,)),
            )
    for name in grid.perturbations:
        source = cube.noisy_weights((grid.source_language,), (name,))
        targets = cube.noisy_weights(grid.target_languages, (name,))
        drops = _drop(cube, arm, targets), _drop(cube, arm, source)
        if drops[0] is not None and drops[1] is not None:
            yield Finding(
                quantity="noise_transfer_gap",
                where=_at(cube, arm, perturbation=name),
                sampled=sampled_arm(cube, arm, noise_transfer_gap(*drops), source + targets),
                marks=marks_of(cube, setting, (arm,), name),
            )


def _drop(cube: TaskCube, arm: str, noisy: Floats) -> Floats | None:
    clean, mean = cube.mean(arm, cube.clean_beside(noisy)), cube.mean(arm, noisy)
    if clean is None or mean is None:
        return None
    drop: Floats = robustness_drop(clean, mean)
    return drop


def _at(cube: TaskCube, arm: str, **condition: str | int) -> dict[str, str | int]:
    return {"arm": arm, "task": cube.grid.task, "scope": TARGETS, **condition}
