"""What trains and what selects never meet what is scored."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crosswind.plan.catalogue import TrainingText
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]
ONE_ARM: dict[str, Any] = {"arms": [{"name": "none"}], "seeds": [1]}
Part = tuple[str, str, str, int]


def parts(plan: Plan, task: str) -> tuple[Part, Part | None]:
    """(training text, selection text) of the only checkpoint of a task."""
    (step,) = (item for item in plan if item.kind == "fine_tune" and item.params["task"] == task)
    (train,) = step.inputs["train"] or ()
    validation = step.inputs["validation"]
    return _part(plan.steps[train]), _part(plan.steps[validation[0]]) if validation else None


def _part(step: Step) -> Part:
    params = step.params
    return params["task"], params["split"], params["held_out"], params["max_examples"]


def held_out_notes(plan: Plan) -> list[str]:
    return [note for note in plan.notes if note.startswith("Held out")]


def test_a_validation_split_that_nobody_scores_selects(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "tags"}], **ONE_ARM)
    assert parts(plan, "tags") == (("tags", "train", "", 0), ("tags", "validation", "", 500))
    assert held_out_notes(plan) == []


def test_a_validation_split_that_is_scored_does_not_select(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "tags", "evaluation_split": "validation"}], **ONE_ARM)
    assert parts(plan, "tags") == (("tags", "train", "kept", 0), ("tags", "train", "held_out", 0))
    (note,) = held_out_notes(plan)
    assert "train text of tags" in note
    assert "scored on its validation text" in note


def test_the_text_of_a_kin_that_is_scored_does_not_select(plan_of: PlanOf, catalogue: Any) -> None:
    kin = replace(catalogue.card("served"), selection_overlap=("pairs",))
    facts = replace(catalogue, cards={**catalogue.cards, "served": kin})
    plan = plan_of(facts, targets=[{"task": "served"}], **ONE_ARM)
    assert parts(plan, "pairs")[1] == ("pairs", "train", "held_out", 0)


def test_an_arm_keeps_clear_of_every_target_and_is_trained_once(plan_of: PlanOf) -> None:
    arms = [{"name": "tagged", "stages": [{"tasks": ["tags"]}]}]
    targets = [{"task": "mates"}, {"task": "toys"}]
    before = plan_of(arms=arms, targets=targets, seeds=[1])
    assert parts(before, "tags")[1] == ("tags", "validation", "", 500)
    scored = {"task": "tags", "train": ["toys"], "evaluation_split": "validation"}
    after = plan_of(arms=arms, targets=[*targets, scored], seeds=[1])
    assert parts(after, "tags") == (("tags", "train", "kept", 0), ("tags", "train", "held_out", 0))


@pytest.mark.parametrize("selection", ["source_validation", "last_update"])
def test_of_the_only_text_a_part_is_held_out(
    plan_of: PlanOf, catalogue: Any, selection: str
) -> None:
    only = TrainingText(split="validation", validation="")
    facts = replace(catalogue, texts={"pairs": only})
    training = {"selection": selection}
    plan = plan_of(facts, targets=[{"task": "served"}], training=training, **ONE_ARM)
    train, validation = parts(plan, "pairs")
    assert train == ("pairs", "validation", "kept", 0)
    selected = ("pairs", "validation", "held_out", 0)
    assert validation == (selected if selection == "source_validation" else None)
    assert "no other labelled text" in held_out_notes(plan)[0]


def test_nothing_is_held_out_where_nothing_selects_and_all_may_train(
    plan_of: PlanOf, catalogue: Any
) -> None:
    facts = replace(catalogue, texts={"pairs": TrainingText(validation="")})
    training = {"selection": "last_update", "hold_out": False}
    plan = plan_of(facts, targets=[{"task": "served"}], training=training, **ONE_ARM)
    assert parts(plan, "pairs") == (("pairs", "train", "", 0), None)
    assert held_out_notes(plan) == []


def test_a_sample_is_drawn_from_what_is_kept(plan_of: PlanOf) -> None:
    target = {"task": "tags", "evaluation_split": "validation"}
    plan = plan_of(targets=[target], training={"max_examples": 50}, **ONE_ARM)
    assert parts(plan, "tags") == (("tags", "train", "kept", 50), ("tags", "train", "held_out", 0))


def test_two_parts_of_one_source_are_told(plan_of: PlanOf, catalogue: Any) -> None:
    class OneFile(type(catalogue)):  # type: ignore[misc]
        def digests(self, wanted: Any) -> dict[str, str]:
            return {f"{wanted.task}/dev.tsv": "1"}

    facts = OneFile(cards=catalogue.cards)
    (note,) = (note for note in plan_of(facts, **ONE_ARM).notes if "two parts" in note)
    assert note == (
        "What trains and what selects in pairs are two parts of pairs/dev.tsv, as the task "
        "reads it."
    )
    assert not [note for note in plan_of(**ONE_ARM).notes if "two parts" in note]
