"""The additive counts of each example, by task kind."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from crosswind.core.errors import DataError, nearest_match
from crosswind.evaluate.answers import AnswerRule, best_over_golds, rule_of
from crosswind.evaluate.chunks import SEQEVAL_0_0_12, SEQEVAL_1_2_2, chunk_counts, equal_tags
from crosswind.evaluate.rankings import average_precision_at
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction

Counts = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted.

    Attributes:
        kind: task kind.
        metric: headline metric; decides how tags are counted.
        task, language: decide how answers are compared.
        place: file or folder named in errors.
    """

    kind: str
    metric: str
    task: str = ""
    language: str = ""
    place: str = ""


# Task -> the label whose F1 stands beside accuracy: duplicate questions, equivalent sentences.
# Source: GLUE (arXiv:1804.07461), which gives accuracy and the F1 of this class for both.
POSITIVE_LABELS: Mapping[str, str] = {"qqp": "1", "mrpc": "1"}

# (examples, their predictions in the same order, what is counted) -> counts of each example.
Counter = Callable[[Sequence[Example], Sequence[Prediction], Counted], list[Counts]]


def _label_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    positive = POSITIVE_LABELS.get(counted.task, "")
    return [
        {
            "correct": float(row.predicted == example.label),
            "n": 1.0,
            **_positive_counts(example.label, row.predicted, positive),
        }
        for example, row in zip(examples, rows, strict=True)
    ]


def _positive_counts(gold: str, predicted: str, positive: str) -> Counts:
    """Whether the positive label was rightly given, given, and right; nothing if there is none."""
    if not positive:
        return {}
    return {
        "tp": float(gold == predicted == positive),
        "predicted": float(predicted == positive),
        "gold": float(gold == positive),
    }


def _neighbor_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    # The official score compares row numbers, so a neighbor with an equal text is still wrong.
    known = {example.example_id for example in examples}
    for row in rows:
        if row.predicted not in known:
            raise DataError(
                "the nearest neighbor is no example",
                place=counted.place,
                value=row.predicted,
                nearest=nearest_match(row.predicted, sorted(known)),
                allowed="the id of an example",
                action="Predict again with the examples that are scored.",
            )
    return [{"correct": float(row.predicted == row.example_id), "n": 1.0} for row in rows]


def _answer_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    rule = rule_of(counted.task, counted.language)
    counts: list[Counts] = []
    for example, row in zip(examples, rows, strict=True):
        golds = [answer.text for answer in example.answers]
        if not (golds or rule.has_unanswerable):
            raise _without_gold(example, counted, "a question without a gold answer")
        counts.append(_compared(row.predicted, golds, rule))
    return counts


def _compared(predicted: str, golds: Sequence[str], rule: AnswerRule) -> Counts:
    f1, exact = best_over_golds(predicted, golds, rule)
    counts = {"f1": f1, "exact": exact, "n": 1.0}
    if not rule.has_unanswerable:
        return counts
    answerable = float(bool(golds))
    return {
        **counts,
        "answerable": answerable,
        "answerable_f1": answerable * f1,
        "answerable_exact": answerable * exact,
        "unanswerable": 1.0 - answerable,
        "unanswerable_exact": (1.0 - answerable) * exact,
    }


def _tag_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    for example, row in zip(examples, rows, strict=True):
        if len(example.tags) != len(row.tags):
            raise DataError(
                f"example {example.example_id!r} has {len(example.tags)} gold tags, its prediction"
                f" has {len(row.tags)}",
                place=counted.place,
                allowed="one tag for each word",
                action="Predict again; long sentences must be windowed, not cut.",
            )
    gold, predicted = [item.tags for item in examples], [row.tags for row in rows]
    counts: list[dict[str, float]] = [
        {"tokens_correct": float(equal_tags(a, b)), "tokens": float(len(a))}
        for a, b in zip(gold, predicted, strict=True)
    ]
    rules = {"": SEQEVAL_0_0_12, "_1_2_2": SEQEVAL_1_2_2}
    if counted.metric == "entity_f1":
        rules = {"": SEQEVAL_1_2_2}
    elif not counted.metric.startswith("udpos"):
        rules = {}
    for suffix, rule in rules.items():
        for count, chunk in zip(counts, chunk_counts(gold, predicted, rule), strict=True):
            count[f"tp{suffix}"] = float(chunk.tp)
            count[f"predicted{suffix}"] = float(chunk.predicted)
            count[f"gold{suffix}"] = float(chunk.gold)
    return list(counts)


def _pair_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    return [
        {
            "tp": float(row.predicted in example.gold_ids),
            "predicted": float(bool(row.predicted)),
            "gold": float(len(example.gold_ids)),
        }
        for example, row in zip(examples, rows, strict=True)
    ]


def _ranking_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], counted: Counted
) -> list[Counts]:
    counts: list[Counts] = []
    for example, row in zip(examples, rows, strict=True):
        if not example.gold_ids:
            raise _without_gold(example, counted, "a question without a right candidate")
        precision = average_precision_at(row.ranked, example.gold_ids)
        counts.append({"average_precision": precision, "n": 1.0})
    return counts


def _without_gold(example: Example, counted: Counted, problem: str) -> DataError:
    return DataError(
        problem,
        place=counted.place,
        value=example.example_id,
        allowed="gold for every example",
        action="Load the examples again.",
    )


COUNTERS: Mapping[str, Counter] = {
    "classification": _label_counts,
    "pair_classification": _label_counts,
    "multiple_choice": _label_counts,
    "retrieval": _neighbor_counts,
    "span_qa": _answer_counts,
    "tagging": _tag_counts,
    "mining": _pair_counts,
    "answer_retrieval": _ranking_counts,
    "entity_retrieval": _ranking_counts,
}
