"""From examples and predictions to the additive counts that every metric is a function of.

The formulas over summed counts are in `crosswind.records.metric`.
"""

from collections.abc import Callable, Mapping, Sequence

from crosswind.core.errors import DataError, nearest_match, require_one_of
from crosswind.core.hashing import canonical_json, text_digest
from crosswind.evaluate.answers import best_over_golds
from crosswind.evaluate.chunks import SEQEVAL_0_0_12, SEQEVAL_1_2_2, chunk_counts, equal_tags
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts

Counts = Mapping[str, float]

# Metrics that can be given beside a headline metric, from the same counts.
_COMPANIONS = {
    "accuracy": ("accuracy",),
    "udpos_f1_seqeval_0_0_12": (
        "udpos_f1_seqeval_0_0_12",
        "udpos_f1_seqeval_1_2_2",
        "token_accuracy",
    ),
    "udpos_f1_seqeval_1_2_2": (
        "udpos_f1_seqeval_1_2_2",
        "udpos_f1_seqeval_0_0_12",
        "token_accuracy",
    ),
    "token_accuracy": ("token_accuracy",),
    "entity_f1": ("entity_f1", "token_accuracy"),
    "qa_score": ("qa_score", "f1", "exact_match"),
    "f1": ("f1", "exact_match", "qa_score"),
    "exact_match": ("exact_match", "f1", "qa_score"),
}


def metrics_beside(metric: str) -> tuple[str, ...]:
    """The headline metric and the others that its counts allow, headline first.

    Raises:
        ConfigError: for a metric that this room cannot count.
    """
    require_one_of(metric, _COMPANIONS, problem="unknown metric")
    return _COMPANIONS[metric]


def item_counts(
    examples: Sequence[Example],
    predictions: Sequence[Prediction],
    *,
    kind: str,
    metric: str,
    place: str = "",
) -> list[ItemCounts]:
    """The counts of each example, in the order of the examples.

    Args:
        examples: what was asked, in any order.
        predictions: one for each example, in any order.
        kind: task kind.
        metric: headline metric; decides how tags are counted.
        place: file or folder named in errors.

    Raises:
        DataError: if an id is missing, doubled or unknown, if a sentence has another number of tags
            than words, or if a nearest neighbor is no example.
        ConfigError: for a kind or metric that cannot be counted.
    """
    metrics_beside(metric)
    require_one_of(kind, _COUNTERS, problem="task kind without a scorer")
    rows = joined(examples, predictions, place=place)
    counts = _COUNTERS[kind](examples, rows, metric, place)
    return [
        ItemCounts(
            example_id=example.example_id,
            parallel_id=example.parallel_id,
            predicted_digest=predicted_digest(row, kind),
            counts=count,
        )
        for example, row, count in zip(examples, rows, counts, strict=True)
    ]


def joined(
    examples: Sequence[Example], predictions: Sequence[Prediction], *, place: str = ""
) -> list[Prediction]:
    """The predictions in the order of the examples, exactly one for each.

    Raises:
        DataError: names the first missing, doubled or unknown id.
    """
    by_id: dict[str, Prediction] = {}
    for row in predictions:
        if row.example_id in by_id:
            raise _wrong_id("two predictions for one example", row.example_id, place)
        by_id[row.example_id] = row
    known: dict[str, None] = {}
    for example in examples:
        if example.example_id in known:
            raise _wrong_id("an example id occurs twice", example.example_id, place)
        known[example.example_id] = None
        if example.example_id not in by_id:
            raise _wrong_id("no prediction for an example", example.example_id, place)
    for example_id in by_id:
        if example_id not in known:
            near = nearest_match(example_id, known)
            raise _wrong_id("a prediction for an unknown example", example_id, place, near)
    if not known:
        raise DataError(
            "there is nothing to score",
            place=place,
            allowed="at least one example",
            action="Check the language, the split and max_examples.",
        )
    return [by_id[example_id] for example_id in known]


def predicted_digest(prediction: Prediction, kind: str) -> str:
    """16 hexadecimal digits of what was predicted: two predictions differ iff they differ.

    Answers enter as they were given, without normalization; scores and offsets do not enter.
    """
    if kind == "tagging":
        return text_digest(canonical_json(prediction.tags))[:16]
    return text_digest(prediction.predicted)[:16]


def _wrong_id(problem: str, example_id: str, place: str, nearest: str = "") -> DataError:
    return DataError(
        problem,
        place=place,
        value=example_id,
        nearest=nearest,
        allowed="exactly one prediction for each example",
        action="Predict again with the examples that are scored.",
    )


def _label_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], metric: str, place: str
) -> list[Counts]:
    return [
        {"correct": float(row.predicted == example.label), "n": 1.0}
        for example, row in zip(examples, rows, strict=True)
    ]


def _neighbor_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], metric: str, place: str
) -> list[Counts]:
    # The official score compares row numbers, so a neighbor with an equal text is still wrong.
    known = {example.example_id for example in examples}
    for row in rows:
        if row.predicted not in known:
            near = nearest_match(row.predicted, sorted(known))
            raise _wrong_id("the nearest neighbor is no example", row.predicted, place, near)
    return [{"correct": float(row.predicted == row.example_id), "n": 1.0} for row in rows]


def _answer_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], metric: str, place: str
) -> list[Counts]:
    counts: list[Counts] = []
    for example, row in zip(examples, rows, strict=True):
        if not example.answers:
            raise _wrong_id("a question without a gold answer", example.example_id, place)
        f1, exact = best_over_golds(row.predicted, [answer.text for answer in example.answers])
        counts.append({"f1": f1, "exact": exact, "n": 1.0})
    return counts


def _tag_counts(
    examples: Sequence[Example], rows: Sequence[Prediction], metric: str, place: str
) -> list[Counts]:
    for example, row in zip(examples, rows, strict=True):
        if len(example.tags) != len(row.tags):
            raise DataError(
                f"example {example.example_id!r} has {len(example.tags)} gold tags, its prediction"
                f" has {len(row.tags)}",
                place=place,
                allowed="one tag for each word",
                action="Predict again; long sentences must be windowed, not cut.",
            )
    gold, predicted = [item.tags for item in examples], [row.tags for row in rows]
    counts: list[dict[str, float]] = [
        {"tokens_correct": float(equal_tags(a, b)), "tokens": float(len(a))}
        for a, b in zip(gold, predicted, strict=True)
    ]
    rules = {"": SEQEVAL_0_0_12, "_1_2_2": SEQEVAL_1_2_2}
    if metric == "entity_f1":
        rules = {"": SEQEVAL_1_2_2}
    elif not metric.startswith("udpos"):
        rules = {}
    for suffix, rule in rules.items():
        for count, chunk in zip(counts, chunk_counts(gold, predicted, rule), strict=True):
            count[f"tp{suffix}"] = float(chunk.tp)
            count[f"predicted{suffix}"] = float(chunk.predicted)
            count[f"gold{suffix}"] = float(chunk.gold)
    return list(counts)


_Counter = Callable[[Sequence[Example], Sequence[Prediction], str, str], list[Counts]]
_COUNTERS: dict[str, _Counter] = {
    "classification": _label_counts,
    "pair_classification": _label_counts,
    "retrieval": _neighbor_counts,
    "span_qa": _answer_counts,
    "tagging": _tag_counts,
}
