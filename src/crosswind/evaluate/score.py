"""The score step: examples and predictions to scores and item counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.evaluate.metrics import item_counts, metrics_beside
from crosswind.records.codecs import (
    read_examples,
    read_predictions,
    read_refusal,
    write_refusal,
    write_scores,
)
from crosswind.records.metric import METRICS
from crosswind.records.score import ItemCounts, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParams:
    """What is scored, and how.

    Attributes:
        task, language: the cell, for errors only.
        kind: task kind.
        metric: headline metric, a name of `records.metric`.
    """

    task: str
    kind: str
    metric: str
    language: str


def score(
    params: ScoreParams, *, examples: Path, predictions: Path, out: Path, options: RunOptions
) -> dict[str, object]:
    """Write `scores.json` (headline first) and `items.parquet`; return the headline and its n.

    Examples that a perturbation could not act on are not scored: the refusal is passed on.

    Raises:
        DataError: if examples and predictions do not join one to one.
    """
    refusal = read_refusal(examples)
    if refusal:
        write_scores(out, [], [])
        write_refusal(out, refusal)
        return {"metric": params.metric, "refused": refusal, "n": 0}
    place = f"{params.task} {params.language}"
    items = item_counts(
        read_examples(examples),
        read_predictions(predictions),
        kind=params.kind,
        metric=params.metric,
        place=place,
    )
    scores = scores_of(items, metrics_beside(params.metric))
    write_scores(out, scores, items)
    return {"metric": params.metric, "value": scores[0].value, "n": len(items)}


def scores_of(items: Sequence[ItemCounts], metrics: Sequence[str]) -> list[Score]:
    """Each metric on the summed counts of the items."""
    sums = summed(items)
    return [
        Score(
            metric=name,
            value=float(METRICS.get(name).from_sums(sums)),
            n=len(items),
            higher_is_better=METRICS.get(name).higher_is_better,
        )
        for name in metrics
    ]


def summed(items: Sequence[ItemCounts]) -> Mapping[str, float]:
    """Count name -> sum over the items, added in their order."""
    sums: dict[str, float] = {}
    for item in items:
        for name, value in item.counts.items():
            sums[name] = sums.get(name, 0.0) + value
    return sums
