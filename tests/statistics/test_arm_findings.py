import pytest

from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.finding import TaskSetting
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())
SHARES = {
    ("none", "en", "", 0): 0.9,
    ("none", "de", "", 0): 0.8,
    ("none", "en", "ocr", 1): 0.8,
    ("none", "de", "ocr", 1): 0.7,
    ("none", "en", "typo", 1): 0.8,
    ("none", "de", "typo", 1): 0.6,
    ("none", "en", "typo", 3): 0.7,
    ("none", "de", "typo", 3): 0.6,
}


def points(quantity):
    cube, _ = cube_of(SHARES)
    return {
        (item.where.get("language"), item.where.get("perturbation"), item.where.get("severity")): (
            item.sampled.point
        )
        for item in arm_findings(cube, "none", SETTING)
        if item.quantity == quantity
        and item.where.get("scope", "target_languages") == "target_languages"
    }


def test_averages_weigh_perturbations_equally_whatever_their_severities():
    drops = points("robustness_drop")
    assert drops[None, None, None] == pytest.approx((0.1 + (0.2 + 0.2) / 2) / 2)
    assert drops["en", None, None] == pytest.approx((0.1 + (0.1 + 0.2) / 2) / 2)
    assert drops["de", "typo", None] == pytest.approx(0.2)
    assert points("mean_corrupted_score")[None, None, None] == pytest.approx((0.7 + 0.6) / 2)


def test_the_worst_case_takes_the_lowest_perturbation_of_each_severity():
    # Severity 1: the lower of 0.7 and 0.6; severity 3: typo alone.
    assert points("worst_case")[None, None, None] == pytest.approx((0.6 + 0.6) / 2)


def test_scores_under_noise_have_the_clean_score_of_their_languages_where_these_are_not_all():
    shares = {
        ("none", "en", "", 0): 0.9,
        ("none", "de", "", 0): 0.8,
        ("none", "ar", "", 0): 0.4,
        ("none", "de", "accents", 1): 0.7,
        ("none", "de", "typo", 1): 0.6,
        ("none", "ar", "typo", 1): 0.2,
    }
    cube, _ = cube_of(shares)
    found = {
        (item.where["perturbation"], item.where["severity"]): item.sampled.point
        for item in arm_findings(cube, "none", SETTING)
        if item.quantity == "score" and item.where.get("scope") == "target_languages"
    }
    assert found == {
        ("", 0): pytest.approx(0.6),
        ("accents", 0): pytest.approx(0.8),
        ("accents", 1): pytest.approx(0.7),
        ("typo", 1): pytest.approx(0.4),
    }


def test_ratios_and_gaps():
    assert points("retention")[None, None, None] == pytest.approx(0.65 / 0.8)
    assert points("retention_chance_adjusted")[None, None, None] == pytest.approx(0.15 / 0.3)
    assert points("transfer_gap")[None, "", 0] == pytest.approx(0.1)
    gaps = points("noise_transfer_gap")
    assert gaps[None, "ocr", None] == pytest.approx(0.1 - 0.1)
    assert gaps[None, "typo", None] == pytest.approx(0.2 - 0.15)


def test_gaps_of_pairs_are_held_against_the_source_language_alone():
    shares = {"en": 0.9, "de": 0.7, "de+en": 0.6, "en+de": 0.5}
    cube, _ = cube_of({("none", name, "", 0): value for name, value in shares.items()})
    gaps = {
        item.where["scope"]: item.sampled.point
        for item in arm_findings(cube, "none", SETTING)
        if item.quantity == "transfer_gap"
    }
    assert gaps == {
        "target_languages": pytest.approx(0.9 - 0.6),
        "same_language_targets": pytest.approx(0.2),
        "language_pairs": pytest.approx(0.9 - 0.55),
    }
