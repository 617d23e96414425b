"""Scores of answer files: SQuAD v1.1 and its kin, MLQA, SQuAD v2.0."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match
from crosswind.evaluate.answers import best_over_golds, rule_of
from crosswind.evaluate.file_scores.submitted import (
    FileScores,
    Metrics,
    Submitted,
    matched_ids,
    warn,
)
from crosswind.evaluate.squad_files import read_answers, read_probabilities, read_questions

# Question -> value in [0, 1], in the order of the gold file.
_Values = dict[str, float]


def answers(files: Submitted) -> FileScores:
    """F1 and exact match under the task's rule; a question without a prediction counts as wrong."""
    rule = rule_of(files.task, files.language)
    golds, predicted = read_questions(files.gold), read_answers(files.predictions)
    keys = matched_ids(golds, predicted, files)
    found = [best_over_golds(predicted[key], golds[key], rule) for key in keys]
    n = len(golds)
    metrics = {
        "f1": 100.0 * sum(f1 for f1, _ in found) / n,
        "exact_match": 100.0 * sum(exact for _, exact in found) / n,
    }
    return FileScores(metrics=metrics, n=n)


def answers_or_none(files: Submitted) -> FileScores:
    """SQuAD v2.0: F1 and exact match, also of the answerable and the unanswerable questions apart.

    The keys are those of the official script (`evaluate-v2.0.py`), and `exact_match` for its
    `exact`; with probabilities, `best_*` say what the best threshold would have given.

    Raises:
        DataError: if a question has no prediction, or no probability: the script stops there.
    """
    golds = read_questions(files.gold, has_unanswerable=True)
    predicted = read_answers(files.predictions)
    _require_all(golds, predicted, files.predictions)
    rule = rule_of(files.task, files.language)
    found = {key: best_over_golds(predicted[key], golds[key], rule) for key in golds}
    f1 = {key: value for key, (value, _) in found.items()}
    exact = {key: value for key, (_, value) in found.items()}
    # Without a file, every probability is 0, as officially: a negative threshold then counts.
    probabilities, best = dict.fromkeys(golds, 0.0), Metrics()
    if files.na_probs is not None:
        probabilities = read_probabilities(files.na_probs)
        _require_all(golds, probabilities, files.na_probs)
        for name, values in (("exact", exact), ("f1", f1)):
            best |= _best_threshold(name, values, probabilities, predicted, golds)
    withheld = {key for key in golds if probabilities[key] > files.na_threshold}
    exact, f1 = (
        {key: float(not golds[key]) if key in withheld else value for key, value in values.items()}
        for values in (exact, f1)
    )
    metrics = _by_answerability(exact, f1, golds)
    metrics = {"f1": metrics["f1"], "exact_match": metrics["exact"], **metrics, **best}
    return FileScores(metrics=metrics, n=len(golds))


def _by_answerability(exact: _Values, f1: _Values, golds: Mapping[str, Sequence[str]]) -> Metrics:
    parts = {
        "": list(golds),
        "HasAns_": [key for key in golds if golds[key]],
        "NoAns_": [key for key in golds if not golds[key]],
    }
    metrics: Metrics = {}
    for prefix, keys in parts.items():
        if keys:
            metrics[f"{prefix}exact"] = 100.0 * sum(exact[key] for key in keys) / len(keys)
            metrics[f"{prefix}f1"] = 100.0 * sum(f1[key] for key in keys) / len(keys)
            metrics[f"{prefix}total"] = len(keys)
    return metrics


def _best_threshold(
    name: str,
    values: Mapping[str, float],
    probabilities: Mapping[str, float],
    predicted: Mapping[str, str],
    golds: Mapping[str, Sequence[str]],
) -> Metrics:
    """The best value over thresholds, and the threshold.

    The search of the script: it takes any text as a wrong answer to an unanswerable question, also
    one that normalizes to nothing, and it looks after every single question in the order of rising
    probabilities, so among equal ones its best value may be one that no threshold gives.
    """
    current: float = sum(not answers for answers in golds.values())
    best, threshold = current, 0.0
    for key in sorted(probabilities, key=probabilities.__getitem__):
        if key not in golds:
            continue
        current += values[key] if golds[key] else -float(bool(predicted[key]))
        if current > best:
            best, threshold = current, probabilities[key]
    return {f"best_{name}": 100.0 * best / len(golds), f"best_{name}_thresh": threshold}


def _require_all(golds: Mapping[str, object], given: Mapping[str, object], path: Path) -> None:
    missing = [key for key in golds if key not in given]
    unknown = [key for key in given if key not in golds]
    if missing:
        raise DataError(
            f"{len(missing)} of {len(golds)} questions are missing; the first is",
            place=f"{path}:1",
            value=missing[0],
            allowed="an entry for every question; an empty text where there is no answer",
            nearest=nearest_match(missing[0], unknown),
            action="The official script stops here: predict every question.",
        )
    warn(path, "entries for unknown questions are ignored", unknown)
