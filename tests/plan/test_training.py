"""Params of training and prediction steps."""

from collections.abc import Callable
from typing import Any

import pytest

from crosswind.config.schema import Experiment
from crosswind.plan.graph import Plan
from crosswind.plan.grid import new_grid
from crosswind.plan.steps import Step
from crosswind.plan.training import TrainingSteps

PlanOf = Callable[..., Plan]
TRAINED = {
    "word_piece",
    "parts",
    "sampling",
    "cap",
    "temperature",
    "micro_batch_tokens",
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
    "lora",
    "robust",
    "gradient_checkpointing",
    "seed",
}


@pytest.fixture
def training(small: dict[str, Any], catalogue: Any) -> TrainingSteps:
    return new_grid(Experiment.model_validate(small), catalogue).training


def trained(plan: Plan, task: str) -> list[Step]:
    return [step for step in plan if step.kind == "fine_tune" and step.params["task"] == task]


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
    first = training.checkpoint(arm, target, "", (1, 1))
    n_steps = len(training.table.steps)
    assert training.checkpoint(arm, target, "", (1, 1)) is first
    assert len(training.table.steps) == n_steps


def test_the_untrained_encoder_is_no_checkpoint(training: TrainingSteps) -> None:
    none, mates = training.experiment.arms[0], training.experiment.targets[1]
    assert training.checkpoint(none, mates, "", (1, 1)) is None
    assert list(training.table.steps) == [training.encoder.step_id]


def test_stages_of_a_card_follow_one_another_with_the_head(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "causes"}], arms=[{"name": "none"}], seeds=[1])
    first, second = (step for step in plan if step.kind == "fine_tune")
    assert [first.params["task"], second.params["task"]] == ["scenes", "small_causes"]
    assert (first.inputs["start"], second.inputs["start"]) == (None, first.step_id)
    assert second.params["carry_over"] == "encoder_and_head"


def test_stages_of_a_target_have_recipes_of_their_own(plan_of: PlanOf) -> None:
    stages = [
        {"tasks": ["tags"], "training": {"epochs": 7}},
        {"tasks": ["pairs"], "carry_over": "encoder", "training": {"max_updates": 3}},
    ]
    target = {"task": "served", "stages": stages, "training": {"epochs": 5}}
    plan = plan_of(targets=[target], arms=[{"name": "none"}], seeds=[1])
    (tags,), (pairs,) = trained(plan, "tags"), trained(plan, "pairs")
    assert (tags.params["epochs"], tags.params["max_updates"]) == (7, 0)
    assert (pairs.params["epochs"], pairs.params["max_updates"]) == (5, 3)
    assert pairs.inputs["start"] == tags.step_id


def test_a_target_with_a_dual_encoder_trains_it_on_questions(plan_of: PlanOf) -> None:
    target = {"task": "answers", "stages": [{"tasks": ["questions"]}, {"tasks": ["questions"]}]}
    plan = plan_of(targets=[target], arms=[{"name": "none"}], seeds=[1], noise={})
    first, second = trained(plan, "questions")
    assert (first.params["kind"], second.params["kind"]) == ("span_qa", "answer_retrieval")
    assert second.params["fields"] == ["question", "context"]
    other = plan_of(
        targets=[{"task": "mates", "train": ["questions"]}], arms=[{"name": "none"}], seeds=[1]
    )
    assert [step.params["kind"] for step in trained(other, "questions")] == ["span_qa"]


def test_an_oracle_has_a_checkpoint_for_every_language(plan_of: PlanOf) -> None:
    oracle = {"task": "served", "training": {"selection": "target_validation"}}
    plan = plan_of(targets=[oracle], arms=[{"name": "none"}], seeds=[1])
    found = {
        plan.steps[step.inputs["validation"][0]].params["language"]: step
        for step in trained(plan, "pairs")
    }
    assert set(found) == {"en", "de", "th"}
    assert {step.params["selection"] for step in found.values()} == {"target_validation"}
    for language, step in found.items():
        validation = plan.steps[step.inputs["validation"][0]].params
        assert (validation["task"], validation["split"]) == ("served", "validation")
        (cell,) = {
            prediction.inputs["checkpoint"]
            for prediction in plan
            if prediction.kind == "predict"
            and plan.steps[str(prediction.inputs["examples"])].params["language"] == language
        }
        assert cell == step.step_id
    (compare,) = (step for step in plan if step.kind == "compare")
    assert all(cell["oracle"] for cell in compare.params["cells"])
    assert any(note.startswith("Oracle:") for note in plan.notes)


def test_only_the_last_stage_of_a_target_may_be_an_oracle(plan_of: PlanOf) -> None:
    plan = plan_of(training={"selection": "target_validation"}, seeds=[1])
    selections = {
        (step.params["task"], step.params["selection"]) for step in plan if step.kind == "fine_tune"
    }
    assert selections == {("tags", "source_validation"), ("pairs", "target_validation")}
    (compare,) = (step for step in plan if step.kind == "compare")
    marks = {(cell["task"], cell["oracle"]) for cell in compare.params["cells"]}
    assert marks == {("served", True), ("mates", False)}
