"""Findings about an arm held against the baseline: gains, clean and noisy, and robustness."""

from collections.abc import Callable, Iterator

import numpy as np

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import (
    ALL,
    TARGETS,
    Finding,
    Floats,
    TaskSetting,
    Where,
    enters_averages,
    language_parts,
    marks_of,
    pair_scopes,
    pairing,
    sampled_pair,
    unseen_perturbations,
)
from crosswind.statistics.robustness import (
    chance_adjusted_retention,
    log_odds,
    robustness_gain,
)
from crosswind.statistics.transfer import intermediate_gain

CLEAN_KEYS: Where = {"perturbation": "", "severity": 0}

# Linear in the scores, so that a language says its own part.
_BY_LANGUAGE = ("intermediate_gain", "intermediate_gain_noisy", "robustness_gain")

_Four = tuple[Floats, Floats, Floats, Floats]


def gain_findings(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    """Everything that compares the arm with the baseline; nothing if seeds do not pair."""
    if pairing(cube, arm, setting.baseline) is None:
        return
    yield from _intermediate_gains(cube, arm, setting)
    yield from _robustness_gains(cube, arm, setting)
    yield from _other_scales(cube, arm, setting)


def _intermediate_gains(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    targets = cube.grid.target_languages
    unseen = unseen_perturbations(cube, arm, setting.baseline)
    group = "retrieval" if cube.grid.is_retrieval else "non_retrieval"
    clean = "intermediate_gain"
    noisy = "intermediate_gain_noisy"
    slices: list[tuple[str, Where, Floats]] = []
    for name, severity in cube.grid.conditions[1:]:
        where: Where = {"scope": TARGETS, "perturbation": name, "severity": severity}
        slices.append((clean, where, cube.noisy_weights(targets, (name,), severity)))
    for language in cube.grid.languages:
        one = (language,)
        where = {"language": language}
        slices.append((clean, {**where, **CLEAN_KEYS}, cube.clean_weights(one)))
        slices.append((noisy, where, cube.noisy_weights(one, unseen)))
    for scope, languages in ((TARGETS, targets), *pair_scopes(cube)):
        slices.append((clean, {"scope": scope, **CLEAN_KEYS}, cube.clean_weights(languages)))
        slices.append((noisy, {"scope": scope}, cube.noisy_weights(languages, unseen)))
    for quantity, place, weights in slices:
        ours, theirs = _both(cube, arm, setting, weights)
        if ours is None or theirs is None:
            continue
        enters = place.get("scope") == TARGETS and not place.get("perturbation")
        found = (quantity, place, intermediate_gain(ours, theirs), weights)
        yield _finding(cube, arm, setting, found, group if enters else "")


def _robustness_gains(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    targets = cube.grid.target_languages
    unseen = unseen_perturbations(cube, arm, setting.baseline)
    scopes = (TARGETS, targets), (ALL, cube.grid.languages), *pair_scopes(cube)
    slices: list[tuple[Where, Floats]] = [
        ({"scope": scope}, cube.noisy_weights(languages, unseen)) for scope, languages in scopes
    ]
    for name in cube.grid.perturbations:
        where: Where = {"scope": TARGETS, "perturbation": name}
        slices.append((where, cube.noisy_weights(targets, (name,))))
    for place, weights in slices:
        four = _four(cube, arm, setting, weights)
        if four is not None:
            found = ("robustness_gain", place, robustness_gain(*four), weights)
            group = "headline" if place["scope"] in {TARGETS, ALL} else ""
            yield _finding(cube, arm, setting, found, group)


def _other_scales(cube: TaskCube, arm: str, setting: TaskSetting) -> Iterator[Finding]:
    """The same question on the logit scale and as chance-adjusted retention."""
    unseen = unseen_perturbations(cube, arm, setting.baseline)
    weights = cube.noisy_weights(cube.grid.target_languages, unseen)
    where: Where = {"scope": TARGETS}
    n_items = cube.n_items[:, None, None]

    def odds(values: Floats) -> Floats:
        scaled: Floats = log_odds(values, n_items)
        return scaled

    four = _four(cube, arm, setting, weights, odds)
    if four is not None:
        found = ("robustness_gain_logit", where, robustness_gain(*four), weights)
        yield _finding(cube, arm, setting, found, "headline")
    four = _four(cube, arm, setting, weights)
    if four is not None and setting.chance is not None:
        clean, noisy, base_clean, base_noisy = four
        kept = chance_adjusted_retention(clean, noisy, chance=setting.chance)
        gain = kept - chance_adjusted_retention(base_clean, base_noisy, chance=setting.chance)
        found = ("robustness_gain_chance_adjusted", where, gain, weights)
        yield _finding(cube, arm, setting, found, "headline")


def _finding(
    cube: TaskCube,
    arm: str,
    setting: TaskSetting,
    found: tuple[str, Where, Floats, Floats],
    group: str,
) -> Finding:
    """`group`: retrieval or non_retrieval for averages that exist by group, "" for none."""
    quantity, where, array, weights = found
    is_whole = where.get("scope") == TARGETS and not where.get("perturbation")
    parts = None
    if is_whole and quantity in _BY_LANGUAGE:
        taken_off = cube.clean_beside(weights) if quantity == "robustness_gain" else 0.0
        parts = language_parts(cube, arm, setting.baseline, weights - taken_off)
    arms = {"arm": arm, "against": setting.baseline}
    enters: tuple[Where, ...] = ()
    if group and enters_averages(cube, arm, str(where.get("perturbation", ""))):
        whole = {**arms, **where}
        enters = (whole,) if group == "headline" else (whole, {**whole, "group": group})
    return Finding(
        quantity=quantity,
        where={**arms, "task": cube.grid.task, **where},
        sampled=sampled_pair(cube, arm, setting.baseline, array, weights, parts),
        marks=marks_of(cube, setting, (arm, setting.baseline), str(where.get("perturbation", ""))),
        enters=enters,
    )


def _both(
    cube: TaskCube, arm: str, setting: TaskSetting, weights: Floats
) -> tuple[Floats | None, Floats | None]:
    rows = pairing(cube, arm, setting.baseline)
    theirs = cube.mean(setting.baseline, weights)
    return cube.mean(arm, weights), None if theirs is None or rows is None else theirs[rows]


def _four(
    cube: TaskCube,
    arm: str,
    setting: TaskSetting,
    noisy: Floats,
    scale: Callable[[Floats], Floats] | None = None,
) -> _Four | None:
    """(clean, noisy) of the arm and (clean, noisy) of the baseline, on a scale of the cells."""
    arms = arm, setting.baseline
    values = {name: scale(cube.values[name]) for name in arms} if scale else cube.values
    rows = pairing(cube, arm, setting.baseline)
    clean = cube.clean_beside(noisy)
    means = [cube.mean(name, weights, values) for name in arms for weights in (clean, noisy)]
    found = [mean for mean in means if mean is not None]
    if len(found) < len(means) or rows is None:
        return None
    return found[0], found[1], np.asarray(found[2])[rows], np.asarray(found[3])[rows]
