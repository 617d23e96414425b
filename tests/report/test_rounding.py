import math

from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.report.rounding import ABSENT, bracket, count, percent, points


@settings(max_examples=60)
@given(st.floats(-1, 1))
def test_points_read_back_within_half_a_tenth(value: float) -> None:
    read = float(points(value, signed=True).replace("\N{MINUS SIGN}", "-"))
    assert abs(read - 100 * value) <= 0.05 + 1e-9


@settings(max_examples=60)
@given(st.floats(-0.00049, 0.00049))
def test_zero_has_no_sign(value: float) -> None:
    assert points(value, signed=True) == "0.0"


def test_words_of_numbers() -> None:
    assert points(0.0123, signed=True) == "+1.2"
    assert points(-0.0123) == "\N{MINUS SIGN}1.2"
    assert points(None) == points(math.nan) == percent(math.inf) == ABSENT
    assert bracket(-0.004, 0.021) == "[\N{MINUS SIGN}0.4, 2.1]"
    assert percent(0.0025) == "0.25%"
    assert percent(0.08) == "8.0%"
    assert count(1200) == "1,200"
