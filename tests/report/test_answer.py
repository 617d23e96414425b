import subprocess
import sys
from typing import Any

import pytest

from crosswind.records.estimate import Estimate, Interval
from crosswind.report.answer import answer_lines, change_lines, summary_table
from crosswind.report.study import Study


def estimate(quantity: str, point: float, low: float, high: float, **where: str) -> Estimate:
    interval = Interval(kind="items", low=low, high=high, level=0.95, method="bootstrap")
    return Estimate(
        quantity=quantity, where=dict(where), point=point, intervals=(interval,),
        n_examples=1200, n_clusters=400, n_seeds=2,
    )  # fmt: skip


FACTS: dict[str, Any] = {
    "arms": ["none", "mnli"],
    "tasks": {"udpos": {"kind": "tagging", "metric": "udpos_f1_seqeval_0_0_12"}},
    "conditions": [["typo", 3]],
    "seeds": [[1, 1], [2, 2]],
    "level": 0.95,
}
PAIR = {"arm": "mnli", "against": "none"}


def test_a_clear_gain_and_a_clear_steadying() -> None:
    lines = answer_lines(
        [
            estimate("intermediate_gain", 0.023, 0.012, 0.034, **PAIR),
            estimate("robustness_gain", 0.008, 0.001, 0.015, **PAIR),
        ],
        FACTS,
    )
    assert lines[0] == (
        "Compared with no intermediate training, mnli changed clean zero-shot scores by +2.3 points"
        " [1.2, 3.4], and its scores lose 0.8 points less [0.1, 1.5] under noise."
    )
    assert "over test items for these trained models" in lines[1]
    assert "1,200 examples in 400 clusters, 2 training seeds" in lines[1]
    assert len(lines) == 2


def test_an_interval_over_zero_is_no_clear_difference() -> None:
    lines = answer_lines([estimate("intermediate_gain", 0.002, -0.01, 0.014, **PAIR)], FACTS)
    assert "no clear difference to clean zero-shot scores (+0.2 points [" in lines[0]
    assert "its change of the loss under noise was not estimated" in lines[0]


def test_losing_more_turns_the_interval_round() -> None:
    lines = answer_lines([estimate("robustness_gain", -0.02, -0.03, -0.01, **PAIR)], FACTS)
    assert "its scores lose 2.0 points more [1.0, 3.0] under noise" in lines[0]


def test_training_again_can_take_clearness_away() -> None:
    item = estimate("intermediate_gain", 0.02, 0.01, 0.03, **PAIR)
    again = Interval(kind="seeds", low=-0.01, high=0.05, level=0.95, method="t")
    both = Estimate(
        quantity=item.quantity, where=item.where, point=item.point,
        intervals=(*item.intervals, again), n_seeds=3,
    )  # fmt: skip
    lines = answer_lines([both], FACTS)
    assert "no clear difference" in lines[0]
    assert "training again [\N{MINUS SIGN}1.0, 5.0]" in lines[0]
    assert "then over training again" in lines[1]


@pytest.mark.parametrize("facts", [{}, FACTS])
def test_nothing_estimated_is_said(facts: dict[str, Any]) -> None:
    assert answer_lines([], {}) == ["No score was estimated, so there is no answer."]
    assert change_lines([], facts) == []
    assert summary_table([], {}) == [
        ["task", "arm", "clean", "noisy", "clean gain", "robustness gain"]
    ]


def test_one_arm_has_no_gain() -> None:
    scores = [estimate("score", 0.71, 0.70, 0.72, arm="none", task="udpos")]
    facts = {**FACTS, "arms": ["none"]}
    assert (
        "there is no gain to state: the arm none reaches 71.0 [70.0, 72.0] on udpos"
        in (answer_lines(scores, facts)[0])
    )


def test_no_noise_is_said() -> None:
    lines = answer_lines(
        [estimate("intermediate_gain", 0.02, 0.01, 0.03, **PAIR)], {**FACTS, "conditions": []}
    )
    assert lines[0].endswith("and no noisy condition was scored.")


def test_what_would_change_it_names_tasks_of_the_other_sign_and_missing_seeds() -> None:
    lines = change_lines(
        [
            estimate("intermediate_gain", 0.02, -0.01, 0.05, **PAIR),
            estimate("intermediate_gain", -0.01, -0.02, 0.0, task="udpos", **PAIR),
        ],
        FACTS,
    )
    assert any("opposite sign on udpos" in line for line in lines)
    assert any("three seeds are needed" in line for line in lines)
    assert any("below about 4.3 points" in line for line in lines)


def test_the_summary_has_a_row_for_each_arm_and_task() -> None:
    rows = summary_table(
        [
            estimate("score", 0.71, 0.7, 0.72, arm="mnli", task="udpos", scope="target_languages"),
            estimate("robustness_gain", 0.01, 0.0, 0.02, task="udpos", **PAIR),
            estimate("robustness_gain", 0.01, 0.0, 0.02, **PAIR),
        ],
        FACTS,
    )
    assert [row[:3] for row in rows[1:]] == [
        ["udpos", "none", "\N{EN DASH}"],
        ["udpos", "mnli", "71.0"],
        ["all", "mnli", ""],
    ]
    assert rows[2][5] == "+1.0 [0.0, 2.0]"
    assert {len(row) for row in rows} == {6}


def test_the_answer_is_light_to_import() -> None:
    code = (
        "import sys, crosswind.report.answer;"
        "print([n for n in ('pyarrow', 'jinja2', 'altair', 'numpy', 'torch') if n in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_scores_in_the_source_language_alone_are_told_with_the_reason(source_only: Study) -> None:
    why, scores, brackets = answer_lines(source_only.estimates, source_only.facts)
    assert why == (
        "There is no zero-shot gain to state: every target was scored in the source language alone "
        "(en)."
    )
    assert scores == (
        "t in en: the arm none reaches 75.0 [65.0, 85.0], and loses 10.0 points [0.0, 20.0] under "
        "noise; the arm a reaches 80.0 [70.0, 90.0], a difference of +5.0 points "
        "[\N{MINUS SIGN}5.0, 15.0], and loses 9.0 points [\N{MINUS SIGN}1.0, 19.0] under noise."
    )
    assert brackets.startswith("Brackets are 95% intervals")
    table = summary_table(source_only.estimates, source_only.facts)
    assert table[1][:3] == ["t (en)", "none", "75.0"]
    assert [row[:3] for row in table[2:]] == [["t (en)", "a", "80.0"]]
    assert table[2][4].startswith("+5.0 ")
    assert table[2][5].startswith("+1.0 ")


def test_one_arm_in_the_source_language_has_its_scores(source_only: Study) -> None:
    alone = [item for item in source_only.estimates if item.where["arm"] == "none"]
    lines = answer_lines(alone, {**source_only.facts, "arms": ["none"]})
    assert "t in en: the arm none reaches 75.0" in lines[1]
