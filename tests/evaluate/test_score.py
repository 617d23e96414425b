import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.hashing import file_digest
from crosswind.evaluate.score import ScoreParams, score, scores_of
from crosswind.records.codecs import (
    read_items_table,
    read_refusal,
    read_scores,
    write_examples,
    write_predictions,
    write_refusal,
)
from crosswind.records.example import Example
from crosswind.records.prediction import Prediction

PARAMS = ScoreParams(task="udpos", kind="tagging", metric="udpos_f1_seqeval_0_0_12", language="de")
GOLD = [("NOUN", "VERB"), ("SCONJ",)]
SAID = [("NOUN", "ADJ"), ("CCONJ",)]


def folders(tmp_path, said=SAID):
    inputs = tmp_path / "examples", tmp_path / "predictions"
    for folder in inputs:
        folder.mkdir()
    examples = [
        Example(example_id=str(i), parallel_id=str(i), language="de", tags=tags)
        for i, tags in enumerate(GOLD)
    ]
    write_examples(inputs[0], examples)
    write_predictions(
        inputs[1], [Prediction(example_id=str(i), tags=tags) for i, tags in enumerate(said)]
    )
    return inputs


def run(inputs, out):
    out.mkdir()
    return score(PARAMS, examples=inputs[0], predictions=inputs[1], out=out, options=RunOptions())


def test_the_headline_metric_comes_first(tmp_path):
    inputs = folders(tmp_path)
    summary = run(inputs, tmp_path / "out")
    rows = read_scores(tmp_path / "out")
    assert [row.metric for row in rows] == [
        "udpos_f1_seqeval_0_0_12",
        "udpos_f1_seqeval_1_2_2",
        "token_accuracy",
    ]
    assert [row.value for row in rows] == pytest.approx([1 / 3, 2 / 3, 1 / 3])
    assert summary == {"metric": PARAMS.metric, "value": pytest.approx(1 / 3), "n": 2}
    assert read_items_table(tmp_path / "out").num_rows == 2


def test_equal_inputs_give_equal_bytes(tmp_path):
    inputs = folders(tmp_path)
    digests = []
    for name in ("one", "two"):
        run(inputs, tmp_path / name)
        digests.append(
            [file_digest(tmp_path / name / file) for file in ("scores.json", "items.parquet")]
        )
    assert digests[0] == digests[1]


def test_predictions_that_do_not_join_leave_nothing_behind(tmp_path):
    inputs = folders(tmp_path, said=SAID[:1])
    with pytest.raises(DataError, match="udpos de: no prediction for an example: '1'"):
        run(inputs, tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_no_items_no_scores():
    with pytest.raises(KeyError):
        scores_of([], ("accuracy",))


def test_examples_that_a_perturbation_could_not_act_on_are_not_scored(tmp_path):
    for name in ("examples", "predictions", "out"):
        (tmp_path / name).mkdir()
    write_refusal(tmp_path / "examples", "nothing to change")
    params = ScoreParams(task="t", kind="classification", metric="accuracy", language="nl")
    summary = score(
        params,
        examples=tmp_path / "examples",
        predictions=tmp_path / "predictions",
        out=tmp_path / "out",
        options=RunOptions(),
    )
    assert summary["refused"] == "nothing to change"
    assert read_refusal(tmp_path / "out") == "nothing to change"
    assert read_scores(tmp_path / "out") == []
