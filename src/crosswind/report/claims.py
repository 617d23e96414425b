"""Claims in the report: the verdict on each, and whether it was stated before the scores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.records.claim import VERDICTS, Verdict, verdict_from_json
from crosswind.records.estimate import Interval
from crosswind.records.quantity import QUANTITIES
from crosswind.report.rounding import count, points, ratio
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, word


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """When a claim was stated.

    Attributes:
        is_post_hoc: after a score of the plan, or a report of the experiment, was in the store;
            None where nobody recorded it.
        scores_before: how many scores there were.
    """

    is_post_hoc: bool | None
    scores_before: int


def read_stated(folders: Sequence[Path]) -> list[Stated]:
    """The record of each claim, in the order of the claims."""
    found = []
    for folder in folders:
        path = folder / "provenance.json"
        record = read_json(path) if path.exists() else {}
        scores = record.get("scores_before")
        is_late = bool(scores) or bool(record.get("reported_before"))
        found.append(
            Stated(
                is_post_hoc=None if scores is None else is_late,
                scores_before=int(scores or 0),
            )
        )
    return found


def verdicts_of(facts: Mapping[str, Any]) -> list[Verdict]:
    """The verdicts that stand beside the estimates."""
    return [verdict_from_json(row) for row in facts.get("verdicts", ())]


def claim_lines(verdicts: Sequence[Verdict], stated: Sequence[Stated]) -> list[str]:
    """What became of the claims, in a sentence or two."""
    if not verdicts:
        return []
    counts = [
        f"{sum(item.verdict == name for item in verdicts)} {name}"
        for name in VERDICTS
        if any(item.verdict == name for item in verdicts)
    ]
    lines = [f"{_number(len(verdicts))}: {', '.join(counts)}."]
    late = sum(item.is_post_hoc is True for item in stated)
    if late:
        lines.append(f"{count(late)} of them {_were(late)} added after scores existed (post hoc).")
    elif stated and all(item.is_post_hoc is False for item in stated):
        lines.append("All were on record in the store before the first score.")
    analogues = sum("analogue" in item.labels for item in verdicts)
    if analogues:
        lines.append(
            f"{count(analogues)} {_were(analogues)} made about another encoder: an analogue, no "
            "replication."
        )
    return lines


def claim_table(study: Study, verdicts: Sequence[Verdict], stated: Sequence[Stated]) -> Table:
    """A row a claim, in the order of the file."""
    settled = [*stated, *[Stated(is_post_hoc=None, scores_before=0)] * len(verdicts)]
    rows = tuple(_row(verdict, record) for verdict, record in zip(verdicts, settled, strict=False))
    level = points(study.level).removesuffix(".0")
    return Table(
        name="claims",
        caption="Claims and verdicts",
        columns=("claim", "expected", "verdict", "reason", "value", "over seeds", "clusters",
                 "seeds"),
        rows=rows,
        n_words=4,
        note=f"Brackets are intervals that hold for all claims at once with {level}% (Bonferroni "
        "over all comparisons), first over items, then over training again. Supported: every "
        "interval lies inside what is expected; refuted: every interval lies outside. Differences "
        "are in percentage points; a rank shows the difference to its closest rival.",
    )  # fmt: skip


def _row(verdict: Verdict, record: Stated) -> tuple[TableCell, ...]:
    claim = verdict.claim
    badges = [*verdict.labels, *(["post hoc"] if record.is_post_hoc else [])]
    number = f"{claim['statement']}. " if claim.get("statement") else ""
    source = f" ({claim['source']})" if claim.get("source") else ""
    bands = {band.kind: band for band in verdict.intervals}
    return (
        word(f"{number}{claim['text']}{source}"),
        word(_expected(claim)),
        word(verdict.verdict, marks=tuple(badges)),
        word(verdict.reason),
        _value(verdict, verdict.point, bands.get("items")),
        _value(verdict, None, bands.get("seeds")),
        _size(verdict.n_clusters),
        _size(verdict.n_seeds),
    )


def _expected(claim: Mapping[str, Any]) -> str:
    slice_of = " ".join(str(value) for value in dict(claim["where"]).values())
    arms = str(claim["arm"])
    if arms and claim["kind"] != "rank" and _is_compared(claim):
        arms = f"{arms} against {claim['against']}"
    margin = f"within {claim['margin']:g}" if claim["margin"] is not None else claim["expect"]
    parts = (str(claim["quantity"]), arms, slice_of, str(margin))
    return " · ".join(part for part in parts if part)


def _is_compared(claim: Mapping[str, Any]) -> bool:
    name = claim["quantity"]
    return name in QUANTITIES and QUANTITIES.get(name).is_compared


def _value(verdict: Verdict, value: float | None, band: Interval | None) -> TableCell:
    if value is None and band is None:
        return TableCell(text="")
    name = verdict.claim["quantity"]
    scale = QUANTITIES.get(name).scale
    shown = points if scale > 1 else ratio
    detail = f"[{shown(band.low)}, {shown(band.high)}]" if band else ""
    return TableCell(
        text=shown(value) if value is not None else detail,
        value=None if value is None else scale * value,
        low=scale * band.low if band else None,
        high=scale * band.high if band else None,
        detail=detail if value is not None else "",
        marks=verdict.marks if value is not None else (),
        is_estimate=value is not None,
    )


def _size(n: int) -> TableCell:
    return TableCell(text=count(n) if n else "", value=float(n) if n else None)


def _number(n: int) -> str:
    return f"{count(n)} claim{'' if n == 1 else 's'}"


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
