import numpy as np
import pytest

from crosswind.statistics.contrasts import MissingSliceError, wanted_slices
from tests.statistics.claimed import claim, contrasts, finding, gains, sampled


def test_a_gain_over_another_arm_is_the_difference_of_both_gains() -> None:
    found = contrasts(*gains({"mnli": 0.05, "squad": 0.02}))
    one_way = found.of(claim(arm="mnli", against="squad")).sampled
    other_way = found.of(claim(arm="squad", against="mnli")).sampled
    assert one_way.point == pytest.approx(0.03)
    assert other_way.point == pytest.approx(-0.03)
    assert np.allclose(one_way.draws, -other_way.draws)


def test_the_baseline_against_an_arm_is_its_gain_turned_round() -> None:
    found = contrasts(*gains({"mnli": 0.05}))
    turned = found.of(claim(arm="none", against="mnli")).sampled
    assert turned.point == pytest.approx(-0.05)


def test_a_silent_key_of_a_claim_may_be_spelled_out() -> None:
    found = contrasts(*gains({"mnli": 0.05}))
    assert found.of(claim(where={"scope": "target_languages"})).sampled.point == pytest.approx(0.05)


def test_rivals_are_all_other_arms_but_the_baseline_or_all_other_targets() -> None:
    found = contrasts(*gains({"mnli": 0.05, "squad": 0.02, "ccg": 0.01}))
    assert found.rivals(claim(kind="rank")) == ("squad", "ccg")
    assert found.rivals(claim(kind="rank", rivals=["ccg"])) == ("ccg",)
    assert found.rivals(claim(kind="rank", quantity="score")) == ("none", "squad", "ccg")
    assert found.rivals(claim(kind="rank", over="targets", where={"task": "xnli"})) == ("udpos",)


def test_targets_are_ranked_within_an_arm() -> None:
    found = contrasts(
        finding("intermediate_gain", sampled(0.1), arm="mnli", against="none", task="xnli"),
        finding("intermediate_gain", sampled(0.3), arm="mnli", against="none", task="udpos"),
    )
    (rival,) = found.against_rivals(claim(kind="rank", over="targets", where={"task": "udpos"}))
    assert rival.rival == "xnli"
    assert rival.sampled.point == pytest.approx(0.2)


def test_what_was_not_estimated_is_named() -> None:
    found = contrasts(*gains({"mnli": 0.05}))
    with pytest.raises(MissingSliceError, match="robustness_gain was not estimated for task udpos"):
        found.of(claim(quantity="robustness_gain", where={"task": "udpos"}))
    with pytest.raises(MissingSliceError, match="no rival"):
        found.against_rivals(claim(kind="rank"))


def test_slices_are_wanted_for_every_arm_and_task_but_no_other_place() -> None:
    wanted = wanted_slices([claim(where={"task": "xnli", "language": "de"})])
    there = {"arm": "squad", "against": "none", "task": "udpos", "language": "de"}
    assert wanted("intermediate_gain", there)
    assert not wanted("intermediate_gain", {**there, "language": "fr"})
    assert not wanted("robustness_gain", there)
