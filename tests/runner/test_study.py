"""A finished experiment as tables."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import ExperimentText
from crosswind.config.schema import Experiment
from crosswind.core.errors import StepError, StoreError
from crosswind.plan.graph import ordered_plan
from crosswind.plan.steps import make_step
from crosswind.records.codecs import write_estimates, write_scores
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.estimate import Estimate, Interval
from crosswind.records.score import Score
from crosswind.runner import journey
from crosswind.runner.journey import Journey
from crosswind.runner.observer import Failure, Outcome
from crosswind.runner.prepare import Prepared
from crosswind.runner.study import Study, run
from crosswind.store.store import Store

CELLS = [
    {"arm": arm, "task": "served", "language": "de", "perturbation": "", "severity": 0}
    for arm in ("none", "mnli")
]
ESTIMATES = [
    Estimate(
        quantity="intermediate_gain",
        where={"arm": "mnli", "against": "none"},
        point=0.25,
        intervals=(Interval(kind="items", low=0.1, high=0.4, level=0.95, method="bootstrap"),),
        n_examples=4,
        marks=("embedded",),
    ),
    Estimate(quantity="score", where={"arm": "none", "language": "de"}, point=0.5),
]

NO_FILE = ExperimentText(place="small.toml", text="", value={})

CARD = EncoderCard(name="tiny")


@pytest.fixture
def finished(tmp_path: Path) -> Journey:
    """Two scores, a comparison and no report."""
    text = make_step("load_examples", {"text": "x"}, {})
    read = {
        "examples": text.step_id,
        "predictions": text.step_id,
        "tuning_examples": None,
        "tuning_predictions": None,
    }
    scores = [make_step("score", {"arm": cell["arm"]}, read) for cell in CELLS]
    inputs = {"scores": tuple(step.step_id for step in scores)}
    compare = make_step("compare", {"cells": CELLS}, inputs)
    plan = ordered_plan([text, *scores, compare], [compare.step_id])
    experiment = Experiment.model_validate(
        {
            "name": "small",
            "encoder": {"name": "tiny"},
            "arms": [{"name": "none"}],
            "targets": [{"task": "served"}],
        }
    )
    store = Store(tmp_path / "store")
    for value, step in enumerate(scores):
        with store.draft() as draft:
            write_scores(draft, [Score(metric="accuracy", value=value / 2, n=4)], [])
            store.commit(draft, step.step_id, {}, summary={}, provenance={})
    with store.draft() as draft:
        write_estimates(draft, ESTIMATES, {})
        store.commit(draft, compare.step_id, {}, summary={}, provenance={})
    prepared = Prepared(source=NO_FILE, experiment=experiment, plan=plan, missing=(), encoder=CARD)
    return Journey(prepared=prepared, store=store, outcome=Outcome(), report=None)


def test_estimates_are_one_row_each(finished: Journey) -> None:
    table = Study(journey=finished).estimates
    first, second = table.to_dicts()
    assert (first["quantity"], first["arm"], first["against"]) == (
        "intermediate_gain",
        "mnli",
        "none",
    )
    assert (first["point"], first["low_items"], first["high_items"]) == (0.25, 0.1, 0.4)
    assert first["marks"] == ["embedded"]
    assert (second["language"], second["against"], second["low_items"]) == ("de", None, None)


def test_scores_are_one_row_a_cell_and_metric(finished: Journey) -> None:
    rows = Study(journey=finished).scores.to_dicts()
    assert [(row["arm"], row["metric"], row["value"], row["n"]) for row in rows] == [
        ("none", "accuracy", 0.0, 4),
        ("mnli", "accuracy", 0.5, 4),
    ]


def test_a_score_that_was_not_made_has_no_row(finished: Journey) -> None:
    finished.store.set_aside(next(iter(finished.prepared.plan.find("compare").input_ids())))
    assert [row["arm"] for row in Study(journey=finished).scores.to_dicts()] == ["mnli"]


def test_without_a_comparison_there_are_no_estimates(finished: Journey) -> None:
    finished.store.set_aside(finished.prepared.plan.find("compare").step_id)
    with pytest.raises(StoreError, match="no estimates"):
        _ = Study(journey=finished).estimates


def test_failures_and_report_are_told(finished: Journey, tmp_path: Path) -> None:
    study = Study(journey=finished)
    assert (study.failures, study.report) == ([], None)
    step = finished.prepared.plan.find("compare")
    finished.outcome.failed.append(Failure(step=step, message="it broke", log=tmp_path / "log"))
    (failure,) = study.failures
    assert step.step_id in failure
    assert "it broke" in failure


def test_a_run_returns_a_study_or_raises_with_every_failure(
    bench: Any, monkeypatch: pytest.MonkeyPatch, finished: Journey
) -> None:
    prepared = Prepared(
        source=NO_FILE,
        experiment=finished.prepared.experiment,
        plan=bench.plan,
        missing=(),
        encoder=CARD,
    )
    monkeypatch.setattr(journey, "prepare", lambda name, overrides: prepared)
    monkeypatch.chdir(bench.root)
    (bench.root / "data").symlink_to(bench.orders)
    bench.order(b="fail", eb="fail")
    with pytest.raises(StepError, match="b does not work") as caught:
        run("small", store=bench.root / "store")
    assert caught.value.exit_code == 1
    bench.countermand("b", "eb")
    study = run("small", store=bench.root / "store")
    assert study.report == bench.root / "store" / "reports" / "small" / "report.html"
    assert study.failures == []
