"""Score: one number on one set of examples; ItemCounts: what it is computed from."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A metric's value, as a fraction of one, never without its name and size.

    Attributes:
        metric: name in `evaluate.metrics`.
        value: in metric units (fractions; percentages exist only in reports and `score --json`).
        n: scored examples (sentences for tagging).
        higher_is_better: the metric's direction.
    """

    metric: str
    value: float
    n: int
    higher_is_better: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemCounts:
    """The additive counts of one example: every metric is a function of their sums.

    accuracy = correct / n; F1 = 2 tp / (predicted + gold); QA score = (f1 + exact) / 2 n.

    Attributes:
        example_id: the example.
        parallel_id: the unit that is resampled.
        predicted_digest: short digest of the prediction; two conditions differ iff it flips.
        counts: count name -> value, the same names for every item of a score.
    """

    example_id: str
    parallel_id: str
    predicted_digest: str
    counts: Mapping[str, float]
