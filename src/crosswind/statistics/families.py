"""p-values of declared families of comparisons, adjusted by Holm."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from crosswind.records.estimate import SliceKey
from crosswind.statistics.finding import TARGETS, Finding, Where
from crosswind.statistics.intervals import seeds_mean
from crosswind.statistics.sampled import Sampled

# One family a quantity: all arms and all targets. Averages over targets are no members.
FAMILIES = ("intermediate_gain", "robustness_gain")


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjusted p-values: the i-th smallest of n times (n - i + 1), made monotone, at most one.

    Holds the chance of any false rejection in the family, whatever depends on whatever. Source:
    Holm 1979, Scandinavian Journal of Statistics 6(2).
    """
    n = len(p_values)
    order = np.argsort(p_values, kind="stable")
    scaled = np.asarray(p_values, dtype=float)[order] * np.arange(n, 0, -1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum(np.maximum.accumulate(scaled), 1.0)
    return [float(value) for value in adjusted]


def is_member(quantity: str, where: Where) -> bool:
    """Whether a slice is one of a family: a gain of one target over its target languages."""
    return (
        quantity in FAMILIES
        and "task" in where
        and where.get("scope") == TARGETS
        and not where.get("perturbation")
        and not {"language", "metric"} & set(where)
    )


def family_rows(kept: Mapping[SliceKey, Finding]) -> list[dict[str, Any]]:
    """The members of all families with their p-values over items and over seeds, each adjusted."""
    rows: list[dict[str, Any]] = []
    for quantity in FAMILIES:
        members = [
            item
            for item in kept.values()
            if item.quantity == quantity and is_member(quantity, item.where)
        ]
        own = [_row(item) for item in members]
        for kind in ("items", "seeds"):
            known = [row for row in own if row[f"p_{kind}"] is not None]
            for row, value in zip(known, holm([row[f"p_{kind}"] for row in known]), strict=True):
                row[f"holm_{kind}"] = value
        rows += own
    return rows


def _row(item: Finding) -> dict[str, Any]:
    assert item.sampled is not None
    again = seeds_mean(item.sampled.points) if item.sampled.has_replicates else None
    return {
        "quantity": item.quantity,
        "arm": item.where["arm"],
        "task": item.where["task"],
        "point": item.sampled.point,
        "p_items": _over_items(item.sampled),
        "p_seeds": again.p_value() if again else None,
        "holm_items": None,
        "holm_seeds": None,
    }


def _over_items(sampled: Sampled) -> float | None:
    """Two-sided normal p with the bootstrap error; None without any spread."""
    defined: npt.NDArray[np.float64] = sampled.draws[np.isfinite(sampled.draws)]
    if sampled.n_clusters < 2 or len(defined) < 2:
        return None
    error = float(np.std(defined, ddof=1))
    if error == 0:
        return 1.0 if sampled.point == 0 else 0.0
    return float(2 * stats.norm.sf(abs(sampled.point) / error))
