import pytest

from crosswind.statistics.error_findings import error_findings
from crosswind.statistics.finding import TaskSetting
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())
SHARES = {
    ("none", "de", "", 0): 0.8,
    ("none", "de", "typo", 1): 0.7,
    ("none", "de", "typo", 3): 0.5,
    ("none", "de", "ocr", 3): 0.6,
    ("mnli", "de", "", 0): 0.9,
    ("mnli", "de", "typo", 1): 0.9,
    ("mnli", "de", "typo", 3): 0.7,
    ("mnli", "de", "ocr", 3): 0.9,
}


def found(shares, **more):
    items = error_findings(cube_of(shares, **more)[0], "mnli", SETTING)
    return {(item.quantity, item.where.get("perturbation")): item for item in items}


def test_ratios_by_hand() -> None:
    points = {key: item.sampled.point for key, item in found(SHARES).items()}
    typo, ocr = (0.1 + 0.3) / (0.3 + 0.5), 0.1 / 0.4
    assert points["corruption_error", "typo"] == pytest.approx(typo)
    assert points["corruption_error", "ocr"] == pytest.approx(ocr)
    assert points["mean_corruption_error", None] == pytest.approx((typo + ocr) / 2)
    relative = ((0.0 + 0.2) / (0.1 + 0.3) + 0.0 / 0.2) / 2
    assert points["relative_mean_corruption_error", None] == pytest.approx(relative)


def test_the_baseline_against_its_own_results_is_one() -> None:
    twins = {
        (arm, *key[1:]): value
        for key, value in SHARES.items()
        if key[0] == "none"
        for arm in ("none", "mnli")
    }
    points = [item.sampled.point for item in found(twins).values()]
    assert points == pytest.approx([1.0] * 4)


def test_a_reference_that_loses_nothing_has_no_relative_ratio() -> None:
    flat = dict.fromkeys(SHARES, 0.8)
    names = {name for name, _ in found(flat)}
    assert names == {"corruption_error", "mean_corruption_error"}


def test_seen_noise_is_in_no_mean() -> None:
    assert {name for name, _ in found(SHARES, seen_noise=True)} == {"corruption_error"}


def test_means_enter_averages_over_tasks() -> None:
    entering = [key for key, item in found(SHARES).items() if item.enters]
    assert {name for name, _ in entering} == {
        "mean_corruption_error",
        "relative_mean_corruption_error",
    }
