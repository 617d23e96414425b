"""Metric: a number that is a function of additive counts, with direction, unit, range and source.

Kept with the records because both `evaluate` (one score) and `statistics` (resampled scores)
must compute it by the same formula.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from crosswind.core.registry import Registry

Sums = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A named function from summed counts (numbers or numpy arrays of equal shape) to a value.

    Attributes:
        name: as written in files and `score --json`.
        counts: the count names that `from_sums` reads.
        from_sums: sums over items -> value in [low, high].
        higher_is_better: direction.
        unit: what one unit of the value is.
        low, high: range.
        source: paper, section or official script.
    """

    name: str
    counts: tuple[str, ...]
    from_sums: Callable[[Sums], Any]
    higher_is_better: bool = True
    unit: str = "fraction"
    low: float = 0.0
    high: float = 1.0
    source: str


def _ratio(numerator: Any, denominator: Any) -> Any:
    top, bottom = np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    value = np.divide(top, bottom, out=np.zeros_like(top * bottom), where=bottom != 0)
    return value if value.ndim else float(value)


def _accuracy(sums: Sums) -> Any:
    return _ratio(sums["correct"], sums["n"])


def _token_accuracy(sums: Sums) -> Any:
    return _ratio(sums["tokens_correct"], sums["tokens"])


def _chunk_f1(sums: Sums) -> Any:
    # 2pr/(p+r) with p = tp/predicted and r = tp/gold is 2tp/(predicted+gold).
    return _ratio(2 * np.asarray(sums["tp"], dtype=float), sums["predicted"] + sums["gold"])


def _newer_chunk_f1(sums: Sums) -> Any:
    return _ratio(
        2 * np.asarray(sums["tp_1_2_2"], dtype=float), sums["predicted_1_2_2"] + sums["gold_1_2_2"]
    )


def _answer_f1(sums: Sums) -> Any:
    return _ratio(sums["f1"], sums["n"])


def _exact_match(sums: Sums) -> Any:
    return _ratio(sums["exact"], sums["n"])


def _answerable_f1(sums: Sums) -> Any:
    return _ratio(sums["answerable_f1"], sums["answerable"])


def _answerable_exact_match(sums: Sums) -> Any:
    return _ratio(sums["answerable_exact"], sums["answerable"])


def _unanswerable_accuracy(sums: Sums) -> Any:
    return _ratio(sums["unanswerable_exact"], sums["unanswerable"])


def _precision(sums: Sums) -> Any:
    return _ratio(sums["tp"], sums["predicted"])


def _recall(sums: Sums) -> Any:
    return _ratio(sums["tp"], sums["gold"])


def _mean_average_precision(sums: Sums) -> Any:
    return _ratio(sums["average_precision"], sums["n"])


def _qa_score(sums: Sums) -> Any:
    return _ratio(sums["f1"] + sums["exact"], 2 * np.asarray(sums["n"], dtype=float))


_CHUNKS = ("tp", "predicted", "gold")
_NEWER = ("tp_1_2_2", "predicted_1_2_2", "gold_1_2_2")
_XTREME = "google-research/xtreme evaluate.py @ 838c13b6"
_SQUAD = "SQuAD evaluate-v1.1; mlqa: mlqa_evaluation_v1; squad_v2: evaluate-v2.0"
_SQUAD_V2 = "SQuAD evaluate-v2.0"
_MINING = f"{_XTREME}: pairs of ids"

