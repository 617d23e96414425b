"""The step: one prediction an example and a word, whatever the text; grouping changes nothing."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.seeds import derive_seed
from crosswind.evaluate.decodings.table import DECODINGS
from crosswind.evaluate.predict import PredictJob, predict, predict_many
from crosswind.evaluate.predict_params import PredictParams
from crosswind.model import kept_pieces
from crosswind.model.changed_rows import ChangedRows
from crosswind.model.checkpoint import open_model, save_checkpoint
from crosswind.model.checkpoint_record import CheckpointRecord
from crosswind.model.encoders import encoder_digest
from crosswind.model.heads import TRAINABLE_KINDS, TaskModel, new_head
from crosswind.model.tokenise import open_reader
from crosswind.records.codecs import read_predictions, write_examples
from crosswind.records.example import Example
from crosswind.testing.tiny import tiny_encoder_folder

OPTIONS = RunOptions(device="cpu", threads=1)
PARAMS = PredictParams(task="toy", kind="classification", fields=("text",), max_tokens=24, stride=6)
POOLED = ("mining", "answer_retrieval", "entity_retrieval")
FIELDS = {
    "classification": ("text",),
    "pair_classification": ("question", "context"),
    "tagging": ("text",),
    "span_qa": ("question", "context"),
    "retrieval": ("source", "target"),
    "multiple_choice": ("text", "choice1", "choice2", "choice3"),
    "mining": ("text",),
    "answer_retrieval": ("question",),
    "entity_retrieval": ("text",),
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
                "choice1": "fog",
                "choice2": "sun",
                "choice3": text,
            },
            words=(*text.split(), "\u200d", " ", "x" * 60),
        )
        for index, text in enumerate(TEXTS)
    ]


def candidates(language: str, texts: Sequence[str]) -> list[Example]:
    """Sentences to find, with ids that tell their language."""
    return [
        Example(
            example_id=f"{language}{index}",
            parallel_id=f"p{index}",
            language=language,
            texts={"text": text},
        )
        for index, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("places")
    encoder = tiny_encoder_folder(root / "encoder")
    model = open_model(encoder, None).model
    for kind in (kind for kind in FIELDS if kind in TRAINABLE_KINDS):
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
            root / kind, [TaskModel(model.encoder, head)], record, encoder=encoder, words=rows
        )
    pools = {"pool_th": candidates("th", TEXTS), "pool_en": candidates("en", ("sun", "rain"))}
    for name, kept in (
        ("all", examples()),
        ("part", examples()[3:5]),
        ("none", []),
        *pools.items(),
    ):
        (root / name).mkdir()
        write_examples(root / name, kept)
    return root


def predicted(places, out, kind, name="all", options=OPTIONS, **changes):
    out.mkdir()
    changes = {"margin": "ratio" if kind == "mining" else "none", **changes}
    params = replace(PARAMS, kind=kind, fields=FIELDS[kind], **changes)
    pool = (places / "pool_th", places / "pool_en") if kind in POOLED else ()
    summary = predict(
        params,
        encoder=places / "encoder",
        checkpoint=places / kind if kind in TRAINABLE_KINDS else None,
        examples=places / name,
        candidates=pool,
        out=out,
        options=options,
    )
    return summary, read_predictions(out)


@pytest.mark.parametrize("kind", DECODINGS)
def test_kept_pieces_change_no_prediction(places, tmp_path, monkeypatch, kind):
    monkeypatch.setattr(kept_pieces, "WORTH_KEEPING", 1)
    options = replace(OPTIONS, pieces=tmp_path / "pieces")
    expected = predicted(places, tmp_path / "out", kind)
    for name in ("written", "read"):
        open_reader.cache_clear()
        assert predicted(places, tmp_path / name, kind, options=options) == expected
        written = (tmp_path / name / "predictions.parquet").read_bytes()
        assert written == (tmp_path / "out" / "predictions.parquet").read_bytes()
    assert list(options.pieces.glob("*/*.arrow"))


@pytest.mark.parametrize("kind", DECODINGS)
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


def test_a_sentence_is_mined_from_the_pool_of_all_languages(places, tmp_path):
    summary, rows = predicted(places, tmp_path / "out", "mining", max_tokens=100, k=2)
    ids = [row.predicted for row in rows]
    # Equal texts are one sentence, found in both languages, for every example that reads so.
    assert (ids[0], ids[6]) == ("th0", "th0")
    assert rows[0].ranked == ("th0", "th6", "en0")
    assert [ids[place] for place in (1, 2, 3, 5, 7)] == ["th1", "th2", "th3", "th5", "th7"]
    assert summary["n_candidates"] == 10
    assert summary["n_distinct_candidates"] == 8
    assert summary["search"] == "exact"


def test_the_best_of_the_whole_pool_are_ranked(places, tmp_path):
    summary, rows = predicted(places, tmp_path / "out", "entity_retrieval", max_tokens=100)
    assert [row.ranked[0] for row in rows] == [
        "th0",
        *(f"th{n}" for n in range(1, 6)),
        "th0",
        "th7",
    ]
    assert rows[0].ranked[:3] == ("th0", "th6", "en0")
    assert all(sorted(row.ranked) == sorted(rows[0].ranked) for row in rows)
    assert all(len(row.ranked) == 10 for row in rows)
    assert summary["n_candidates_truncated"] == 0
    _, few = predicted(places, tmp_path / "few", "entity_retrieval", max_tokens=100, n_ranked=2)
    assert [row.ranked for row in few] == [row.ranked[:2] for row in rows]


def test_queries_of_answer_retrieval_are_shorter_than_answers(places, tmp_path):
    summary, _ = predicted(places, tmp_path / "out", "answer_retrieval", max_tokens=40)
    assert (summary["n_truncated"], summary["n_candidates_truncated"]) == (0, 1)


def test_the_best_choice_is_predicted_by_its_position(places, tmp_path):
    _, rows = predicted(places, tmp_path / "out", "multiple_choice")
    assert {row.predicted for row in rows} <= {"0", "1", "2"}
    assert all(1 / 3 <= row.score <= 1 for row in rows)
    # The head knows no number of choices: two are judged by the head of three.
    two = ("text", "choice1", "choice2")
    (tmp_path / "two").mkdir()
    predict(
        replace(PARAMS, kind="multiple_choice", fields=two),
        encoder=places / "encoder",
        checkpoint=places / "multiple_choice",
        examples=places / "all",
        candidates=(),
        out=tmp_path / "two",
        options=OPTIONS,
    )
    assert {row.predicted for row in read_predictions(tmp_path / "two")} <= {"0", "1"}


def test_jobs_that_share_a_pool_read_and_compute_it_once(places, tmp_path, monkeypatch):
    from crosswind.evaluate import predict as room

    pools, computed = [], []
    read, run = room.read_candidates, room.run_pool
    monkeypatch.setattr(room, "read_candidates", lambda *a, **k: pools.append(1) or read(*a, **k))
    monkeypatch.setattr(room, "run_pool", lambda *a, **k: computed.append(a[1]) or run(*a, **k))
    jobs = []
    for name in ("all", "part"):
        (tmp_path / name).mkdir()
        params = replace(PARAMS, kind="mining", margin="ratio")
        pool = (places / "pool_th", places / "pool_en")
        jobs.append(
            PredictJob(params=params, examples=places / name, candidates=pool, out=tmp_path / name)
        )
    predict_many(jobs, encoder=places / "encoder", checkpoint=None, options=OPTIONS)
    assert len(pools) == 1
    (inputs,) = computed
    assert len(inputs) == len(set(inputs)) == len({*TEXTS, "rain"})


def test_truncation_is_counted(places, tmp_path):
    summary, _ = predicted(places, tmp_path / "out", "classification")
    assert summary["n_truncated"] == sum(len(text.replace(" ", "").encode()) > 22 for text in TEXTS)
    assert summary["n_distinct_inputs"] == len(set(TEXTS))


@pytest.mark.parametrize("kind", DECODINGS)
def test_company_changes_no_byte(places, tmp_path, kind):
    margin = "ratio" if kind == "mining" else "none"
    pool = (places / "pool_th", places / "pool_en") if kind in POOLED else ()
    jobs = []
    for name in ("all", "part"):
        predicted(places, tmp_path / name, kind, name=name)
        (tmp_path / f"{name}-many").mkdir()
        job = PredictJob(
            params=replace(PARAMS, kind=kind, fields=FIELDS[kind], margin=margin),
            examples=places / name,
            candidates=pool,
            out=tmp_path / f"{name}-many",
        )
        jobs.append(job)
    checkpoint = places / kind if kind in TRAINABLE_KINDS else None
    predict_many(jobs, encoder=places / "encoder", checkpoint=checkpoint, options=OPTIONS)
    for name in ("all", "part"):
        one = tmp_path / name / "predictions.parquet"
        many = tmp_path / f"{name}-many" / "predictions.parquet"
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
        ({"kind": "multiple_choice"}, "multiple_choice", ConfigError, "multiple choice"),
        ({"kind": "mining"}, None, ConfigError, "ratio"),
        ({"kind": "mining", "margin": "ratio", "k": 0}, None, ConfigError, "positive"),
        ({"kind": "mining", "margin": "ratio"}, None, DataError, "search in a pool"),
        ({"kind": "retrieval", "search": "fast"}, None, ConfigError, "faiss"),
        (
            {"kind": "answer_retrieval", "pooling": "cls"},
            "entity_retrieval",
            ConfigError,
            "other vectors",
        ),
    ],
)
def test_mistakes_are_errors(places, tmp_path, change, checkpoint, error, match):
    kind = change.get("kind", "")
    pool = (places / "pool_en",) if kind in POOLED and kind != "mining" else ()
    with pytest.raises(error, match=match):
        predict(
            replace(PARAMS, **change),
            encoder=places / "encoder",
            checkpoint=places / checkpoint if checkpoint else None,
            examples=places / "all",
            candidates=pool,
            out=tmp_path,
            options=OPTIONS,
        )
