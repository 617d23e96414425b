"""Rounding: the one place where a number becomes text. Fractions in, percentage points out."""

import math

MINUS = "\N{MINUS SIGN}"
ABSENT = "\N{EN DASH}"


def points(value: float | None, *, signed: bool = False) -> str:
    """A fraction as percentage points with one decimal; `signed` writes the plus sign too.

    A value that rounds to zero has no sign, so that no reader sees a direction in it.
    """
    return _number(None if value is None else 100 * value, decimals=1, signed=signed)


def percent(value: float | None) -> str:
    """A share in percent, with two decimals below one percent (realized error rates are small)."""
    if value is None or not math.isfinite(value):
        return ABSENT
    decimals = 2 if abs(value) < 0.01 else 1
    return f"{_number(100 * value, decimals=decimals, signed=False)}%"


def ratio(value: float | None) -> str:
    """A plain ratio with two decimals (retention, tokens per word)."""
    return _number(value, decimals=2, signed=False)


def fine(value: float | None) -> str:
    """A plain number with four decimals (thresholds of margins, which differ little; losses)."""
    return _number(value, decimals=4, signed=False)


def bracket(low: float, high: float, *, signed: bool = False) -> str:
    """An interval of fractions in percentage points: `[0.3, 2.1]`."""
    return f"[{points(low, signed=signed)}, {points(high, signed=signed)}]"


def count(value: int) -> str:
    """A whole number with separators of thousands."""
    return f"{value:,}"


def _number(value: float | None, *, decimals: int, signed: bool) -> str:
    if value is None or not math.isfinite(value):
        return ABSENT
    rounded = round(value, decimals)
    if rounded == 0:
        return f"{0:.{decimals}f}"
    sign = MINUS if rounded < 0 else "+" if signed else ""
    return f"{sign}{abs(rounded):.{decimals}f}"
