"""Verdicts on synthetic results of each kind of claim."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.claim import Verdict
from crosswind.statistics.claims import Judge
from crosswind.statistics.contrasts import Contrasts
from tests.statistics.claimed import claim, contrasts, finding, gains, sampled

FACTS = {"n_targets": 9, "targets": ["udpos", "xnli"], "intermediate_tasks": ["mnli", "squad"]}


def judged(found: Contrasts, *claims: dict[str, Any]) -> list[Verdict]:
    return Judge(contrasts=found, facts=FACTS, level=0.95).verdicts(claims)


def one(found: Contrasts, **changes: Any) -> Verdict:
    (verdict,) = judged(found, claim(**changes))
    return verdict


@pytest.mark.parametrize(
    ("mean", "spread", "expect", "verdict"),
    [
        (0.05, 0.005, "> 0", "supported"),
        (-0.05, 0.005, "> 0", "refuted"),
        (0.005, 0.01, "> 0", "undecided"),
        (0.082, 0.002, "7.2 .. 9.2", "supported"),
        (0.05, 0.002, "7.2 .. 9.2", "refuted"),
        (0.072, 0.002, "7.2 .. 9.2", "undecided"),
    ],
)
def test_a_region(mean: float, spread: float, expect: str, verdict: str) -> None:
    found = contrasts(*gains({"mnli": mean}, spread))
    got = one(found, expect=expect)
    assert got.verdict == verdict
    assert got.point == pytest.approx(mean)
    assert {band.kind for band in got.intervals} == {"items", "seeds"}
    assert (got.n_examples, got.n_clusters, got.n_seeds) == (1000, 500, 5)
    assert bool(got.reason) == (verdict == "undecided")


@pytest.mark.parametrize(
    ("mean", "spread", "verdict"),
    [(0.001, 0.002, "supported"), (0.05, 0.002, "refuted"), (0.008, 0.004, "undecided")],
)
def test_an_equivalence(mean: float, spread: float, verdict: str) -> None:
    found = contrasts(*gains({"mnli": mean}, spread))
    assert one(found, kind="equivalence", expect="", margin=1.0).verdict == verdict


@pytest.mark.parametrize(
    ("arm", "expect", "verdict", "rank"),
    [
        ("best", "first", "supported", (1, 1)),
        ("good", "first", "refuted", (2, 3)),
        ("fair", "top 3", "supported", (2, 3)),
        ("fair", "top 2", "undecided", (2, 3)),
        ("worst", "top 3", "refuted", (4, 4)),
    ],
)
def test_a_rank(arm: str, expect: str, verdict: str, rank: tuple[int, int]) -> None:
    found = contrasts(*gains({"best": 0.2, "good": 0.101, "fair": 0.1, "worst": 0.01}, 0.003))
    got = one(found, kind="rank", arm=arm, expect=expect)
    assert (got.verdict, got.rank) == (verdict, rank)
    assert "closest rival" in got.reason


def test_a_rank_of_targets() -> None:
    found = contrasts(
        finding("intermediate_gain", sampled(0.4), arm="mnli", against="none", task="tatoeba"),
        finding("intermediate_gain", sampled(0.1), arm="mnli", against="none", task="xnli"),
        tasks=("tatoeba", "xnli"),
    )
    ranked = {"kind": "rank", "over": "targets", "expect": "first"}
    assert one(found, **ranked, where={"task": "tatoeba"}).verdict == "supported"
    assert one(found, **ranked, where={"task": "xnli"}).verdict == "refuted"


@pytest.mark.parametrize(
    ("quantity", "expect", "verdict"),
    [
        ("n_targets", "= 9", "met"),
        ("n_targets", ">= 10", "not met"),
        ("intermediate_tasks", "includes squad", "met"),
        ("intermediate_tasks", "are squad", "not met"),
        ("targets", "are xnli, udpos", "met"),
        ("targets", "includes tatoeba", "not met"),
        ("targets", "= 9", "not met"),
        ("phases", "includes x", "not tested"),
    ],
)
def test_a_fact(quantity: str, expect: str, verdict: str) -> None:
    fact = {"kind": "fact", "arm": "", "against": ""}
    assert one(contrasts(), **fact, quantity=quantity, expect=expect).verdict == verdict


@pytest.mark.parametrize(
    ("marks", "said"), [(("oracle",), "oracle cells"), (("re-exposure",), "re-exposure")]
)
def test_cells_that_test_nothing_are_not_judged(marks: tuple[str, ...], said: str) -> None:
    found = contrasts(*gains({"mnli": 0.05}, 0.001, *marks))
    got = one(found)
    assert got.verdict == "not tested"
    assert said in got.reason
    assert got.intervals == ()


def test_missing_cells_are_not_judged() -> None:
    got = one(contrasts(*gains({"mnli": 0.05})), where={"task": "udpos"})
    assert (got.verdict, got.point) == ("not tested", None)
    assert got.reason.startswith("missing cells")


def test_what_the_claim_says_cannot_be_tested_is_not() -> None:
    got = one(contrasts(), arm="later", untested="no such arm yet")
    assert (got.verdict, got.reason) == ("not tested", "no such arm yet")


def test_another_encoder_makes_an_analogue() -> None:
    found = contrasts(*gains({"mnli": 0.05}, 0.001))
    assert one(found, is_analogue=True).labels == ("analogue",)
    assert one(found).labels == ()
    assert "is_analogue" not in one(found).claim


def test_without_any_interval_nothing_is_decided() -> None:
    lonely = sampled(0.05, n_seeds=1)
    lonely = type(lonely)(
        points=lonely.points, draws=lonely.draws, models=lonely.models, n_examples=1, n_clusters=1
    )
    found = contrasts(finding("intermediate_gain", lonely, arm="mnli", against="none"))
    got = one(found)
    assert (got.verdict, got.reason) == ("undecided", "no interval: too few items and seeds")


def test_both_intervals_must_agree() -> None:
    base = sampled(0.05, 0.001)
    wild = type(base)(
        points={key: 0.05 + 0.2 * (number - 2) for number, key in enumerate(base.points)},
        draws=base.draws, models=base.models, n_examples=1000, n_clusters=500,
    )  # fmt: skip
    got = one(contrasts(finding("intermediate_gain", wild, arm="mnli", against="none")))
    assert got.verdict == "undecided"
    assert "over seeds crosses" in got.reason


def test_more_claims_make_wider_intervals_and_facts_do_not() -> None:
    found = contrasts(*gains({"mnli": 0.05, "squad": 0.01, "ccg": 0.02}, 0.01))
    rank = claim(kind="rank", expect="first", text="b")
    fact = claim(kind="fact", arm="", quantity="n_targets", expect="= 9", text="c")
    alone, with_fact, with_rank = (
        judged(found, claim(), *more)[0] for more in ((), (fact,), (rank,))
    )
    assert alone.intervals == with_fact.intervals
    assert with_rank.intervals[0].level == pytest.approx(1 - 0.05 / 3)
    for narrow, wide in zip(alone.intervals, with_rank.intervals, strict=True):
        assert wide.low < narrow.low < narrow.high < wide.high


@given(mean=st.floats(-0.1, 0.1), spread=st.floats(0.001, 0.05))
@settings(max_examples=25, deadline=None)
def test_a_claim_and_its_opposite_are_never_both_supported(mean: float, spread: float) -> None:
    found = contrasts(*gains({"mnli": mean}, spread))
    up, down = judged(found, claim(expect="> 0"), claim(expect="<= 0", text="b"))
    assert {up.verdict, down.verdict} in ({"undecided"}, {"supported", "refuted"})


def test_all_intervals_hold_at_once() -> None:
    # Ten true claims, each "the gain lies within its interval": the level is that of all at once.
    rng = np.random.default_rng(0)
    misses = 0
    for _ in range(200):
        values = {f"arm{number}": float(rng.normal(0, 0.01)) for number in range(10)}
        found = contrasts(*gains(values, 0.01))
        verdicts = judged(found, *(claim(arm=arm, text=arm) for arm in values))
        bands = [band for item in verdicts for band in item.intervals if band.kind == "items"]
        misses += any(not band.low <= 0 <= band.high for band in bands)
    assert misses / 200 < 0.1


@pytest.mark.parametrize("expect", ["> 0", "<= 0"])
def test_results_that_never_vary_decide_nothing(expect: str) -> None:
    found = contrasts(*gains({"mnli": 0.0}, 0.0))
    got = one(found, expect=expect)
    assert (got.verdict, got.reason) == ("undecided", "no resample or seed differs")
