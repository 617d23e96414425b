import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.estimate import slice_key
from crosswind.statistics.families import family_rows, holm, is_member
from tests.statistics.claimed import finding, sampled

P_VALUES = st.lists(st.floats(0, 1), min_size=1, max_size=12)


@given(P_VALUES)
@settings(max_examples=60)
def test_adjusting_keeps_the_order_and_never_lowers_a_p_value(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(a >= p and a <= 1 for a, p in zip(adjusted, values, strict=True))
    order = np.argsort(values, kind="stable")
    assert list(np.array(adjusted)[order]) == sorted(adjusted)


@given(P_VALUES)
@settings(max_examples=60)
def test_rejections_are_those_of_the_step_down_procedure(values: list[float]) -> None:
    # As the definition has it: reject the smallest while p <= alpha / (those that are left).
    rejected = set()
    for step, index in enumerate(np.argsort(values, kind="stable")):
        if values[index] * (len(values) - step) > 0.05:
            break
        rejected.add(int(index))
    assert {i for i, value in enumerate(holm(values)) if value <= 0.05} == rejected


def test_holm_by_hand() -> None:
    assert holm([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])
    assert holm([]) == []


def member(arm: str, task: str, mean: float) -> object:
    return finding("intermediate_gain", sampled(mean), arm=arm, against="none", task=task,
                   scope="target_languages", perturbation="", severity=0)  # fmt: skip


def test_a_family_is_all_arms_and_targets_of_a_gain() -> None:
    items = [member("mnli", "xnli", 0.05), member("mnli", "udpos", 0.001)]
    rows = family_rows({slice_key(i.quantity, i.where): i for i in items})
    assert [row["task"] for row in rows] == ["xnli", "udpos"]
    assert rows[0]["holm_items"] == pytest.approx(2 * rows[0]["p_items"], rel=1e-6)
    assert rows[0]["p_items"] < 1e-5 < 0.5 < rows[1]["p_items"]
    assert rows[0]["p_seeds"] < 0.01


def test_averages_languages_and_conditions_are_no_members() -> None:
    where = {"arm": "a", "against": "none", "task": "t", "scope": "target_languages"}
    assert is_member("robustness_gain", where)
    assert not is_member("robustness_gain", {**where, "perturbation": "typo"})
    assert not is_member("robustness_gain", {**where, "language": "de"})
    assert not is_member("retention", where)
    assert not is_member("robustness_gain", {k: v for k, v in where.items() if k != "task"})


def test_seeds_below_three_have_no_p_value() -> None:
    item = finding("robustness_gain", sampled(0.05, n_seeds=2), arm="a", against="none", task="t",
                   scope="target_languages")  # fmt: skip
    (row,) = family_rows({slice_key(item.quantity, item.where): item})
    assert (row["p_seeds"], row["holm_seeds"]) == (None, None)
