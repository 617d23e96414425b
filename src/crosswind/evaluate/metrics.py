"""From examples and predictions to the additive counts that every metric is a function of.

The formulas over summed counts are in `crosswind.records.metric`.
"""

from collections.abc import Sequence

from crosswind.core.errors import DataError, nearest_match, require_one_of
from crosswind.core.hashing import canonical_json, text_digest
from crosswind.evaluate.counters import COUNTERS, POSITIVE_LABELS, Counted
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts

# Metrics that can be given beside each other, from the same counts.
_FAMILIES = (
    ("accuracy",),
    ("udpos_f1_seqeval_0_0_12", "udpos_f1_seqeval_1_2_2", "token_accuracy"),
    ("entity_f1", "token_accuracy"),
    ("qa_score", "f1", "exact_match"),
    ("mining_f1", "mining_precision", "mining_recall"),
    ("map_at_20",),
)
# Tasks whose accuracy has the F1 of a label beside it.
_OF_POSITIVE_TASKS = ("accuracy", "positive_f1")
_OF_SQUAD_V2 = ("answerable_f1", "answerable_exact_match", "unanswerable_accuracy")


def metrics_beside(metric: str, task: str = "") -> tuple[str, ...]:
    """The headline metric and the others that its counts allow, headline first.

    Token accuracy as a headline is counted without chunks, and has none beside it.

    Args:
        metric: headline metric; over a pool with its languages.
        task: SQuAD v2.0 also gives answerable and unanswerable questions apart; QQP and MRPC also
            give the F1 of their positive label.

    Raises:
        ConfigError: for a metric that this room cannot count.
    """
    families = {name: family for family in reversed(_FAMILIES) for name in family}
    families["token_accuracy"] = ("token_accuracy",)
    if task == "squad_v2":
        answers = (*families["qa_score"], *_OF_SQUAD_V2)
        families |= dict.fromkeys(answers, answers)
    if task in POSITIVE_LABELS:
        families |= dict.fromkeys(_OF_POSITIVE_TASKS, _OF_POSITIVE_TASKS)
    base = metric.partition("[")[0]
    require_one_of(base, families, problem="unknown metric")
    return (metric, *(name for name in families[base] if name != base))


def item_counts(
    examples: Sequence[Example], predictions: Sequence[Prediction], counted: Counted
) -> list[ItemCounts]:
    """The counts of each example, in the order of the examples.

    Args:
        examples: what was asked, in any order.
        predictions: one for each example, in any order.
        counted: kind, metric, task and language.

    Raises:
        DataError: if an id is missing, doubled or unknown, if a sentence has another number of tags
            than words, if a nearest neighbor is no example, or if an example has no gold.
        ConfigError: for a kind, metric or language that cannot be counted.
    """
    metrics_beside(counted.metric, counted.task)
    require_one_of(counted.kind, COUNTERS, problem="task kind without a scorer")
    rows = joined(examples, predictions, place=counted.place)
    counts = COUNTERS[counted.kind](examples, rows, counted)
    return [
        ItemCounts(
            example_id=example.example_id,
            parallel_id=example.parallel_id,
            predicted_digest=predicted_digest(row, counted.kind),
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

    Answers enter as they were given, without normalization; of a ranking its first candidate
    enters; scores and offsets do not enter.
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
