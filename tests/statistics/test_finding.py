from dataclasses import replace

import numpy as np
import pytest

from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.finding import (
    TaskSetting,
    enters_averages,
    marks_of,
    pair_scopes,
    pairing,
    sampled_arm,
    sampled_pair,
    scopes,
    unseen_perturbations,
)
from crosswind.statistics.gain_findings import gain_findings
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=None, collapsed=frozenset({"mnli"}))
SHARES = {
    ("none", "de", "", 0): 0.8,
    ("none", "de", "typo", 3): 0.6,
    ("mnli", "de", "", 0): 0.9,
    ("mnli", "de", "typo", 3): 0.8,
}


def test_scopes_without_a_source_language():
    cube, _ = cube_of(SHARES)
    assert dict(scopes(cube)) == {"target_languages": ("de",), "all_languages": ("de",)}


def test_marks():
    cube, _ = cube_of(SHARES, world="embedded", oracle=True)
    assert marks_of(cube, SETTING, ("none",)) == ("embedded", "oracle")
    assert marks_of(cube, SETTING, ("mnli",)) == ("embedded", "oracle", "collapsed")
    seen, _ = cube_of(SHARES, seen_noise=True, same_task=True)
    assert marks_of(seen, SETTING, ("none",), "typo") == ("same-task", "seen-noise")
    assert unseen_perturbations(seen, "none") == ()
    assert unseen_perturbations(cube, "none", "mnli") == ("typo",)
    apart, _ = cube_of(SHARES, apart=True)
    assert marks_of(apart, SETTING, ("none",), "typo") == ("apart",)
    real, _ = cube_of(SHARES, apart=True, published="typo")
    assert marks_of(real, SETTING, ("none",), "typo") == ("published-noise",)


def test_a_value_that_is_undefined_is_no_sample():
    cube, _ = cube_of(SHARES)
    weights = cube.clean_weights(("de",))
    assert sampled_arm(cube, "none", None, weights) is None
    assert sampled_arm(cube, "none", np.full((1, 4), np.nan), weights) is None
    mean = cube.mean("none", weights)
    assert sampled_arm(cube, "none", mean, weights).point == pytest.approx(0.8)


def test_pairs_know_both_models():
    cube, _ = cube_of(SHARES)
    weights = cube.clean_weights(("de",))
    assert pairing(cube, "mnli", "none") == [0]
    pair = sampled_pair(cube, "mnli", "none", cube.mean("mnli", weights), weights)
    (models,) = pair.models.values()
    assert models[0] != models[1]


def test_findings_of_one_task_say_which_averages_they_enter():
    cube, _ = cube_of(SHARES)
    found = [*arm_findings(cube, "mnli", SETTING), *gain_findings(cube, "mnli", SETTING)]
    gain = next(
        item
        for item in found
        if item.quantity == "robustness_gain" and item.where["scope"] == "target_languages"
    )
    assert gain.sampled.point == pytest.approx(0.1)
    assert gain.enters == ({"arm": "mnli", "against": "none", "scope": "target_languages"},)
    same, _ = cube_of(SHARES, same_task=True)
    findings = [*arm_findings(same, "mnli", SETTING), *gain_findings(same, "mnli", SETTING)]
    assert all(item.enters == () for item in findings)


def entered(cube):
    """(quantity, perturbation) of the averages that findings of the cube enter."""
    found = [*arm_findings(cube, "mnli", SETTING), *gain_findings(cube, "mnli", SETTING)]
    return {(item.quantity, where.get("perturbation")) for item in found for where in item.enters}


def test_published_noise_beside_other_tasks_enters_its_own_average_alone():
    cube, _ = cube_of(SHARES, published="typo")
    beside = replace(cube, grid=replace(cube.grid, may_repeat=True))
    assert unseen_perturbations(beside, "none") == ()
    assert enters_averages(beside, "none", "typo")
    assert not enters_averages(beside, "none")
    assert entered(beside) == {("robustness_drop", "typo"), ("robustness_gain", "typo")}


def test_published_noise_alone_has_clean_averages_too():
    cube, _ = cube_of(SHARES, published="typo")
    assert entered(cube) == {
        ("robustness_drop", "typo"),
        ("robustness_gain", "typo"),
        ("intermediate_gain", ""),
    }


def test_the_diagonal_and_the_pairs_are_scopes_of_their_own():
    pairs = {("none", name, "", 0): 0.5 for name in ("en", "de", "de+en", "en+de")}
    cube, _ = cube_of(pairs)
    assert dict(pair_scopes(cube)) == {
        "same_language_targets": ("de",),
        "language_pairs": ("de+en", "en+de"),
    }
    assert list(dict(scopes(cube))) == [
        "target_languages",
        "all_languages",
        "source_language",
        "same_language_targets",
        "language_pairs",
    ]
    assert pair_scopes(cube_of(SHARES)[0]) == ()
