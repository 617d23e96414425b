import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.metrics import item_counts, joined, metrics_beside, predicted_digest
from crosswind.records.example import Answer, Example
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
    return item_counts(examples, predictions, kind=kind, metric=metric, place="xnli de")


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


def test_neighbors_are_compared_by_id():
    items = counts("retrieval", "accuracy", labelled(3), said("0", "0", "2"))
    assert [item.counts["correct"] for item in items] == [1.0, 0.0, 1.0]
    with pytest.raises(DataError, match="nearest neighbor is no example"):
        counts("retrieval", "accuracy", labelled(2), said("0", "9"))


def test_answers():
    example = Example(
        example_id="0",
        parallel_id="0",
        language="en",
        answers=(Answer(start=0, text="the red house"), Answer(start=9, text="house")),
    )
    (item,) = counts("span_qa", "qa_score", [example], said("a red house"))
    assert item.counts == {"f1": 1.0, "exact": 1.0, "n": 1.0}
    bare = Example(example_id="0", parallel_id="0", language="en")
    with pytest.raises(DataError, match="without a gold answer"):
        counts("span_qa", "qa_score", [bare], said("x"))


def tagged(*tags):
    return [Example(example_id="0", parallel_id="0", language="de", tags=tags)]


def tags_said(*tags):
    return [Prediction(example_id="0", tags=tags)]


def test_part_of_speech_is_counted_under_both_rules():
    (item,) = counts(
        "tagging", "udpos_f1_seqeval_0_0_12", tagged("SCONJ", "NOUN"), tags_said("CCONJ", "NOUN")
    )
    assert item.counts == {
        "tokens_correct": 1.0,
        "tokens": 2.0,
        "tp": 1.0,
        "predicted": 2.0,
        "gold": 2.0,
        "tp_1_2_2": 2.0,
        "predicted_1_2_2": 2.0,
        "gold_1_2_2": 2.0,
    }


def test_entities():
    (item,) = counts(
        "tagging", "entity_f1", tagged("B-a", "I-a", "O"), tags_said("I-a", "I-a", "B-b")
    )
    assert {name: item.counts[name] for name in ("tp", "predicted", "gold")} == {
        "tp": 1.0,
        "predicted": 2.0,
        "gold": 1.0,
    }


def test_a_cut_sentence_is_refused():
    with pytest.raises(DataError, match=r"'0' has 2 gold tags, its prediction has 1"):
        counts("tagging", "entity_f1", tagged("O", "O"), tags_said("O"))


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
        counts("taging", "entity_f1", tagged("O"), tags_said("O"))
    with pytest.raises(ConfigError, match="Did you mean 'accuracy'"):
        metrics_beside("acuracy")


@pytest.mark.parametrize("name", METRICS.names())
def test_every_metric_can_be_counted_and_comes_first(name):
    assert metrics_beside(name)[0] == name
    assert all(other in METRICS for other in metrics_beside(name))


def test_a_digest_tells_predictions_apart():
    assert predicted_digest(tags_said("A", "B")[0], "tagging") != predicted_digest(
        tags_said("AB")[0], "tagging"
    )
    one, other = said("The cat", "the cat")
    assert predicted_digest(one, "span_qa") != predicted_digest(other, "span_qa")
    assert len(predicted_digest(one, "span_qa")) == 16
