"""An invented study with a benchmark, pairs of languages, published noise, mining and metrics."""

from typing import Any

from crosswind.records.estimate import Estimate, Interval
from crosswind.report.study import Study, read_study

ARMS = ("none", "mnli")
# Task -> (kind, metric, languages that are scored).
TASKS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "bucc2018": ("mining", "mining_f1", ("de", "fr")),
    "lareqa": ("answer_retrieval", "map_at_20", ("de", "en")),
    "noisy_xnli": ("pair_classification", "accuracy", ("de", "en")),
    "udpos": ("tagging", "udpos_f1_seqeval_0_0_12", ("de", "en")),
    "xnli": ("pair_classification", "accuracy", ("de", "de+en", "en", "en+de")),
    "xquad": ("span_qa", "qa_score", ("de", "en")),
}
BENCHMARK: dict[str, Any] = {
    "name": "xtreme",
    "tasks": {
        "bucc2018": {"is_retrieval": True, "languages": ["de", "fr"]},
        "udpos": {"is_retrieval": False, "languages": ["de", "en", "fr"]},
        "xquad": {"is_retrieval": False, "languages": ["de", "en"]},
        "pawsx": {"is_retrieval": False, "languages": ["de", "en"]},
    },
    "groups": {"tagging": ["udpos"], "retrieval": ["bucc2018"]},
    "missing": {arm: {"udpos": ["fr"], "pawsx": ["de", "en"]} for arm in ARMS},
    "conditions": {arm: [["typo", 3]] for arm in ARMS},
    "left_out": ["case 1: not scored for xquad"],
}


def estimate(quantity: str, point: float, *marks: str, **where: str | int) -> Estimate:
    band = Interval(
        kind="items", low=point - 0.02, high=point + 0.02, level=0.95, method="invented"
    )
    return Estimate(
        quantity=quantity, where=where, point=point, intervals=(band,), n_examples=200,
        n_clusters=100, n_seeds=1, marks=marks,
    )  # fmt: skip


def rows_of(*, is_whole: bool = False) -> tuple[list[Estimate], dict[str, Any]]:
    """Estimates and facts; with `is_whole`, nothing of the benchmark is missing."""
    rows: list[Estimate] = []
    for number, arm in enumerate(ARMS):
        rows += _scores(arm, number)
        rows += _benchmark(arm, number, is_whole=is_whole)
    facts = {
        "arms": list(ARMS), "level": 0.95, "seeds": [[1, 1]], "collapsed": [], "missing": [],
        "notes": [], "conditions": [["real_typos", 1], ["typo", 3]],
        "benchmark": {**BENCHMARK, "missing": {arm: {} for arm in ARMS}} if is_whole else BENCHMARK,
        "tasks": {
            task: {
                "metric": metric, "kind": kind, "world": "benchmark", "source_language": "en",
                "languages": list(languages), "n_examples": 400, "n_clusters": 200,
                "pool": "de+en" if task == "lareqa" else "",
                "published": "real_typos" if task == "noisy_xnli" else "",
            }
            for task, (kind, metric, languages) in TASKS.items()
        },
    }  # fmt: skip
    return rows, facts


def study_of(*, is_whole: bool = False) -> Study:
    return read_study(*rows_of(is_whole=is_whole))


def _scores(arm: str, number: int) -> list[Estimate]:
    rows = []
    for task, (_, metric, languages) in TASKS.items():
        base = {"arm": arm, "task": task}
        condition = ("real_typos", 1) if task == "noisy_xnli" else ("typo", 3)
        there = {**base, "perturbation": condition[0], "severity": condition[1]}
        rows.append(estimate("score", 0.7 + number / 10, **base, scope="target_languages"))
        rows.append(estimate("score", 0.72 + number / 10, **base, scope="all_languages"))
        rows.append(estimate("score", 0.6 + number / 10, **there))
        rows.append(estimate("robustness_drop", 0.1, **there))
        for index, language in enumerate(languages):
            rows.append(estimate("score", 0.8 - index / 10, **base, language=language))
        for name in {"udpos": ("udpos_f1_seqeval_1_2_2", "token_accuracy")}.get(task, ()):
            rows.append(estimate("score", 0.75, **base, metric=name))
        if number:
            pair = {**base, "against": "none"}
            rows.append(estimate("robustness_gain", 0.02, **pair, perturbation=condition[0]))
            rows.append(
                estimate("intermediate_gain", 0.1, **pair, perturbation=condition[0],
                         severity=condition[1])
            )  # fmt: skip
        if metric == "mining_f1":
            rows.append(estimate("threshold", 1.0375, **base, language="de"))
            rows.append(
                Estimate(quantity="score", where={**base, "metric": "average_precision"}, point=0.5)
            )
    for scope in ("source_language", "same_language_targets", "language_pairs"):
        where = {"arm": arm, "task": "xnli", "scope": scope}
        rows.append(estimate("score", 0.7, **where))
        rows.append(estimate("transfer_gap", 0.1, **where))
        rows.append(estimate("robustness_drop", 0.1, **where))
    if number:
        rows.append(
            estimate("robustness_gain", 0.015, arm=arm, against="none", perturbation="real_typos")
        )
    return rows


def _benchmark(arm: str, number: int, *, is_whole: bool) -> list[Estimate]:
    rows = []
    place = {"benchmark": "xtreme", "arm": arm}
    marks = () if is_whole else ("partial",)
    slices: list[dict[str, str]] = [{"task": task} for task in BENCHMARK["tasks"]]
    slices += [{"group": group} for group in BENCHMARK["groups"]]
    slices += [{"part": "retrieval"}, {"part": "non_retrieval"}]
    slices += [{"part": "overall" if is_whole else "partial"}]
    for where in slices:
        if where.get("task") == "pawsx" and not is_whole:
            continue
        full = {**place, **where}
        rows.append(estimate("benchmark_score", 0.6 + number / 10, *marks, **full))
        rows.append(
            estimate("benchmark_score", 0.5 + number / 10, *marks, **full, perturbation="typo",
                     severity=3)
        )  # fmt: skip
        rows.append(estimate("benchmark_mean_corrupted_score", 0.5 + number / 10, *marks, **full))
        rows.append(estimate("benchmark_retention", 0.8 + number / 20, *marks, **full))
        if number:
            for name in ("gain", "gain_noisy", "robustness_gain"):
                rows.append(estimate(f"benchmark_{name}", 0.1, *marks, **full, against="none"))
    rows.append(estimate("benchmark_score", 0.65, **place, task="xquad", metric="f1"))
    return rows