METRICS: Registry[Metric] = Registry(
    "metric",
    {
        metric.name: metric
        for metric in (
            Metric(name="accuracy", counts=("correct", "n"), from_sums=_accuracy, source=_XTREME),
            Metric(
                name="positive_f1",
                counts=_CHUNKS,
                from_sums=_chunk_f1,
                source="GLUE (arXiv:1804.07461): F1 of the positive label of QQP and MRPC",
            ),
            Metric(
                name="udpos_f1_seqeval_0_0_12",
                counts=_CHUNKS,
                from_sums=_chunk_f1,
                source=f"{_XTREME} with seqeval 0.0.12: chunks of equal bare tags",
            ),
            Metric(
                name="udpos_f1_seqeval_1_2_2",
                counts=_NEWER,
                from_sums=_newer_chunk_f1,
                source=f"{_XTREME} with seqeval 1.2.2: first letter of the tag dropped",
            ),
            Metric(
                name="entity_f1",
                counts=_CHUNKS,
                from_sums=_chunk_f1,
                source="seqeval, default mode; CoNLL-2003 conlleval",
            ),
            Metric(
                name="token_accuracy",
                counts=("tokens_correct", "tokens"),
                from_sums=_token_accuracy,
                source="share of equal tags",
            ),
            Metric(
                name="qa_score",
                counts=("f1", "exact", "n"),
                from_sums=_qa_score,
                source=f"{_XTREME}: mean of F1 and exact match",
            ),
            Metric(name="f1", counts=("f1", "n"), from_sums=_answer_f1, source=_SQUAD),
            Metric(
                name="exact_match", counts=("exact", "n"), from_sums=_exact_match, source=_SQUAD
            ),
            Metric(
                name="answerable_f1",
                counts=("answerable_f1", "answerable"),
                from_sums=_answerable_f1,
                source=f"{_SQUAD_V2}: HasAns_f1",
            ),
            Metric(
                name="answerable_exact_match",
                counts=("answerable_exact", "answerable"),
                from_sums=_answerable_exact_match,
                source=f"{_SQUAD_V2}: HasAns_exact",
            ),
            Metric(
                name="unanswerable_accuracy",
                counts=("unanswerable_exact", "unanswerable"),
                from_sums=_unanswerable_accuracy,
                source=f"{_SQUAD_V2}: NoAns_exact, which is NoAns_f1 too",
            ),
            Metric(
                name="mining_f1",
                counts=_CHUNKS,
                from_sums=_chunk_f1,
                source=f"{_MINING}; threshold fixed beforehand or tuned on other pairs",
            ),
            Metric(
                name="mining_precision",
                counts=("tp", "predicted"),
                from_sums=_precision,
                source=_MINING,
            ),
            Metric(name="mining_recall", counts=("tp", "gold"), from_sums=_recall, source=_MINING),
            Metric(
                name="map_at_20",
                counts=("average_precision", "n"),
                from_sums=_mean_average_precision,
                source="google-research/xtreme utils_lareqa.py, utils_mewslix.py @ 838c13b6",
            ),
        )
    },
)


def pooled_metric(metric: str, languages: Sequence[str]) -> str:
    """The name of a metric over a pool of candidates in these languages: `map_at_20[de,en]`.

    A ranking is harder in a larger pool, so values over other pools are other metrics.
    """
    return f"{metric}[{','.join(languages)}]"


def metric_named(name: str) -> Metric:
    """The metric of a name, with or without the languages of a pool.

    Raises:
        ConfigError: if there is no such metric; names the nearest one.
    """
    return METRICS.get(name.partition("[")[0])


# Kinds whose guess is one of a fixed number of labels or choices.
LABEL_KINDS = frozenset({"classification", "pair_classification", "multiple_choice"})
_RANKED_KINDS = frozenset({"answer_retrieval", "entity_retrieval"})
# LAReQA and Mewsli-X look at the first 20 candidates.
RANKING_CUT = 20


def chance_level(kind: str, n_labels: int, n_candidates: int) -> float:
    """Score of a uniform guess; 0 for tagging, span QA and mining by convention.

    1 / labels or choices; 1 / candidates; for rankings the expected reciprocal rank, cut at 20, of
    one right candidate in random order: (1 + 1/2 + ... + 1/20) / candidates.
    """
    if kind in LABEL_KINDS and n_labels:
        return 1.0 / n_labels
    if kind == "retrieval" and n_candidates:
        return 1.0 / n_candidates
    if kind in _RANKED_KINDS and n_candidates:
        ranks = range(1, min(RANKING_CUT, n_candidates) + 1)
        return sum(1.0 / rank for rank in ranks) / n_candidates
    return 0.0
