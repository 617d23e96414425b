"""Mixtures: a head a task, saved, found again by the reader that asks for it, and carried over."""

from dataclasses import replace
from pathlib import Path

import pytest

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import read_json
from crosswind.evaluate.predict import predict
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model.checkpoint import open_model
from crosswind.records.codecs import read_predictions
from crosswind.train.fine_tune import fine_tune
from crosswind.train.params import FineTuneParams
from tests.train.test_fine_tune import places

OPTIONS = RunOptions(device="cpu", threads=1)
KINDS = {
    "tags": {"kind": "tagging", "fields": ["text"]},
    "labels": {"kind": "classification", "fields": ["text"], "labels": ["a", "b"]},
    "spans": {"kind": "span_qa", "fields": ["question", "context"]},
}
MIXTURE = FineTuneParams(
    task="+".join(KINDS),
    kind="tagging",
    fields=("text",),
    parts=tuple(
        {"task": task, "batch_examples": 8, "max_tokens": 32, **facts}
        for task, facts in KINDS.items()
    ),
    sampling="uniform",
    learning_rate=3e-3,
    max_updates=60,
    max_tokens=32,
)
assert places  # a fixture


def trained(places: Path, out: Path, params: FineTuneParams = MIXTURE, **inputs) -> dict:
    out.mkdir()
    texts = (places / "train",) * len(params.parts)
    given = {"start": None, "train": texts, "validation": (), "matched": (), **inputs}
    return fine_tune(params, encoder=places / "encoder", out=out, options=OPTIONS, **given)


@pytest.fixture(scope="module")
def mixture(places, tmp_path_factory) -> tuple[Path, dict]:
    out = tmp_path_factory.mktemp("mixture") / "out"
    held_out = (places / "more",) * 3
    params = replace(MIXTURE, selection="source_validation", evaluate_every=30)
    return out, trained(places, out, params, validation=held_out)


def test_every_head_is_saved_and_every_update_is_counted(places, mixture):
    out, summary = mixture
    opened = open_model(places / "encoder", out)
    assert [head.task for head in opened.heads] == list(KINDS)
    assert opened.heads[1].labels == ("a", "b")
    assert len({id(model.encoder) for model in opened.models}) == 1
    record = read_json(out / "checkpoint.json")
    assert {name.split(".")[1] for name in record["tensors"] if name.startswith("heads.")} == {
        *KINDS
    }
    counts = summary["n_updates_of"]
    assert sum(counts.values()) == summary["n_updates"] == 60
    assert min(counts.values()) > 5
    assert record["training"]["probabilities"] == pytest.approx(dict.fromkeys(KINDS, 1 / 3))
    assert record["new"] == [f"head {task}" for task in KINDS]


def test_a_mixture_learns_all_of_its_tasks(mixture):
    evaluations = read_json(mixture[0] / "checkpoint.json")["training"]["evaluations"]
    assert evaluations[-1][1] > 0.8


def test_equal_inputs_give_equal_bytes(places, tmp_path):
    short = replace(MIXTURE, max_updates=6)
    trained(places, tmp_path / "one", short)
    trained(places, tmp_path / "two", short)
    names = ("weights.safetensors", "checkpoint.json")
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_reader_gets_the_head_that_it_asks_for(places, mixture, tmp_path):
    asked = {"task": "labels", "kind": "classification", "fields": ("text",), "max_tokens": 32}
    given = {
        "encoder": places / "encoder",
        "checkpoint": mixture[0],
        "examples": places / "more",
        "candidates": (),
        "options": OPTIONS,
    }
    (tmp_path / "out").mkdir()
    predict(PredictParams(**asked, part="labels"), out=tmp_path / "out", **given)
    labels = [row.predicted for row in read_predictions(tmp_path / "out")]
    assert set(labels) == {"a", "b"}
    for part, problem in (("", "many heads"), ("lables", "no head for")):
        with pytest.raises(DataError, match=problem):
            predict(PredictParams(**asked, part=part), out=tmp_path / "out", **given)
    with pytest.raises(DataError, match="another kind of task"):
        predict(PredictParams(**asked, part="tags"), out=tmp_path / "out", **given)


