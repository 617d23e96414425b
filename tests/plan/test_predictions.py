"""Pools of candidates, thresholds, and params of prediction."""

from collections.abc import Callable
from typing import Any

from crosswind.config.schema import Experiment
from crosswind.plan.graph import Plan
from crosswind.plan.grid import new_grid
from crosswind.plan.steps import Step
from crosswind.records.encoder_card import EncoderCard

PlanOf = Callable[..., Plan]
ONE: dict[str, Any] = {"arms": [{"name": "none"}], "seeds": [1]}


def of_kind(plan: Plan, kind: str) -> list[Step]:
    return [step for step in plan if step.kind == kind]


def languages_of_pool(plan: Plan, step: Step) -> list[str]:
    pool = [plan.steps[key] for key in step.inputs["candidates"] or ()]
    assert all(item.params["part"] == "candidates" for item in pool)
    return [item.params["language"] for item in pool]


def test_a_shared_pool_holds_all_evaluated_languages_under_every_condition(
    plan_of: PlanOf,
) -> None:
    plan = plan_of(targets=[{"task": "answers", "languages": ["de", "en"]}], **ONE)
    predictions = of_kind(plan, "predict")
    assert len(predictions) == 6
    assert all(languages_of_pool(plan, step) == ["de", "en"] for step in predictions)
    (compare,) = of_kind(plan, "compare")
    assert {cell["pool"] for cell in compare.params["cells"]} == {"de+en"}
    assert any("map_at_20[de+en]" in note for note in plan.notes)
    pools = {(step.params["part"], *step.params["pool"]) for step in of_kind(plan, "load_examples")}
    assert pools == {("examples", "de", "en"), ("candidates",)}


def test_a_pool_of_its_own_is_no_part_of_a_score(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "mined", "languages": ["de", "th"]}], noise={}, **ONE)
    for step in of_kind(plan, "predict"):
        examples = plan.steps[str(step.inputs["examples"])].params
        assert languages_of_pool(plan, step) == [examples["language"]]
    (compare,) = of_kind(plan, "compare")
    assert {cell["pool"] for cell in compare.params["cells"]} == {""}


def test_other_kinds_have_no_pool(plan_of: PlanOf) -> None:
    assert {step.inputs["candidates"] for step in of_kind(plan_of(), "predict")} == {()}


def test_a_threshold_is_tuned_on_clean_validation_text_once_an_arm(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "mined", "languages": ["de"]}], seeds=[1])
    tuned = {
        (step.inputs["tuning_examples"], step.inputs["tuning_predictions"])
        for step in of_kind(plan, "score")
    }
    assert len(of_kind(plan, "score")) == 6  # two arms under three conditions
    assert len(tuned) == 2
    assert {step.params["threshold"] for step in of_kind(plan, "score")} == {"tuned"}
    for examples, predictions in tuned:
        read = plan.steps[str(examples)].params
        assert (read["split"], read["part"]) == ("validation", "examples")
        said = plan.steps[str(predictions)]
        assert said.inputs["examples"] == examples
        pool = [plan.steps[key].params for key in said.inputs["candidates"] or ()]
        assert {item["split"] for item in pool} == {"validation"}
    assert any("threshold of mined" in note for note in plan.notes)


def test_where_validation_text_is_scored_the_threshold_is_cross_fitted(plan_of: PlanOf) -> None:
    target = {"task": "mined", "languages": ["de"], "evaluation_split": "validation"}
    plan = plan_of(targets=[target], **ONE)
    clean, *noisy = of_kind(plan, "score")
    assert {step.params["threshold"] for step in (clean, *noisy)} == {"cross_fitted"}
    for step in (clean, *noisy):
        assert step.inputs["tuning_examples"] == clean.inputs["examples"]
        assert step.inputs["tuning_predictions"] == clean.inputs["predictions"]
    assert len(of_kind(plan, "predict")) == 3


def test_other_kinds_have_no_threshold(plan_of: PlanOf) -> None:
    for step in of_kind(plan_of(), "score"):
        assert step.params["threshold"] == "none"
        assert step.inputs["tuning_examples"] is step.inputs["tuning_predictions"] is None


def test_windows_overlap_by_no_more_than_half(small: dict[str, Any], catalogue: Any) -> None:
    predictions = new_grid(Experiment.model_validate(small), catalogue).predictions
    target = predictions.experiment.targets[0]
    card = EncoderCard(name="tiny")
    assert predictions.params(target, card)["stride"] == 128
    small["training"] = {"max_tokens": 64}
    predictions = new_grid(Experiment.model_validate(small), catalogue).predictions
    assert predictions.params(target, card)["stride"] == 32


def test_a_preset_reads_as_many_tokens_as_its_reference(plan_of: PlanOf) -> None:
    def length(**target: Any) -> int:
        retrieval = {"preset": "jiant", "layer": 1}
        plan = plan_of(targets=[{"task": "mates", "retrieval": retrieval, **target}], **ONE)
        (found,) = {step.params["max_tokens"] for step in of_kind(plan, "predict")}
        return int(found)

    assert length() == 512
    assert length(training={"max_tokens": 99}) == 99
