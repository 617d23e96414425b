import math
from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.records.claim import Expectation, Verdict, expectation, verdict_from_json
from crosswind.records.estimate import Interval

NUMBERS = st.floats(-50, 50).map(lambda value: round(value, 2))


@given(low=NUMBERS, high=NUMBERS, a=NUMBERS, b=NUMBERS, strict=st.booleans())
@settings(max_examples=60)
def test_no_interval_is_both_inside_and_outside(
    low: float, high: float, a: float, b: float, strict: bool
) -> None:
    expected = Expectation(low=min(low, high), high=max(low, high), is_strict=strict)
    band = min(a, b), max(a, b)
    assert not (expected.holds_all(*band) and expected.holds_none(*band))


@given(value=NUMBERS, sign=st.sampled_from([">", ">=", "<", "<="]))
@settings(max_examples=40)
def test_a_bound_divides_the_line(value: float, sign: str) -> None:
    found = expectation("region", f"{sign} {value}")
    above = sign.startswith(">")
    assert found.holds_all(value + 1, value + 2) == above
    assert found.holds_none(value - 2, value - 1) == above
    assert found.holds_all(value, value) == ("=" in sign)
    assert found.holds_none(value, value) == ("=" not in sign)


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("region", "7.2 .. 9.2", Expectation(low=7.2, high=9.2)),
        ("region", "> 0", Expectation(low=0, is_strict=True)),
        ("region", "<=  -1.5", Expectation(high=-1.5)),
        ("fact", "= 9", Expectation(low=9, high=9)),
        ("fact", ">= 40", Expectation(low=40)),
        ("fact", "includes squad, mnli", Expectation(names=("squad", "mnli"))),
        ("fact", "are xnli", Expectation(names=("xnli",), is_exact=True)),
        ("rank", "first", Expectation(top=1)),
        ("rank", "top 3", Expectation(top=3)),
    ],
)
def test_expectations_are_read(kind: str, text: str, expected: Expectation) -> None:
    assert expectation(kind, text) == expected


def test_a_margin_is_a_region_around_zero() -> None:
    assert expectation("equivalence", "", 1.0) == Expectation(low=-1, high=1)


@pytest.mark.parametrize(
    ("kind", "text", "margin"),
    [
        ("region", "", None),
        ("region", "= 3", None),
        ("region", "9 .. 7", None),
        ("region", "> x", None),
        ("region", "first", None),
        ("rank", "> 0", None),
        ("rank", "top 0", None),
        ("fact", "includes a,,b", None),
        ("equivalence", "", None),
        ("equivalence", "> 0", 1.0),
    ],
)
def test_anything_else_is_refused_with_the_way_to_write_it(
    kind: str, text: str, margin: float | None
) -> None:
    with pytest.raises(ValueError, match=f"of kind {kind} is written with"):
        expectation(kind, text, margin)


def test_a_scaled_region_has_scaled_bounds() -> None:
    found = Expectation(low=1, high=math.inf, is_strict=True).scaled(0.01)
    assert found == Expectation(low=0.01, high=math.inf, is_strict=True)


def test_a_verdict_survives_json() -> None:
    band = Interval(kind="items", low=0.0, high=1.0, level=0.99, method="made up")
    verdict = Verdict(
        claim={"text": "a"}, verdict="undecided", labels=("analogue",), intervals=(band,),
        rank=(1, 2), marks=("same-task",),
    )  # fmt: skip
    assert verdict_from_json(asdict(verdict)) == verdict
