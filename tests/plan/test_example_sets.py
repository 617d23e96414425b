"""Steps that read examples: every choice is a param, and a label says it to people."""

from typing import Any

from crosswind.plan.catalogue import ExampleSet
from crosswind.plan.example_sets import ExampleSteps
from crosswind.plan.steps import StepTable

WANTED = ExampleSet(task="served", language="de", split="test")


def test_every_choice_is_a_param(catalogue: Any) -> None:
    steps = ExampleSteps(catalogue=catalogue, table=StepTable())
    sets = [
        WANTED,
        ExampleSet(task="served", language="de+en", split="test"),
        ExampleSet(task="served", language="de", split="test", part="candidates"),
        ExampleSet(task="served", language="de", split="test", held_out="kept"),
        ExampleSet(task="served", language="de", split="test", max_examples=9),
        ExampleSet(task="served", language="de", split="test", pool=("de", "en")),
    ]
    found = [steps.load(wanted) for wanted in sets]
    assert len({step.step_id for step in found}) == len(sets)
    assert steps.load(WANTED) is found[0]
    assert [step.label for step in found] == [
        "served de test",
        "served de+en test",
        "served de test candidates",
        "served de test kept",
        "served de test",
        "served de test",
    ]


def test_the_files_are_known_by_their_digests(catalogue: Any) -> None:
    step = ExampleSteps(catalogue=catalogue, table=StepTable()).load(WANTED)
    assert step.params["sources"] == catalogue.digests(WANTED)
