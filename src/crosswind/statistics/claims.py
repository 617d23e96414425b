"""Verdicts on claims, by intervals that hold for all claims of an experiment at once.

Every comparison that the claims need is counted, tested or not, and each interval is given at level
1 - (1 - level) / n (Bonferroni; Dunn 1961, Multiple Comparisons Among Means): whatever depends on
whatever, all of them hold at once with the level asked for. Both kinds of intervals, over items and
over seeds, are families of their own, and a verdict needs every interval that there is to agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.records.claim import Expectation, Verdict, expectation
from crosswind.records.estimate import Interval
from crosswind.records.quantity import QUANTITIES
from crosswind.statistics.contrasts import Contrast, Contrasts, MissingSliceError
from crosswind.statistics.intervals import far_items_interval
from crosswind.statistics.sampled import Sampled, intervals_of

ClaimRow = Mapping[str, Any]

_UNTESTABLE = {
    "oracle": "oracle cells: labelled target-language text, or the scores themselves, selected",
    "re-exposure": "re-exposure: the encoder was taught with a task of the arm or of the target",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Judges the claims of one experiment.

    Attributes:
        contrasts: finds the quantities that claims are about.
        facts: of the plan.
        level: at which all intervals hold at once.
    """

    contrasts: Contrasts
    facts: Mapping[str, Any]
    level: float

    def verdicts(self, claims: Sequence[ClaimRow]) -> list[Verdict]:
        """One verdict a claim, in their order."""
        n = sum(self.n_comparisons(claim) for claim in claims)
        level = 1 - (1 - self.level) / max(n, 1)
        return [self._verdict(claim, level) for claim in claims]

    def n_comparisons(self, claim: ClaimRow) -> int:
        """Intervals that a claim needs: one, or one for each rival; none for a fact."""
        if claim["kind"] == "fact":
            return 0
        return len(self.contrasts.rivals(claim)) if claim["kind"] == "rank" else 1

    def _verdict(self, claim: ClaimRow, level: float) -> Verdict:
        if claim["untested"]:
            return _not_tested(claim, str(claim["untested"]))
        expected = expectation(claim["kind"], claim["expect"], claim["margin"])
        if claim["kind"] == "fact":
            return _of_fact(claim, expected, self.facts.get(claim["quantity"]))
        try:
            found = (
                self.contrasts.against_rivals(claim)
                if claim["kind"] == "rank"
                else [self.contrasts.of(claim)]
            )
        except MissingSliceError as error:
            return _not_tested(claim, error.problem)
        marks = tuple(dict.fromkeys(mark for item in found for mark in item.marks))
        for mark, reason in _UNTESTABLE.items():
            if mark in marks:
                return _not_tested(claim, reason, marks)
        if claim["kind"] == "rank":
            return _of_rank(claim, expected, found, level)
        scale = QUANTITIES.get(claim["quantity"]).scale
        return _of_region(claim, expected.scaled(1 / scale), found[0], level)


def _of_region(claim: ClaimRow, expected: Expectation, found: Contrast, level: float) -> Verdict:
    """Supported if every interval lies inside, refuted if every one lies outside.

    For an equivalence the region is the margin around zero (two one-sided tests: Schuirmann 1987).
    """
    bands = _bands(found.sampled, level)
    if any(band.low == band.high for band in bands):
        # Two models that say the same of every item, as collapsed ones do, are evidence of nothing.
        return _judged(claim, "undecided", found, bands, reason="no resample or seed differs")
    if bands and all(expected.holds_all(band.low, band.high) for band in bands):
        return _judged(claim, "supported", found, bands)
    if bands and all(expected.holds_none(band.low, band.high) for band in bands):
        return _judged(claim, "refuted", found, bands)
    crossing = [
        f"over {band.kind}"
        for band in bands
        if not expected.holds_all(band.low, band.high)
        and not expected.holds_none(band.low, band.high)
    ]
    if not bands:
        reason = "no interval: too few items and seeds"
    elif crossing:
        reason = f"the interval {' and that '.join(crossing)} crosses a bound"
    else:
        reason = "the interval over items and that over seeds disagree"
    return _judged(claim, "undecided", found, bands, reason=reason)


def _of_rank(
    claim: ClaimRow, expected: Expectation, found: Sequence[Contrast], level: float
) -> Verdict:
    """The ranks that simultaneous intervals of the differences to all rivals leave open.

    Supported if the worst of them is good enough, refuted if the best is not (confidence sets for
    ranks: Mogstad, Romano, Shaikh & Wilhelm 2024, Inference for Ranks).
    """
    above = below = 0
    for item in found:
        bands = _bands(item.sampled, level)
        above += bool(bands) and all(band.high < 0 for band in bands)
        below += bool(bands) and all(band.low > 0 for band in bands)
    best, worst = above + 1, len(found) - below + 1
    closest = min(found, key=lambda item: abs(item.sampled.point))
    verdict = "undecided"
    if worst <= expected.top:
        verdict = "supported"
    elif best > expected.top:
        verdict = "refuted"
    n_rivals = len(found)
    reason = f"rank {best} to {worst} of {n_rivals + 1}; the interval is that of the difference to "
    return _judged(
        claim,
        verdict,
        closest,
        _bands(closest.sampled, level),
        reason=f"{reason}{closest.rival}, the closest rival",
        rank=(best, worst),
    )


def _of_fact(claim: ClaimRow, expected: Expectation, value: Any) -> Verdict:
    if value is None:
        return _not_tested(claim, f"the plan does not say {claim['quantity']}")
    if isinstance(value, int):
        holds = expected.holds_all(value, value)
        said = str(value)
    else:
        names, there = set(expected.names), set(value)
        holds = bool(names) and (names == there if expected.is_exact else names <= there)
        said = ", ".join(value) or "none"
    return Verdict(
        claim=_shown(claim),
        verdict="met" if holds else "not met",
        reason=f"{claim['quantity']}: {said}",
        labels=_labels(claim),
    )


def _judged(
    claim: ClaimRow,
    verdict: str,
    found: Contrast,
    bands: tuple[Interval, ...],
    *,
    reason: str = "",
    rank: tuple[int, ...] = (),
) -> Verdict:
    return Verdict(
        claim=_shown(claim),
        verdict=verdict,
        reason=reason,
        labels=_labels(claim),
        point=found.sampled.point,
        intervals=bands,
        rank=rank,
        n_examples=found.sampled.n_examples,
        n_clusters=found.sampled.n_clusters,
        n_seeds=found.sampled.n_seeds,
        marks=found.marks,
    )


def _not_tested(claim: ClaimRow, reason: str, marks: tuple[str, ...] = ()) -> Verdict:
    return Verdict(
        claim=_shown(claim),
        verdict="not tested",
        reason=reason,
        labels=_labels(claim),
        marks=marks,
    )


def _bands(sampled: Sampled, level: float) -> tuple[Interval, ...]:
    return intervals_of(sampled, level, far_items_interval)


def _labels(claim: ClaimRow) -> tuple[str, ...]:
    return ("analogue",) if claim["is_analogue"] else ()


def _shown(claim: ClaimRow) -> dict[str, Any]:
    return {name: value for name, value in claim.items() if name != "is_analogue"}
