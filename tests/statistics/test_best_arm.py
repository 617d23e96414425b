import numpy as np
import pytest

from crosswind.statistics.best_arm import best_arm_findings, nested_choice, oracle_choice
from crosswind.statistics.finding import TaskSetting
from tests.statistics.grids import cube_of

SETTING = TaskSetting(baseline="none", chance=0.5, collapsed=frozenset())


def test_nothing_but_noise_gains_nothing_by_a_fair_choice() -> None:
    rng = np.random.default_rng(0)
    gains = rng.normal(size=(6, 1, 8, 400))
    assert abs(nested_choice(gains).mean()) < 0.05
    assert oracle_choice(gains).mean() > 0.3


def test_an_arm_that_is_best_everywhere_is_chosen_by_both() -> None:
    gains = np.zeros((3, 2, 4, 5))
    gains[1] = 0.2
    assert nested_choice(gains) == pytest.approx(0.2)
    assert oracle_choice(gains) == pytest.approx(0.2)


def test_a_language_has_no_say_in_the_choice_that_is_judged_on_it() -> None:
    gains = np.zeros((2, 1, 2, 1))
    gains[0, 0, 0], gains[1, 0, 1] = 1.0, 1.0
    # Each arm is best where the other language cannot know it.
    assert nested_choice(gains).ravel().tolist() == [0.0, 0.0]
    assert oracle_choice(gains).mean() == pytest.approx(0.5)


def shares(*arms, languages=("de", "fr", "en")):
    values = {"none": 0.5, "mnli": 0.7, "squad": 0.6}
    return {(arm, language, "", 0): values[arm] for arm in arms for language in languages}


def test_both_choices_are_estimated_and_the_unfair_one_is_marked() -> None:
    cube, _ = cube_of(shares("none", "mnli", "squad"))
    found = {item.where["choice"]: item for item in best_arm_findings(cube, SETTING)}
    assert set(found) == {"nested", "oracle"}
    assert found["oracle"].marks == ("oracle",)
    assert found["nested"].marks == ()
    assert found["nested"].sampled.point == pytest.approx(0.2)
    assert found["nested"].where["task"] == "xnli"
    assert "task" not in found["nested"].enters[0]


def test_one_candidate_is_no_choice_and_one_language_no_fair_one() -> None:
    assert list(best_arm_findings(cube_of(shares("none", "mnli"))[0], SETTING)) == []
    same = cube_of(shares("none", "mnli", "squad"), same_task=True)[0]
    assert list(best_arm_findings(same, SETTING)) == []
    lonely = cube_of(shares("none", "mnli", "squad", languages=("de",)))[0]
    assert [item.where["choice"] for item in best_arm_findings(lonely, SETTING)] == ["oracle"]
