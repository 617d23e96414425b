from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.counters import Counted
from crosswind.evaluate.metrics import item_counts, joined, metrics_beside, predicted_digest
from crosswind.records.example import Example
from crosswind.records.metric import METRICS
from crosswind.records.prediction import Prediction


def labelled(n):
    return [
        Example(example_id=str(i), parallel_id=f"p{i // 2}", language="de", label="ab"[i % 2])
        for i in range(n)
    ]


def said(*labels):
    return [Prediction(example_id=str(i), predicted=label) for i, label in enumerate(labels)]


def counts(kind, metric, examples, predictions):
    counted = Counted(kind=kind, metric=metric, place="xnli de")
    return item_counts(examples, predictions, counted)


@settings(max_examples=30)
@given(st.permutations(range(6)), st.lists(st.sampled_from("abc"), min_size=6, max_size=6))
def test_the_order_of_predictions_does_not_matter(order, labels):
    rows = said(*labels)
    shuffled = [rows[i] for i in order]
    assert counts("classification", "accuracy", labelled(6), rows) == counts(
        "classification", "accuracy", labelled(6), shuffled
    )


def test_labels():
    items = counts("pair_classification", "accuracy", labelled(3), said("a", "a", "a"))
    assert [item.counts for item in items] == [
        {"correct": 1.0, "n": 1.0},
        {"correct": 0.0, "n": 1.0},
        {"correct": 1.0, "n": 1.0},
    ]
    assert [item.parallel_id for item in items] == ["p0", "p0", "p1"]
    assert len({item.predicted_digest for item in items}) == 1


@pytest.mark.parametrize(
    ("examples", "rows", "problem"),
    [
        (2, said("a"), "no prediction for an example: '1'"),
        (1, said("a", "b"), "unknown example: '1'"),
        (1, [*said("a"), *said("b")], "two predictions for one example: '0'"),
        (0, [], "nothing to score"),
    ],
)
def test_ids_that_do_not_join_are_errors(examples, rows, problem):
    with pytest.raises(DataError, match=problem):
        joined(labelled(examples), rows, place="xnli de")


def test_doubled_examples_are_errors():
    with pytest.raises(DataError, match="occurs twice: '0'"):
        joined([*labelled(1), *labelled(1)], said("a"))


def test_an_unknown_kind_or_metric_names_the_nearest():
    with pytest.raises(ConfigError, match="Did you mean 'tagging'"):
        counts("taging", "entity_f1", labelled(1), said("O"))
    with pytest.raises(ConfigError, match="Did you mean 'accuracy'"):
        metrics_beside("acuracy")


@pytest.mark.parametrize("name", METRICS.names())
def test_every_metric_can_be_counted_and_comes_first(name):
    tasks = {"positive_f1": ("qqp", "mrpc"), "accuracy": ("", "squad_v2", "qqp")}
    of_squad = ("squad_v2",) if "answerable" in name else ("", "squad_v2")
    for task in tasks.get(name, of_squad):
        assert metrics_beside(name, task)[0] == name
        assert all(other in METRICS for other in metrics_beside(name, task))
        assert len(set(metrics_beside(name, task))) == len(metrics_beside(name, task))


def test_f1_of_the_positive_label_stands_beside_accuracy_in_glue_alone():
    assert metrics_beside("accuracy", "qqp") == ("accuracy", "positive_f1")
    assert metrics_beside("accuracy", "xnli") == ("accuracy",)
    examples = [replace(item, label="10"[i % 2]) for i, item in enumerate(labelled(5))]
    counted = Counted(kind="pair_classification", metric="accuracy", task="mrpc")
    # Gold 1 0 1 0 1: two of three duplicates found, one pair too many.
    items = item_counts(examples, said("1", "1", "1", "0", "0"), counted)
    sums = {name: sum(item.counts[name] for item in items) for name in items[0].counts}
    assert METRICS.get("accuracy").from_sums(sums) == pytest.approx(3 / 5)
    assert METRICS.get("positive_f1").from_sums(sums) == pytest.approx(2 / 3)


def test_answerable_questions_stand_apart_in_squad_v2_alone():
    assert metrics_beside("qa_score", "xquad") == ("qa_score", "f1", "exact_match")
    assert metrics_beside("f1", "squad_v2") == (
        *("f1", "qa_score", "exact_match"),
        *("answerable_f1", "answerable_exact_match", "unanswerable_accuracy"),
    )
    assert metrics_beside("token_accuracy") == ("token_accuracy",)
    assert metrics_beside("map_at_20[de,en]") == ("map_at_20[de,en]",)
    assert metrics_beside("entity_f1") == ("entity_f1", "token_accuracy")


def test_a_digest_tells_predictions_apart():
    two, one = (Prediction(example_id="0", tags=tags) for tags in (("A", "B"), ("AB",)))
    assert predicted_digest(two, "tagging") != predicted_digest(one, "tagging")
    one, other = said("The cat", "the cat")
    assert predicted_digest(one, "span_qa") != predicted_digest(other, "span_qa")
    assert len(predicted_digest(one, "span_qa")) == 16
