import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
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
from crosswind.records.example import Answer, Example
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


def cell(folder, examples, predictions):
    places = folder / "examples", folder / "predictions"
    for place in places:
        place.mkdir(parents=True)
    write_examples(places[0], examples)
    write_predictions(places[1], predictions)
    return {"examples": places[0], "predictions": places[1]}


def mined(folder, *rows):
    """Rows of (id, gold id, predicted id, score)."""
    return cell(
        folder,
        [
            Example(example_id=name, parallel_id=name, language="zh", gold_ids=(gold,) * bool(gold))
            for name, gold, _, _ in rows
        ],
        [Prediction(example_id=name, predicted=said, score=score) for name, _, said, score in rows],
    )


MINING = ScoreParams(task="bucc2018", kind="mining", metric="mining_f1", language="zh")
ROWS = (("a", "x", "x", 2.0), ("b", "", "y", 1.0), ("c", "z", "", 0.0))


def scored(params, out, **inputs):
    out.mkdir()
    summary = score(params, out=out, options=RunOptions(), **inputs)
    return summary, {row.metric: row.value for row in read_scores(out)}


def test_mined_pairs_all_count_without_a_threshold(tmp_path):
    summary, values = scored(MINING, tmp_path / "out", **mined(tmp_path / "part", *ROWS))
    assert values == {
        "mining_f1": 0.5,
        "mining_precision": 0.5,
        "mining_recall": 0.5,
        "average_precision": 0.5,
    }
    assert summary == {
        "metric": "mining_f1",
        "value": 0.5,
        "n": 3,
        "thresholds": [],
        "average_precision": 0.5,
    }
    items = read_items_table(tmp_path / "out")
    assert items.column("count_tp").to_pylist() == [1.0, 0.0, 0.0]
    assert items.column("count_predicted").to_pylist() == [1.0, 1.0, 0.0]
    assert items.column("count_gold").to_pylist() == [1.0, 0.0, 1.0]


def test_a_threshold_tuned_on_another_part_is_recorded_and_flips_predictions(tmp_path):
    params = ScoreParams(
        task="bucc2018", kind="mining", metric="mining_f1", language="zh", threshold="tuned"
    )
    part = mined(tmp_path / "part", *ROWS)
    dev = mined(tmp_path / "dev", ("p", "q", "q", 1.75), ("r", "", "s", 1.25))
    tuning = {f"tuning_{name}": place for name, place in dev.items()}
    summary, values = scored(params, tmp_path / "out", **part, **tuning)
    assert summary["thresholds"] == [1.5]
    assert (values["mining_f1"], values["mining_precision"]) == (pytest.approx(2 / 3), 1.0)
    # Average precision needs no threshold and does not change with it.
    assert values["average_precision"] == 0.5
    digests = read_items_table(tmp_path / "out").column("predicted_digest").to_pylist()
    assert digests[1] == digests[2] != digests[0]


@pytest.mark.parametrize(
    ("threshold", "tuning", "problem"),
    [
        ("tuned", (), "belong together"),
        ("none", ("examples", "predictions"), "belong together"),
        ("tuned", ("examples",), "bucc2018 zh: tuning needs examples and their predictions"),
    ],
)
def test_inputs_that_do_not_fit_the_threshold(tmp_path, threshold, tuning, problem):
    params = ScoreParams(
        task="bucc2018", kind="mining", metric="mining_f1", language="zh", threshold=threshold
    )
    part = mined(tmp_path / "part", *ROWS)
    inputs = {f"tuning_{name}": part[name] for name in tuning}
    with pytest.raises(ConfigError, match=problem):
        scored(params, tmp_path / "out", **part, **inputs)


def test_other_kinds_have_no_threshold(tmp_path):
    params = ScoreParams(
        task="xnli", kind="classification", metric="accuracy", language="de", threshold="tuned"
    )
    part = cell(
        tmp_path / "part",
        [Example(example_id="0", parallel_id="0", language="de", label="a")],
        [Prediction(example_id="0", predicted="a")],
    )
    with pytest.raises(ConfigError, match="xnli de: only mined pairs have a threshold"):
        scored(params, tmp_path / "out", **part)


def test_rankings(tmp_path):
    params = ScoreParams(task="lareqa", kind="answer_retrieval", metric="map_at_20", language="de")
    part = cell(
        tmp_path / "part",
        [Example(example_id="0", parallel_id="p", language="de", gold_ids=("x", "y"))],
        [Prediction(example_id="0", predicted="x", ranked=("x", "z", "y"))],
    )
    summary, values = scored(params, tmp_path / "out", **part)
    assert values == {"map_at_20": pytest.approx((1 + 2 / 3) / 2)}
    assert summary["n"] == 1


def answered(folder, *texts, said):
    return cell(
        folder,
        [
            Example(
                example_id="0",
                parallel_id="p",
                language="de",
                second_language="en",
                answers=tuple(Answer(start=0, text=text) for text in texts),
            )
        ],
        [Prediction(example_id="0", predicted=said)],
    )


def test_the_first_language_of_a_pair_normalizes_in_mlqa(tmp_path):
    part = answered(tmp_path / "part", "das Haus", said="Haus")
    for language, value in (("de+en", 1.0), ("en+de", pytest.approx((2 / 3 + 0) / 2))):
        params = ScoreParams(task="mlqa", kind="span_qa", metric="qa_score", language=language)
        _, values = scored(params, tmp_path / language, **part)
        assert values["qa_score"] == value


def test_unanswerable_questions_in_squad_v2(tmp_path):
    params = ScoreParams(task="squad_v2", kind="span_qa", metric="qa_score", language="en")
    _, values = scored(params, tmp_path / "out", **answered(tmp_path / "part", said=""))
    assert values == {
        "qa_score": 1.0,
        "f1": 1.0,
        "exact_match": 1.0,
        "answerable_f1": 0.0,
        "answerable_exact_match": 0.0,
        "unanswerable_accuracy": 1.0,
    }
