"""The parts of a stage: which head, which text, which recipe, and who predicts."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from crosswind.config.arms import Stage
from crosswind.core.errors import ConfigError
from crosswind.plan.graph import Plan
from crosswind.plan.parts import joined_card, predicting_part, stage_parts
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]
MIXED = {"tasks": ["tags", "pairs", "questions"], "sampling": "size_capped", "cap": 100}
ONE: dict[str, Any] = {"seeds": [1], "noise": {}}


def arm(**stage: Any) -> dict[str, Any]:
    return {"name": "mixed", "stages": [{**MIXED, **stage}]}


def mixture(plan: Plan) -> Step:
    (step,) = (item for item in plan if item.kind == "fine_tune" and item.params["parts"])
    return step


def told(step: Step, key: str) -> list[Any]:
    return [part[key] for part in step.params["parts"]]


def texts(plan: Plan, step: Step, name: str) -> list[tuple[str, str, str]]:
    found = step.inputs[name]
    assert isinstance(found, tuple)
    sets = [plan.steps[key].params for key in found]
    return [(one["task"], one["language"], one["held_out"]) for one in sets]


def test_every_task_of_a_mixture_has_a_head_and_texts_of_its_own(plan_of: PlanOf) -> None:
    plan = plan_of(arms=[{"name": "none"}, arm()], targets=[{"task": "mates"}], **ONE)
    step = mixture(plan)
    assert told(step, "task") == MIXED["tasks"]
    assert told(step, "kind") == ["tagging", "pair_classification", "span_qa"]
    assert (step.params["sampling"], step.params["cap"]) == ("size_capped", 100)
    assert step.params["task"] == "tags+pairs+questions"
    assert told(step, "n_texts") == told(step, "n_validation") == [1, 1, 1]
    assert [task for task, _, _ in texts(plan, step, "validation")] == MIXED["tasks"]


def test_a_task_of_a_mixture_may_have_a_recipe_of_its_own(plan_of: PlanOf) -> None:
    change = {"questions": {"batch_examples": 16, "max_tokens": 384, "max_examples": 50}}
    plan = plan_of(
        arms=[{"name": "none"}, arm(per_task=change)], targets=[{"task": "mates"}], **ONE
    )
    step = mixture(plan)
    assert told(step, "batch_examples") == [32, 32, 16]
    assert told(step, "max_tokens") == [256, 256, 384]
    sizes = [plan.steps[key].params["max_examples"] for key in step.inputs["train"] or ()]
    assert sizes == [0, 0, 50]


def test_shares_are_those_of_the_tasks(plan_of: PlanOf) -> None:
    stage = {"sampling": "fixed", "shares": {"tags": 1.0, "pairs": 2.0, "questions": 1.0}}
    del (changed := arm(**stage))["stages"][0]["cap"]
    plan = plan_of(arms=[{"name": "none"}, changed], targets=[{"task": "mates"}], **ONE)
    assert told(mixture(plan), "share") == [1.0, 2.0, 1.0]


def test_masked_text_is_a_part_a_language(plan_of: PlanOf, catalogue: Any) -> None:
    card = dataclasses.replace(catalogue.card("mates"), name="mlm_text", kind="masked_lm")
    facts = dataclasses.replace(catalogue, cards={**catalogue.cards, "mlm_text": card})
    mlm = {"text": "wiki", "share": 0.25, "languages": ["de", "th"]}
    stage = {"tasks": ["pairs"], "mlm": mlm}
    arms = [{"name": "none"}, {"name": "mixed", "stages": [stage]}]
    training = {"selection": "last_update"}
    plan = plan_of(facts, arms=arms, targets=[{"task": "mates"}], training=training, **ONE)
    step = mixture(plan)
    assert told(step, "task") == ["pairs", "mlm_text", "mlm_text"]
    assert told(step, "language") == ["", "de", "th"]
    assert told(step, "n_validation") == [0, 1, 1]
    assert told(step, "mask_rate") == [0.0, 0.15, 0.15]
    assert texts(plan, step, "train")[1:] == [
        ("mlm_text", "de", "kept"),
        ("mlm_text", "th", "kept"),
    ]
    held_out = [("mlm_text", "de", "held_out"), ("mlm_text", "th", "held_out")]
    assert texts(plan, step, "validation") == held_out
    assert step.params["task"] == "pairs+mlm_text"
    assert any(note.startswith("Masked words") for note in plan.notes)


def test_controls_keep_the_text(plan_of: PlanOf) -> None:
    arms = [
        {"name": "none"},
        {"name": "true", "stages": [{"tasks": ["tags"]}]},
        {"name": "shuffled", "stages": [{"tasks": ["tags"], "control": "shuffled_labels"}]},
        {"name": "masked", "stages": [{"tasks": ["tags"], "control": "english_mlm"}]},
    ]
    plan = plan_of(arms=arms, targets=[{"task": "mates"}], **ONE)
    steps = [step for step in plan if step.kind == "fine_tune"]
    assert len({step.inputs["train"] for step in steps}) == 1
    found = {(step.params["parts"] or [{"control": ""}])[0]["control"]: step for step in steps}
    assert set(found) == {"", "shuffled_labels", "english_mlm"}
    assert found["shuffled_labels"].params["selection"] == "last_update"
    assert found["shuffled_labels"].inputs["validation"] == ()
    assert found["english_mlm"].params["parts"][0]["mask_rate"] == 0.15
    assert sum(note.startswith("Control:") for note in plan.notes) == 2


def test_text_in_an_evaluated_language_is_not_zero_shot(plan_of: PlanOf) -> None:
    stage = {"tasks": ["more_pairs"], "languages": ["en", "de"]}
    arms = [{"name": "none"}, {"name": "translated", "stages": [stage]}]
    plan = plan_of(arms=arms, targets=[{"task": "served"}], **ONE)
    (compare,) = (step for step in plan if step.kind == "compare")
    marks = {
        (cell["arm"], cell["language"]) for cell in compare.params["cells"] if cell["not_zero_shot"]
    }
    assert marks == {("translated", "de")}
    (note,) = (note for note in plan.notes if note.startswith("Not zero-shot"))
    assert note.endswith("arm translated has labelled text in the language: served in de.")


def test_the_baseline_is_matched_to_arms_on_the_same_task(plan_of: PlanOf) -> None:
    arms = [
        {"name": "none"},
        {"name": "same", "stages": [{"tasks": ["tags"]}, {"tasks": ["pairs"]}]},
        {"name": "other", "stages": [{"tasks": ["tags"]}]},
    ]
    targets = [{"task": "served", "languages": ["en"]}, {"task": "mates", "languages": ["de"]}]
    plan = plan_of(arms=arms, targets=targets, **ONE)
    (compare,) = (step for step in plan if step.kind == "compare")
    name = "none update-matched to same"
    cells = [cell for cell in compare.params["cells"] if cell["arm"] == name]
    assert [(cell["task"], cell["same_task"]) for cell in cells] == [("served", True)]
    (step,) = (item for item in plan if item.kind == "fine_tune" and item.inputs["matched"])
    assert step.inputs["start"] is None
    chain = [plan.steps[key].params["task"] for key in step.inputs["matched"] or ()]
    assert chain == ["tags", "pairs"]
    assert any(note.startswith(name) for note in plan.notes)


def test_joined_tasks_have_the_card_of_the_first(catalogue: Any) -> None:
    assert joined_card(("more_pairs", "pairs"), catalogue).name == "more_pairs"
    for change in ({"kind": "classification"}, {"fields": ("a", "b")}, {"labels": ("x",)}):
        odd = dataclasses.replace(catalogue.card("pairs"), name="odd", **change)
        facts = dataclasses.replace(catalogue, cards={**catalogue.cards, "odd": odd})
        with pytest.raises(ConfigError, match="one kind, fields and labels") as error:
            joined_card(("pairs", "odd"), facts)
        assert "sampling" in error.value.action


def parts_of(catalogue: Any, *tasks: str) -> Any:
    return stage_parts(Stage(tasks=tasks, sampling="uniform"), catalogue)


def test_the_part_that_agrees_predicts(catalogue: Any) -> None:
    served, tags = catalogue.card("served"), catalogue.card("tags")
    assert predicting_part(parts_of(catalogue, "pairs"), served) == ""
    assert predicting_part(parts_of(catalogue, "tags", "more_pairs", "pairs"), served) == "pairs"
    assert predicting_part(parts_of(catalogue, "tags", "more_pairs"), served) == "more_pairs"
    assert predicting_part(parts_of(catalogue, "tags", "pairs"), tags) == "tags"
    with pytest.raises(ConfigError, match="no task of the mixture"):
        predicting_part(parts_of(catalogue, "tags", "questions"), served)
    lonely = dataclasses.replace(served, train_tasks=())
    with pytest.raises(ConfigError, match="several tasks of the mixture"):
        predicting_part(parts_of(catalogue, "more_pairs", "pairs"), lonely)


def test_a_target_that_a_mixture_trains_is_predicted_by_its_part(plan_of: PlanOf) -> None:
    stage = {"tasks": ["tags", "pairs"], "sampling": "uniform"}
    targets = [{"task": "served", "languages": ["de"], "stages": [stage]}]
    plan = plan_of(arms=[{"name": "none"}], targets=targets, **ONE)
    assert {step.params["part"] for step in plan if step.kind == "predict"} == {"pairs"}


def test_an_oracle_judges_the_part_that_predicts(plan_of: PlanOf) -> None:
    stage = {"tasks": ["tags", "pairs"], "sampling": "uniform"}
    training = {"selection": "target_validation"}
    target = {"task": "served", "languages": ["de"], "stages": [stage], "training": training}
    plan = plan_of(arms=[{"name": "none"}], targets=[target], **ONE)
    step = mixture(plan)
    assert told(step, "n_validation") == [0, 1]
    assert [task for task, _, _ in texts(plan, step, "validation")] == ["served"]
