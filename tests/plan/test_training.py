"""Params of training and prediction steps."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError
from crosswind.plan.graph import Plan
from crosswind.plan.steps import make_step
from crosswind.plan.training import TrainingSteps, joined_card

PlanOf = Callable[..., Plan]
TRAINED = {
    "task",
    "kind",
    "labels",
    "fields",
    "carry_over",
    "learning_rate",
    "batch_examples",
    "epochs",
    "max_updates",
    "max_tokens",
    "warmup_fraction",
    "weight_decay",
    "max_grad_norm",
    "selection",
    "evaluate_every",
    "patience",
    "embedding_rows",
    "attention_dropout",
    "hidden_dropout",
    "precision",
    "seed",
}


@pytest.fixture
def training(small: dict[str, Any], catalogue: Any) -> TrainingSteps:
    encoder = make_step("load_encoder", {"name": "tiny"}, {})
    experiment = Experiment.model_validate(small)
    return TrainingSteps(experiment=experiment, catalogue=catalogue, encoder=encoder)


def test_a_fine_tune_step_has_every_hyperparameter_and_no_auto_precision(plan_of: PlanOf) -> None:
    for step in plan_of():
        if step.kind == "fine_tune":
            assert set(step.params) == TRAINED
            assert step.params["precision"] == "fp32"


def test_the_number_of_examples_is_a_param_of_loading(plan_of: PlanOf) -> None:
    plan = plan_of(training={"max_examples": 50})
    sizes = {
        (step.params["split"], step.params["max_examples"])
        for step in plan
        if step.kind == "load_examples"
    }
    assert sizes == {("train", 50), ("validation", 500), ("test", 0)}


def test_nothing_is_carried_over_from_nothing(plan_of: PlanOf, small: dict[str, Any]) -> None:
    targets = [{**small["targets"][0], "carry_over": "encoder_and_head"}]
    plan = plan_of(targets=targets, seeds=[1])
    carried = {
        bool(step.inputs["start"]): step.params["carry_over"]
        for step in plan
        if step.kind == "fine_tune" and step.params["task"] == "pairs"
    }
    assert carried == {False: "encoder", True: "encoder_and_head"}


def test_each_distinct_step_is_kept_once(training: TrainingSteps) -> None:
    arm, target = training.experiment.arms[1], training.experiment.targets[0]
    first = training.checkpoint(arm, target, (1, 1))
    assert training.checkpoint(arm, target, (1, 1)) == first
    n_steps = len(training.steps)
    training.checkpoint(arm, target, (1, 1))
    assert len(training.steps) == n_steps
    assert first is not None
    assert first.step_id in training.steps


def test_the_untrained_encoder_is_no_checkpoint(training: TrainingSteps) -> None:
    none, mates = training.experiment.arms[0], training.experiment.targets[1]
    assert training.checkpoint(none, mates, (1, 1)) is None
    assert training.steps == {}


def test_windows_overlap_by_no_more_than_half(training: TrainingSteps, catalogue: Any) -> None:
    target = training.experiment.targets[0]
    short = target.model_copy(
        update={"training": training.experiment.training.model_copy(update={"max_tokens": 64})}
    )
    assert training.predict_params(target, catalogue.card("served"))["stride"] == 128
    assert training.predict_params(short, catalogue.card("served"))["stride"] == 32


@pytest.mark.parametrize(
    ("arm", "task", "same"),
    [("none", "served", False), ("tagged", "served", False), ("tagged", "tags", True)],
)
def test_the_same_task_is_the_own_training_text_or_the_task_itself(
    training: TrainingSteps, arm: str, task: str, same: bool
) -> None:
    target = training.experiment.targets[0].model_copy(update={"task": task})
    assert training.is_same_task(arm, target) is same


def test_joined_tasks_have_the_card_of_the_first(catalogue: Any) -> None:
    assert joined_card(("more_pairs", "pairs"), catalogue).name == "more_pairs"
    for change in ({"kind": "classification"}, {"fields": ("a", "b")}, {"labels": ("x",)}):
        odd = dataclasses.replace(catalogue.card("pairs"), name="odd", **change)
        facts = dataclasses.replace(catalogue, cards={**catalogue.cards, "odd": odd})
        with pytest.raises(ConfigError, match="one kind, fields and labels"):
            joined_card(("pairs", "odd"), facts)
