"""Claim and verdict: a statement about quantities or the plan, and what became of it."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crosswind.records.estimate import Interval

VERDICTS = ("supported", "refuted", "undecided", "met", "not met", "not tested")

_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_BOUND = re.compile(rf"^(>=|<=|>|<|=)\s*{_NUMBER}$")
_RANGE = re.compile(rf"^{_NUMBER}\s*\.\.\s*{_NUMBER}$")
_TOP = re.compile(r"^top ([1-9]\d{0,3})$")
_NAMES = re.compile(r"^(includes|are)\s+(\S.*)$")

# Kind of claim -> how `expect` is written.
EXPECTATIONS = {
    "region": '"> 0", "<= 1.5" or "7.2 .. 9.2"',
    "equivalence": "a `margin`, and no `expect`",
    "rank": '"first" or "top 3"',
    "fact": '"= 9", ">= 40", "includes squad, mnli" or "are xnli, udpos"',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a claim expects.

    Attributes:
        low, high: bounds, in the unit of the claim.
        is_strict: whether the bounds themselves are outside.
        top: among how many first ones an arm or a target is said to be; 0 for other kinds.
        names: names that a set holds.
        is_exact: whether it holds no other.
    """

    low: float = -math.inf
    high: float = math.inf
    is_strict: bool = False
    top: int = 0
    names: tuple[str, ...] = ()
    is_exact: bool = False

    def holds_all(self, low: float, high: float) -> bool:
        """Whether every value from low to high is expected."""
        if self.is_strict:
            return self.low < low and high < self.high
        return self.low <= low and high <= self.high

    def holds_none(self, low: float, high: float) -> bool:
        """Whether no value from low to high is expected."""
        if self.is_strict:
            return high <= self.low or low >= self.high
        return high < self.low or low > self.high

    def scaled(self, factor: float) -> "Expectation":
        """The same bounds in another unit."""
        return Expectation(low=self.low * factor, high=self.high * factor, is_strict=self.is_strict)


def expectation(kind: str, expect: str, margin: float | None = None) -> Expectation:
    """Read what a claim of a kind expects.

    Raises:
        ValueError: not written as this kind is; the message says how it is.
    """
    text = " ".join(expect.split())
    if kind == "equivalence" and margin is not None and not text:
        return Expectation(low=-margin, high=margin)
    found: Expectation | None = None
    if kind in {"region", "fact"}:
        found = _interval(text)
    if kind == "fact" and found is None and (match := _NAMES.match(text)):
        names = tuple(name.strip() for name in match[2].split(","))
        found = Expectation(names=names, is_exact=match[1] == "are") if all(names) else None
    if kind == "rank" and (match := _TOP.match(text)):
        found = Expectation(top=int(match[1]))
    if kind == "rank" and text == "first":
        found = Expectation(top=1)
    if kind == "region" and found is not None and found.low == found.high:
        found = None
    if found is None:
        raise ValueError(f"a claim of kind {kind} is written with {EXPECTATIONS[kind]}")
    return found


def _interval(text: str) -> Expectation | None:
    if match := _BOUND.match(text):
        sign, value = match[1], float(match[2])
        low = value if sign in {">", ">=", "="} else -math.inf
        high = value if sign in {"<", "<=", "="} else math.inf
        return Expectation(low=low, high=high, is_strict=sign in {">", "<"})
    if (match := _RANGE.match(text)) and float(match[1]) < float(match[2]):
        return Expectation(low=float(match[1]), high=float(match[2]))
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a claim.

    Attributes:
        claim: its keys, as in the experiment file, with the baseline filled in.
        verdict: one of `VERDICTS`.
        reason: why it was not tested or is undecided, or what was found; may be empty.
        labels: "analogue" where another encoder was used than the claim names.
        point: in metric units; None where there is none (facts, claims that were not tested).
        intervals: simultaneous over all claims of the file.
        rank: (best, worst) rank that the intervals leave open; empty for other kinds.
        n_examples, n_clusters, n_seeds: what the intervals resample.
        marks: of the cells it is about.
    """

    claim: Mapping[str, Any]
    verdict: str
    reason: str = ""
    labels: tuple[str, ...] = ()
    point: float | None = None
    intervals: tuple[Interval, ...] = ()
    rank: tuple[int, ...] = ()
    n_examples: int = 0
    n_clusters: int = 0
    n_seeds: int = 0
    marks: tuple[str, ...] = field(default=())


def verdict_from_json(row: Mapping[str, Any]) -> Verdict:
    """A verdict from the facts beside the estimates."""
    settled = {name: tuple(row[name]) for name in ("labels", "rank", "marks")}
    intervals = tuple(Interval(**item) for item in row["intervals"])
    return Verdict(**{**row, **settled, "intervals": intervals})
