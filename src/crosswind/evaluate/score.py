"""The score step: examples and predictions to scores and item counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError
from crosswind.evaluate.counters import Counted
from crosswind.evaluate.metrics import item_counts, metrics_beside
from crosswind.evaluate.mined import Mined, extracted
from crosswind.records.codecs import (
    read_examples,
    read_predictions,
    read_refusal,
    write_refusal,
    write_scores,
)
from crosswind.records.example import Example
from crosswind.records.metric import metric_named
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts, Score


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreParams:
    """What is scored, and how.

    Attributes:
        task, language: the cell; they decide how answers are compared (a label `de+en` means a
            German context and an English question).
        kind: task kind.
        metric: headline metric, a name of `records.metric`; over a pool with its languages.
        threshold: of mined pairs: "none", "tuned" (on the tuning inputs) or "cross_fitted".
    """

    task: str
    kind: str
    metric: str
    language: str
    threshold: str = "none"


def score(
    params: ScoreParams,
    *,
    examples: Path,
    predictions: Path,
    tuning_examples: Path | None = None,
    tuning_predictions: Path | None = None,
    out: Path,
    options: RunOptions,
) -> dict[str, object]:
    """Write `scores.json` (headline first) and `items.parquet`; return the headline and its n.

    Examples that a perturbation could not act on are not scored: the refusal is passed on. Mining
    also gives its thresholds (one, or one a half), and average precision as a last score, which is
    no function of the item counts and so is not resampled.

    Raises:
        ConfigError: if the inputs do not fit the threshold.
        DataError: if examples and predictions do not join one to one.
    """
    refusal = read_refusal(examples)
    if refusal:
        write_scores(out, [], [])
        write_refusal(out, refusal)
        return {"metric": params.metric, "refused": refusal, "n": 0}
    place = f"{params.task} {params.language}"
    asked, rows = read_examples(examples), read_predictions(predictions)
    tuning = _tuning(tuning_examples, tuning_predictions, place)
    rows, beside, facts = _extracted(params, asked, rows, tuning, place)
    items = item_counts(asked, rows, _counted(params, place))
    scores = scores_of(items, metrics_beside(params.metric, params.task))
    write_scores(out, [*scores, *beside], items)
    return {"metric": params.metric, "value": scores[0].value, "n": len(items), **facts}


def _counted(params: ScoreParams, place: str) -> Counted:
    return Counted(
        kind=params.kind,
        metric=params.metric,
        task=params.task,
        language=params.language,
        place=place,
    )


def _extracted(
    params: ScoreParams,
    asked: list[Example],
    rows: list[Prediction],
    tuning: Mined | None,
    place: str,
) -> tuple[list[Prediction], list[Score], dict[str, object]]:
    """(predictions to count, scores beside, facts for the summary)."""
    if params.kind == "mining":
        mined = Mined.of(asked, rows, place=place)
        rows, thresholds = extracted(mined, params.threshold, tuning, place=place)
        precision = mined.average_precision()
        beside = [Score(metric="average_precision", value=precision, n=len(asked))]
        return rows, beside, {"thresholds": thresholds, "average_precision": precision}
    if tuning is not None or params.threshold != "none":
        raise ConfigError(
            "only mined pairs have a threshold",
            place=place,
            value=params.threshold,
            allowed='"none", without tuning inputs',
        )
    return rows, [], {}


def scores_of(items: Sequence[ItemCounts], metrics: Sequence[str]) -> list[Score]:
    """Each metric on the summed counts of the items."""
    sums = summed(items)
    return [
        Score(
            metric=name,
            value=float(metric_named(name).from_sums(sums)),
            n=len(items),
            higher_is_better=metric_named(name).higher_is_better,
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


def _tuning(examples: Path | None, predictions: Path | None, place: str) -> Mined | None:
    if examples is None or predictions is None:
        if examples is None and predictions is None:
            return None
        raise ConfigError(
            "tuning needs examples and their predictions",
            place=place,
            allowed="both tuning inputs, or none",
        )
    return Mined.of(read_examples(examples), read_predictions(predictions), place=f"{place} tuning")
