"""The step: one prediction an example and a word, whatever the text; grouping changes nothing."""

from dataclasses import replace
from pathlib import Path

import pytest
import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.seeds import derive_seed
from crosswind.evaluate.predict import PredictJob, PredictParams, predict, predict_many
from crosswind.model.checkpoint import (
    ChangedRows,
    CheckpointRecord,
    open_model,
    save_checkpoint,
)
from crosswind.model.encoders import encoder_digest
from crosswind.model.heads import TRAINABLE_KINDS, TaskModel, new_head
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder

OPTIONS = RunOptions(device="cpu", threads=1)
PARAMS = PredictParams(task="toy", kind="classification", fields=("text",), max_tokens=24, stride=6)
FIELDS = {
    "classification": ("text",),
    "pair_classification": ("question", "context"),
    "tagging": ("text",),
    "span_qa": ("question", "context"),
    "retrieval": ("source", "target"),
}
TEXTS = ("sun", "", "ปลาในน้ำ", "zero\u200dwidth", "fog " * 20, "日本語の文", "sun", "a  b\u2028c")


def examples() -> list[Example]:
    return [
        Example(
            example_id=f"e{index}",
            parallel_id=f"p{index}",
            language="th",
            texts={
                "text": text,
                "question": "where is it",
                "context": text,
                "source": text,
                "target": text,
            },
            words=(*text.split(), "\u200d", " ", "x" * 60),
        )
        for index, text in enumerate(TEXTS)
    ]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("places")
    encoder = tiny_encoder_folder(root / "encoder")
    model = open_model(encoder, None).model
    for kind in TRAINABLE_KINDS:
        (root / kind).mkdir()
        rng = torch.Generator().manual_seed(derive_seed(1, kind))
        head = new_head(kind, 32, 3, dropout=0.0, rng=rng)
        record = CheckpointRecord(
            task=f"{kind} toy",
            kind=kind,
            labels=() if kind == "span_qa" else ("A", "B", "C"),
            fields=FIELDS[kind],
            encoder=encoder_digest(encoder),
            carried_over=("encoder",),
            new=("head",),
        )
        rows = ChangedRows(torch.zeros(0, dtype=torch.int64))
        save_checkpoint(
            root / kind, TaskModel(model.encoder, head), record, encoder=encoder, words=rows
        )
    for name, kept in (("all", examples()), ("part", examples()[3:5]), ("none", [])):
        (root / name).mkdir()
        write_examples(root / name, kept)
    return root


def predicted(places, out, kind, name="all", **changes):
    out.mkdir()
    params = replace(PARAMS, kind=kind, fields=FIELDS[kind], **changes)
    summary = predict(
        params,
        encoder=places / "encoder",
        checkpoint=None if kind == "retrieval" else places / kind,
        examples=places / name,
        out=out,
        options=OPTIONS,
    )
    return summary, read_predictions(out)


@pytest.mark.parametrize("kind", [*TRAINABLE_KINDS, "retrieval"])
def test_one_prediction_an_example_always(places, tmp_path, kind):
    summary, rows = predicted(places, tmp_path / "out", kind)
    assert [row.example_id for row in rows] == [one.example_id for one in examples()]
    assert summary["n_examples"] == len(rows)
    assert summary["n_distinct_inputs"] >= 1
    assert summary["n_tokens"] == sum(row.n_tokens for row in rows)
    assert predicted(places, tmp_path / "none", kind, name="none")[1] == []


def test_every_word_has_a_tag(places, tmp_path):
    summary, rows = predicted(places, tmp_path / "out", "tagging")
    for row, one in zip(rows, examples(), strict=True):
        assert len(row.tags) == len(one.words)
        assert set(row.tags) <= {"A", "B", "C"}
        assert 1 / 3 <= row.score <= 1
    assert summary["n_windowed"] == len(rows)
    assert summary["n_truncated"] == len(rows)


def test_answers_are_slices_of_the_context(places, tmp_path):
    _, rows = predicted(places, tmp_path / "out", "span_qa", max_answer_tokens=4)
    for row, text in zip(rows, TEXTS, strict=True):
        if row.start >= 0:
            assert text[row.start : row.start + len(row.predicted)] == row.predicted
            assert row.predicted == row.predicted.strip() != ""
        else:
            assert (row.predicted, text.strip()) == ("", "")


def test_a_text_finds_itself_and_the_first_of_equals(places, tmp_path):
    _, rows = predicted(places, tmp_path / "out", "retrieval", max_tokens=100)
    nearest = [row.predicted for row in rows]
    assert nearest == ["e0", "e1", "e2", "e3", "e4", "e5", "e0", "e7"]
    assert all(row.score == pytest.approx(1.0) for row in rows)


def test_truncation_is_counted(places, tmp_path):
    summary, _ = predicted(places, tmp_path / "out", "classification")
    assert summary["n_truncated"] == sum(len(text.replace(" ", "").encode()) > 22 for text in TEXTS)
    assert summary["n_distinct_inputs"] == len(set(TEXTS))


def test_company_changes_no_byte(places, tmp_path):
    for kind in ("classification", "tagging", "span_qa"):
        predicted(places, tmp_path / f"{kind}-all", kind)
        predicted(places, tmp_path / f"{kind}-part", kind, name="part")
        jobs = []
        for name in ("all", "part"):
            (tmp_path / f"{kind}-{name}-many").mkdir()
            job = PredictJob(
                params=replace(PARAMS, kind=kind, fields=FIELDS[kind]),
                examples=places / name,
                out=tmp_path / f"{kind}-{name}-many",
            )
            jobs.append(job)
        predict_many(jobs, encoder=places / "encoder", checkpoint=places / kind, options=OPTIONS)
        for name in ("all", "part"):
            one = tmp_path / f"{kind}-{name}" / "predictions.parquet"
            many = tmp_path / f"{kind}-{name}-many" / "predictions.parquet"
            assert one.read_bytes() == many.read_bytes()


@pytest.mark.parametrize(
    ("change", "checkpoint", "error", "match"),
    [
        ({}, None, DataError, "without a trained head"),
        ({}, "tagging", DataError, "another kind"),
        ({"kind": "ranking"}, None, ConfigError, "retrieval"),
        ({"kind": "retrieval", "pooling": "max"}, None, ConfigError, "mean"),
        ({"kind": "retrieval", "layer": 3}, None, ConfigError, "-1 to 2"),
        ({"max_tokens": 999}, "classification", ConfigError, "positions"),
        ({"precision": "fp8"}, "classification", ConfigError, "precision"),
        ({"fields": ("body",)}, "classification", DataError, "no such text field"),
    ],
)
def test_mistakes_are_errors(places, tmp_path, change, checkpoint, error, match):
    with pytest.raises(error, match=match):
        predict(
            replace(PARAMS, **change),
            encoder=places / "encoder",
            checkpoint=places / checkpoint if checkpoint else None,
            examples=places / "all",
            out=tmp_path,
            options=OPTIONS,
        )
