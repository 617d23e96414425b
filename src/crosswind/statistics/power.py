"""What a design can see: spread over seeds, and the smallest effect that it would find."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy import stats

from crosswind.records.estimate import SliceKey
from crosswind.statistics.finding import TARGETS, Finding, Where
from crosswind.statistics.intervals import seeds_mean

POWER = 0.8
HEADLINES = ("intermediate_gain", "robustness_gain")
# Numbers of seeds that a later plan may have.
_PLANNED = range(3, 21)
_SCORES = ("score", "mean_corrupted_score")


def smallest_effect(
    error: float, freedom: float = np.inf, *, level: float = 0.95, power: float = POWER
) -> float:
    """The true difference whose interval would leave zero out with this probability.

    error x (t(1 - alpha / 2) + t(power)), with the degrees of freedom of the error; without them,
    normal. Source: Bloom 1995, Minimum Detectable Effects, Evaluation Review 19(5).
    """
    quantiles = stats.t.ppf([0.5 + level / 2, power], freedom)
    return float(error * quantiles.sum())


def is_headline(quantity: str, where: Where) -> bool:
    """Whether a slice is a gain over all targets."""
    plain = not {"task", "group", "language", "metric"} & set(where)
    is_whole = where.get("scope") == TARGETS and not where.get("perturbation")
    return quantity in HEADLINES and plain and is_whole


def is_spread(quantity: str, where: Where) -> bool:
    """Whether a slice is the clean or noisy score of a target over its target languages."""
    plain = "task" in where and not {"language", "metric"} & set(where)
    is_whole = where.get("scope") == TARGETS and not where.get("perturbation")
    return quantity in _SCORES and plain and is_whole


def power_rows(kept: Mapping[SliceKey, Finding], level: float) -> list[dict[str, Any]]:
    """For each headline gain: its errors, and the smallest effect over items and over seeds.

    `seed_sd` is the deviation of one seed's gain; `planned` says what other numbers of paired
    seeds would see.
    """
    rows = []
    for item in kept.values():
        if not is_headline(item.quantity, item.where) or item.sampled is None:
            continue
        sampled = item.sampled
        defined = sampled.draws[np.isfinite(sampled.draws)]
        by_items = float(np.std(defined, ddof=1)) if len(defined) > 1 else None
        values = list(sampled.points.values())
        again = seeds_mean(sampled.points) if sampled.has_replicates else None
        deviation = float(np.std(values, ddof=1)) if len(values) > 1 else None
        rows.append(
            {
                "quantity": item.quantity,
                "arm": item.where["arm"],
                "world": item.where.get("world", ""),
                "point": sampled.point,
                "n_clusters": sampled.n_clusters,
                "n_seeds": sampled.n_seeds,
                "items_error": by_items,
                "seed_sd": deviation,
                "planned": {
                    str(n): planned_effect(deviation, n, level) for n in _PLANNED if deviation
                },
                "effect_items": None
                if by_items is None
                else smallest_effect(by_items, level=level),
                "effect_seeds": None
                if again is None
                else smallest_effect(again.error, again.freedom, level=level),
            }
        )
    return rows


def planned_effect(deviation: float, n_seeds: int, level: float = 0.95) -> float:
    """The smallest effect over training again with this many paired seeds, two or more."""
    return smallest_effect(deviation / float(np.sqrt(n_seeds)), n_seeds - 1, level=level)


def spread_rows(kept: Mapping[SliceKey, Finding], collapsed: Sequence[str]) -> list[dict[str, Any]]:
    """Mean, median, deviation, least and greatest score over training seeds, and collapsed runs.

    Collapsed runs are counted, not left out. Never the best seed alone (arXiv:2004.15001); the
    median of three seeds is what arXiv:2005.13013 gives.
    """
    rows = []
    for item in kept.values():
        if not is_spread(item.quantity, item.where) or item.sampled is None:
            continue
        values = list(item.sampled.points.values())
        arm, task = str(item.where["arm"]), str(item.where["task"])
        rows.append(
            {
                "quantity": item.quantity,
                "arm": arm,
                "task": task,
                "n_seeds": item.sampled.n_seeds,
                "mean": item.sampled.point,
                "median": float(np.median(values)),
                "sd": float(np.std(values, ddof=1)) if len(values) > 1 else None,
                "least": float(min(values)),
                "greatest": float(max(values)),
                "collapsed": sum(line.startswith(f"{arm} {task} seeds ") for line in collapsed),
            }
        )
    return rows
