import numpy as np
import pytest

from crosswind.statistics.finding import TaskSetting
from crosswind.statistics.gain_findings import gain_findings
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())
SHARES = {
    ("none", "en", "", 0): 0.9,
    ("none", "de", "", 0): 0.8,
    ("none", "en", "typo", 3): 0.7,
    ("none", "de", "typo", 3): 0.6,
    ("mnli", "en", "", 0): 0.9,
    ("mnli", "de", "", 0): 0.9,
    ("mnli", "en", "typo", 3): 0.9,
    ("mnli", "de", "typo", 3): 0.8,
}


def findings(**more):
    cube, _ = cube_of(SHARES, **more)
    return list(gain_findings(cube, "mnli", SETTING))


def test_gains_by_hand():
    def key(item):
        where = item.where
        return item.quantity, where.get("scope", where.get("language")), where.get("perturbation")

    found = {key(item): item.sampled.point for item in findings()}
    targets = "target_languages"
    assert found["intermediate_gain", targets, ""] == pytest.approx(0.1)
    assert found["intermediate_gain", targets, "typo"] == pytest.approx(0.2)
    assert found["intermediate_gain", "en", ""] == pytest.approx(0.0)
    assert found["intermediate_gain_noisy", targets, None] == pytest.approx(0.2)
    assert found["robustness_gain", targets, None] == pytest.approx(0.1)
    assert found["robustness_gain", "all_languages", None] == pytest.approx(0.15)
    assert found["robustness_gain", targets, "typo"] == pytest.approx(0.1)
    adjusted = (0.8 - 0.5) / (0.9 - 0.5) - (0.6 - 0.5) / (0.8 - 0.5)
    assert found["robustness_gain_chance_adjusted", targets, None] == pytest.approx(adjusted)
    odds = np.log([9.5 / 1.5, 8.5 / 2.5, 8.5 / 2.5, 6.5 / 4.5])
    logit = (odds[1] - odds[0]) - (odds[3] - odds[2])
    assert found["robustness_gain_logit", targets, None] == pytest.approx(logit)


def test_groups():
    groups = {where.get("group") for item in findings(kind="retrieval") for where in item.enters}
    assert groups == {None, "retrieval"}


def test_seen_noise_enters_no_average_over_noise():
    for item in findings(seen_noise=True):
        assert item.quantity != "intermediate_gain_noisy"
        if item.quantity == "robustness_gain":
            assert item.where["perturbation"] == "typo"
            assert [where["perturbation"] for where in item.enters] == ["typo"]
            assert "seen-noise" in item.marks