def test_the_head_that_agrees_is_carried_over(places, mixture, tmp_path):
    alone = FineTuneParams(
        task="other",
        kind="classification",
        labels=("a", "b"),
        fields=("text",),
        carry_over="encoder_and_head",
        learning_rate=1e-30,
        weight_decay=0.0,
        max_updates=1,
        max_tokens=32,
    )
    start = {"start": mixture[0], "train": (places / "train",)}
    trained(places, tmp_path / "out", alone, **start)
    before = open_model(places / "encoder", mixture[0]).models[1].head.state_dict()
    after = open_model(places / "encoder", tmp_path / "out").model.head.state_dict()
    assert all((before[name] == after[name]).all() for name in before)
    other = replace(
        alone, kind="multiple_choice", labels=(), fields=("text", "choice1", "choice2", "choice3")
    )
    given = {"start": mixture[0], "train": (places / "train_three",)}
    with pytest.raises(ConfigError, match="cannot be carried over"):
        trained(places, tmp_path / "other", other, **given)


def masked_part(language: str, **changes) -> dict:
    return {
        "task": "mlm_text",
        "kind": "masked_lm",
        "fields": ["text"],
        "language": language,
        "share": 0.5,
        "smoothing": 0.3,
        "mask_rate": 0.15,
        "batch_examples": 8,
        "max_tokens": 32,
        **changes,
    }


def test_masked_text_trains_beside_the_tasks(places, tmp_path):
    labelled = {**MIXTURE.parts[1], "n_validation": 0}
    params = replace(
        MIXTURE,
        task="labels+mlm_text",
        parts=(labelled, masked_part("de"), masked_part("th")),
        sampling="",
        max_updates=0,
        epochs=5,
    )
    texts = (places / "train", places / "train", places / "more")
    held_out = (places / "more", places / "more")
    summary = trained(places, tmp_path / "out", params, train=texts, validation=held_out)
    # 60 examples in batches of 8, five times; masked text doubles it and takes nothing away.
    assert summary["n_updates"] == 80
    counts = summary["n_updates_of"]
    assert 25 < counts["labels"] < 55
    assert counts["mlm_text de"] > counts["mlm_text th"] > 0
    assert set(summary["perplexity"]) == {"mlm_text de", "mlm_text th"}
    assert summary["perplexity"]["mlm_text de"] < 200
    assert summary["n_embedding_rows"] == 517
    opened = open_model(places / "encoder", tmp_path / "out")
    assert [head.task for head in opened.heads] == ["labels", "mlm_text"]


def test_some_rows_of_the_embedding_are_too_few_for_masked_words(places, tmp_path):
    params = replace(MIXTURE, parts=(masked_part("de"),), sampling="", embedding_rows="seen")
    with pytest.raises(ConfigError, match="decoded by the whole word embedding"):
        trained(places, tmp_path / "out", params)


@pytest.mark.parametrize("number", range(3))
def test_a_task_without_its_labels_is_a_control(places, tmp_path, number):
    part = {**MIXTURE.parts[number], "control": "english_mlm", "mask_rate": 0.15}
    params = replace(MIXTURE, parts=(part,), sampling="", max_updates=5)
    trained(places, tmp_path / "out", params)
    record = read_json(tmp_path / "out" / "checkpoint.json")
    assert (record["kind"], record["labels"]) == ("masked_lm", [])


def test_permuted_labels_teach_nothing(places, tmp_path):
    part = {**MIXTURE.parts[1], "control": "shuffled_labels"}
    params = replace(MIXTURE, parts=(part,), sampling="", max_updates=40)
    shuffled = trained(places, tmp_path / "shuffled", params)
    true = trained(places, tmp_path / "true", replace(params, parts=({**part, "control": ""},)))
    assert shuffled["final_loss"] > 3 * true["final_loss"]


def test_the_updates_of_another_arm_are_added(places, tmp_path):
    alone = replace(MIXTURE, parts=(), sampling="", kind="classification", max_updates=3)
    given = {"train": (places / "train",)}
    trained(places, tmp_path / "arm", alone, **given)
    summary = trained(
        places,
        tmp_path / "out",
        replace(alone, max_updates=4),
        matched=(tmp_path / "arm",),
        **given,
    )
    assert summary["n_updates"] == 7


def test_micro_batches_change_nothing_but_rounding(places, tmp_path):
    plain = replace(
        MIXTURE, attention_dropout=0.0, hidden_dropout=0.0, max_updates=4, weight_decay=0.0
    )
    trained(places, tmp_path / "whole", plain)
    trained(places, tmp_path / "parts", replace(plain, micro_batch_tokens=60))
    losses = [
        read_json(tmp_path / name / "checkpoint.json")["training"]["loss_curve"]
        for name in ("whole", "parts")
    ]
    assert losses[0] == [[update, pytest.approx(loss, abs=1e-4)] for update, loss in losses[1]]
    assert losses[0] != losses[1]
