"""Conditions of a target: clean, published noise, drawn noise."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]


def compare_of(plan: Plan) -> Step:
    (step,) = (item for item in plan if item.kind == "compare")
    return step


def test_published_noise_is_a_condition_of_its_own(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "misspelled", "languages": ["de"]}], seeds=[1])
    cells = compare_of(plan).params["cells"]
    conditions = {(cell["perturbation"], cell["severity"], cell["apart"]) for cell in cells}
    assert conditions == {
        ("", 0, False),
        ("real_typos", 1, True),
        ("typo", 1, False),
        ("typo", 3, False),
    }
    assert compare_of(plan).params["published_noise"] == {"misspelled": "real_typos"}
    splits = {
        step.params["split"]
        for step in plan
        if step.kind == "load_examples" and step.params["task"] == "misspelled"
    }
    assert splits == {"clean", "test"}
    assert any("published with real noise" in note for note in plan.notes)


def test_drawn_noise_acts_on_the_clean_rows_of_published_noise(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "misspelled", "languages": ["de"]}], seeds=[1])
    for step in plan:
        if step.kind == "perturb_examples":
            assert step.params["split"] == "clean"
            assert plan.steps[str(step.inputs["examples"])].params["split"] == "clean"


def test_the_report_reads_no_edits_of_published_noise(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "misspelled", "languages": ["de"]}], seeds=[1])
    (report,) = (step for step in plan if step.kind == "render_report")
    kinds = {plan.steps[key].kind for key in report.inputs["perturbed"] or ()}
    assert kinds == {"perturb_examples"}


def test_other_targets_have_no_published_noise(plan_of: PlanOf) -> None:
    assert compare_of(plan_of()).params["published_noise"] == {}


def test_kept_fields_are_told_to_the_noise(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "causes", "languages": ["de"]}])
    kept = {tuple(step.params["kept_fields"]) for step in plan if step.kind == "perturb_examples"}
    assert kept == {("question",)}


def test_a_pair_is_perturbed_under_its_label(plan_of: PlanOf, catalogue: Any) -> None:
    target = {"task": "two_texts", "languages": ["de", "en"], "pairing": "generalised"}
    plan = plan_of(targets=[target])
    languages = {step.params["language"] for step in plan if step.kind == "perturb_examples"}
    assert languages == {"de", "de+en", "en+de", "en"}
    facts = replace(catalogue, cannot={("typo", "de+en"): "de: no keyboard"})
    assert "typo on de+en: de: no keyboard" in " ".join(plan_of(facts, targets=[target]).notes)
