"""The gate before training: counts in words, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from crosswind.config.load import ExperimentText
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError, DataError
from crosswind.core.files import write_json
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.steps import make_step
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.overlaps import (
    counted_overlaps,
    overlap_sentences,
    overlap_steps,
    refuse_overlap,
)
from crosswind.runner.prepare import Prepared
from crosswind.store.store import Store

TASKS = ("xquad", "tags")


def content(task: str, overlapping: int) -> dict[str, Any]:
    """What the step would have written: German overlaps, the other languages do not."""
    languages = {name: {"n": 100, "overlapping": 0} for name in ("en", "ru", "th", "vi")}
    return {
        "task": task,
        "n": 500,
        "overlapping": overlapping,
        "languages": {**languages, "de": {"n": 100, "overlapping": overlapping}},
        "trained": [
            {
                "task": "squad",
                "language": "en",
                "split": "train",
                "role": "trained",
                "overlapping": 0,
            },
            {
                "task": "squad",
                "language": "en",
                "split": "validation",
                "role": "selected",
                "overlapping": overlapping,
            },
        ],
    }


@pytest.fixture
def plan() -> Plan:
    inputs = {"evaluated": (), "trained": ()}
    steps = [make_step("count_overlap", {"task": task}, inputs, task) for task in TASKS]
    return ordered_plan(steps, [step.step_id for step in steps])


@pytest.fixture
def store(tmp_path: Path, plan: Plan) -> Store:
    """A store in which the first target was counted: 30 of 500 overlap."""
    store = Store(tmp_path / "store")
    first = overlap_steps(plan)[0]
    with store.in_use(), store.draft() as out:
        write_json(out / "overlap.json", content(first.params["task"], 30))
        described = {"kind": first.kind, "params": {}, "inputs": {}}
        store.commit(out, first.step_id, described, summary={}, provenance={})
    return store


def prepared(plan: Plan, **data: Any) -> Prepared:
    value = {
        "name": "x",
        "encoder": {"name": "tiny"},
        "arms": [{"name": "none"}],
        "targets": [{"task": task} for task in TASKS],
        "data": data,
    }
    text = '[[targets]]\ntask = "xquad"\n[[targets]]\ntask = "tags"\n'
    return Prepared(
        source=ExperimentText(place="x.toml", text=text, value=value),
        experiment=Experiment.model_validate(value),
        plan=plan,
        missing=(),
        encoder=EncoderCard(name="tiny"),
    )


def test_counts_are_told_in_words(plan: Plan, store: Store) -> None:
    (found,) = counted_overlaps(plan, store)
    assert found.share == 0.06
    assert found.sentence() == (
        "xquad: 30 of 500 scored examples occur in training text (de 30 of 100; in squad en "
        "validation (selects) 30)"
    )


def test_a_plan_says_what_is_known_and_what_will_be_counted(plan: Plan, store: Store) -> None:
    assert overlap_sentences(plan, None) == ["counted first, before any training: xquad, tags"]
    known, waiting = overlap_sentences(plan, store)
    assert known.startswith("xquad: 30 of 500")
    assert waiting == "counted first, before any training: tags"


def test_more_than_is_allowed_is_refused_with_counts_and_line(plan: Plan, store: Store) -> None:
    with pytest.raises(ConfigError) as caught:
        refuse_overlap(prepared(plan), store)
    (problem,) = caught.value.problems
    assert isinstance(problem, DataError)
    assert caught.value.exit_code == 2
    assert problem.place == "x.toml:1: targets[0]"
    assert problem.value == "6.0%"
    assert problem.allowed == "at most 5.0% (data.max_overlap)"
    assert 'data.allow_overlap = ["xquad"]' in problem.action
    assert "30 of 500" in problem.problem


@pytest.mark.parametrize(
    "data", [{"max_overlap": 0.06}, {"allow_overlap": ["xquad"]}, {"max_overlap": 1.0}], ids=repr
)
def test_what_is_allowed_passes(plan: Plan, store: Store, data: dict[str, Any]) -> None:
    refuse_overlap(prepared(plan, **data), store)


def test_nothing_overlapping_is_told_too(plan: Plan, tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    first = overlap_steps(plan)[0]
    with store.in_use(), store.draft() as out:
        write_json(out / "overlap.json", content("xquad", 0))
        described = {"kind": first.kind, "params": {}, "inputs": {}}
        store.commit(out, first.step_id, described, summary={}, provenance={})
    (found,) = counted_overlaps(plan, store)
    assert found.sentence() == "xquad: none of 500 scored examples occurs in training text"
    refuse_overlap(prepared(plan, max_overlap=0.0), store)
