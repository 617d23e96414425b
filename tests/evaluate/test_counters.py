import pytest

from crosswind.core.errors import ConfigError, DataError
from crosswind.evaluate.counters import COUNTERS, Counted
from crosswind.records.example import Answer, Example
from crosswind.records.metric import METRICS
from crosswind.records.prediction import Prediction


def counts(kind, example, row, metric="accuracy", task="", language="en"):
    counted = Counted(kind=kind, metric=metric, task=task, language=language, place="cell")
    (count,) = COUNTERS[kind]([example], [row], counted)
    return count


def example(**fields):
    return Example(example_id="0", parallel_id="0", language="en", **fields)


def row(predicted="", **fields):
    return Prediction(example_id="0", predicted=predicted, **fields)


def question(*answers):
    return example(answers=tuple(Answer(start=0, text=text) for text in answers))


@pytest.mark.parametrize("kind", ["classification", "pair_classification", "multiple_choice"])
def test_labels_are_compared_as_texts(kind):
    assert counts(kind, example(label="1"), row("1")) == {"correct": 1.0, "n": 1.0}
    assert counts(kind, example(label="1"), row("0")) == {"correct": 0.0, "n": 1.0}


@pytest.mark.parametrize("task", ["qqp", "mrpc"])
def test_the_positive_label_is_counted_apart_where_its_f1_is_given(task):
    expected = {
        ("1", "1"): (1.0, 1.0, 1.0, 1.0),
        ("1", "0"): (0.0, 0.0, 0.0, 1.0),
        ("0", "1"): (0.0, 0.0, 1.0, 0.0),
        ("0", "0"): (1.0, 0.0, 0.0, 0.0),
    }
    for (gold, guess), values in expected.items():
        found = counts("pair_classification", example(label=gold), row(guess), task=task)
        names = ("correct", "tp", "predicted", "gold")
        assert tuple(found[name] for name in names) == values


def test_neighbors_are_compared_by_id():
    examples = [Example(example_id=i, parallel_id=i, language="de") for i in "012"]
    rows = [Prediction(example_id=i, predicted=said) for i, said in zip("012", "002", strict=True)]
    counted = Counted(kind="retrieval", metric="accuracy", place="cell")
    found = COUNTERS["retrieval"](examples, rows, counted)
    assert [count["correct"] for count in found] == [1.0, 0.0, 1.0]
    with pytest.raises(DataError, match="cell: the nearest neighbor is no example: '9'"):
        COUNTERS["retrieval"](examples[:1], [row("9")], counted)


def test_answers():
    found = counts("span_qa", question("the red house", "house"), row("a red house"))
    assert found == {"f1": 1.0, "exact": 1.0, "n": 1.0}
    with pytest.raises(DataError, match="cell: a question without a gold answer: '0'"):
        counts("span_qa", example(), row("x"))


def test_the_language_of_the_context_decides_in_mlqa():
    in_german = {"task": "mlqa", "language": "de+en"}
    assert counts("span_qa", question("das Haus"), row("Haus"), **in_german)["exact"] == 1.0
    in_english = {"task": "mlqa", "language": "en+de"}
    assert counts("span_qa", question("das Haus"), row("Haus"), **in_english)["exact"] == 0.0
    with pytest.raises(ConfigError, match="MLQA has no rule"):
        counts("span_qa", question("x"), row("x"), task="mlqa", language="tr")


def test_a_question_may_have_no_answer_in_squad_v2():
    v2 = {"task": "squad_v2", "metric": "qa_score"}
    assert counts("span_qa", example(), row("The."), **v2) == {
        "f1": 1.0,
        "exact": 1.0,
        "n": 1.0,
        "answerable": 0.0,
        "answerable_f1": 0.0,
        "answerable_exact": 0.0,
        "unanswerable": 1.0,
        "unanswerable_exact": 1.0,
    }
    assert counts("span_qa", question("red house"), row("red"), **v2) == {
        "f1": pytest.approx(2 / 3),
        "exact": 0.0,
        "n": 1.0,
        "answerable": 1.0,
        "answerable_f1": pytest.approx(2 / 3),
        "answerable_exact": 0.0,
        "unanswerable": 0.0,
        "unanswerable_exact": 0.0,
    }


def tagging(metric, gold, said):
    return counts("tagging", example(tags=gold), row(tags=said), metric)


def test_part_of_speech_is_counted_under_both_rules():
    found = tagging("udpos_f1_seqeval_0_0_12", ("SCONJ", "NOUN"), ("CCONJ", "NOUN"))
    assert found == {
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
    found = tagging("entity_f1", ("B-a", "I-a", "O"), ("I-a", "I-a", "B-b"))
    assert {name: found[name] for name in ("tp", "predicted", "gold")} == {
        "tp": 1.0,
        "predicted": 2.0,
        "gold": 1.0,
    }
    assert set(tagging("token_accuracy", ("O",), ("O",))) == {"tokens_correct", "tokens"}


def test_a_cut_sentence_is_refused():
    with pytest.raises(DataError, match=r"'0' has 2 gold tags, its prediction has 1"):
        tagging("entity_f1", ("O", "O"), ("O",))


@pytest.mark.parametrize(
    ("gold_ids", "said", "expected"),
    [
        (("a",), "a", (1, 1, 1)),
        (("a",), "b", (0, 1, 1)),
        (("a",), "", (0, 0, 1)),
        ((), "b", (0, 1, 0)),
        ((), "", (0, 0, 0)),
    ],
)
def test_mined_pairs(gold_ids, said, expected):
    found = counts("mining", example(gold_ids=gold_ids), row(said), "mining_f1")
    assert (found["tp"], found["predicted"], found["gold"]) == expected


@pytest.mark.parametrize("kind", ["answer_retrieval", "entity_retrieval"])
def test_rankings(kind):
    found = counts(kind, example(gold_ids=("b", "d")), row("a", ranked=("a", "b", "c", "d")))
    assert found == {"average_precision": pytest.approx((1 / 2 + 2 / 4) / 2), "n": 1.0}
    assert counts(kind, example(gold_ids=("b",)), row())["average_precision"] == 0.0
    with pytest.raises(DataError, match="cell: a question without a right candidate: '0'"):
        counts(kind, example(), row("a", ranked=("a",)))


@pytest.mark.parametrize(
    ("kind", "metric", "task"),
    [
        ("multiple_choice", "accuracy", "xcopa"),
        ("mining", "mining_f1", "bucc2018"),
        ("answer_retrieval", "map_at_20", "lareqa"),
        ("span_qa", "answerable_f1", "squad_v2"),
        ("span_qa", "qa_score", "mlqa"),
    ],
)
def test_the_counts_of_a_kind_serve_its_metric(kind, metric, task):
    gold = {"gold_ids": ("a",), "label": "a", "answers": (Answer(start=0, text="a"),)}
    found = counts(kind, example(**gold), row("a", ranked=("a",)), metric, task)
    assert set(METRICS.get(metric).counts) <= set(found)
