from collections.abc import Callable
from dataclasses import replace

import pytest

from crosswind.records.estimate import Estimate
from crosswind.report.headline import MAX_GAINS, first_doubts, headline_gains
from crosswind.report.study import Study


def test_gains_are_drawn_on_one_scale(study_of: Callable[..., Study]) -> None:
    gains = headline_gains(study_of())
    assert [gain.name for gain in gains] == ["clean score", "score under noise", "robustness"]
    assert [gain.value for gain in gains] == ["+2.3", "+3.1", "+0.8"]
    assert [gain.verdict for gain in gains] == ["clearly better", "clearly better", "not clear"]
    bars = [gain.bar for gain in gains if gain.bar]
    assert len(bars) == 3
    assert max(bar.high for bar in bars) == 98
    for bar in bars:
        assert 0 <= bar.low < bar.point < bar.high <= 100
    assert bars[2].low < 50 < bars[2].point


def test_the_sign_of_a_bar_is_the_sign_of_its_gain(study_of: Callable[..., Study]) -> None:
    study = study_of()
    worse = replace(
        study,
        table={
            key: replace(
                item,
                point=-item.point,
                intervals=tuple(replace(i, low=-i.high, high=-i.low) for i in item.intervals),
            )
            for key, item in study.table.items()
        },
    )
    first = headline_gains(worse)[0]
    assert (first.tone, first.verdict, first.value) == ("worse", "clearly worse", "−2.3")
    assert first.bar is not None
    assert first.bar.high < 50


def test_many_arms_show_two_gains_each(study_of: Callable[..., Study]) -> None:
    gains = headline_gains(study_of(arms=("none", "a", "b", "c", "d")))
    assert len(gains) == 8 > MAX_GAINS
    assert {gain.name for gain in gains} == {"clean score", "robustness"}


@pytest.mark.parametrize("arms", [("none",), ()])
def test_without_a_second_arm_nothing_is_gained(
    study_of: Callable[..., Study], arms: tuple[str, ...]
) -> None:
    assert headline_gains(study_of(arms=arms)) == []


def test_without_an_interval_there_is_no_verdict(study_of: Callable[..., Study]) -> None:
    gain = headline_gains(study_of(intervals=()))[0]
    assert (gain.interval, gain.bar, gain.verdict) == ("", None, "no interval, so no verdict")


def test_doubts_come_with_the_gravest_first(study_of: Callable[..., Study]) -> None:
    study = study_of()
    names = [doubt.name for doubt in first_doubts(study)]
    assert names == ["Toy data", "Few seeds", "Small n", "Gaps"]
    grave = replace(
        study,
        facts={**study.facts, "collapsed": ["none, home_slots, seed 1"]},
        overlapping=frozenset({"home_slots"}),
    )
    assert [doubt.name for doubt in first_doubts(grave)][:2] == ["Collapsed runs", "Contamination"]
    bare = replace(study, facts={}, seeds=((1, 1), (2, 2), (3, 3)), tasks={})
    assert first_doubts(bare) == []


def test_labels_that_were_seen_before_are_a_doubt(study_of: Callable[..., Study]) -> None:
    study = study_of(tasks=("home_intents", "home_slots"))

    def marked(item: Estimate) -> Estimate:
        return replace(item, marks=(*item.marks, "not-zero-shot"))

    table = {
        key: marked(item) if item.where.get("task") in (None, "home_slots") else item
        for key, item in study.table.items()
    }
    (doubt,) = [one for one in first_doubts(replace(study, table=table)) if "zero" in one.name]
    assert doubt.text.startswith("home_slots: the encoder or an arm saw labels")


def test_one_arm_has_no_sign_to_turn(study_of: Callable[..., Study]) -> None:
    texts = {
        len(arms): [one.text for one in first_doubts(study_of(arms=arms)) if "seeds" in one.name]
        for arms in (("none",), ("none", "a"))
    }
    assert texts[1][0].endswith("could change the scores")
    assert texts[2][0].endswith("could turn the sign")
