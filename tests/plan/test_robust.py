"""Robust methods in a plan: copies, who is steadied, what is seen."""

from collections.abc import Callable
from typing import Any

import pytest

from crosswind.config.robust import robust_of
from crosswind.plan.graph import Plan
from crosswind.plan.robust import is_seen, seen_families
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]
NOISE = {"method": "noise_augmentation", "perturbation": "typo"}
SERVED = [{"task": "served", "languages": ["de"]}]


def of_kind(plan: Plan, kind: str) -> list[Step]:
    return [step for step in plan if step.kind == kind]


def training_copies(plan: Plan) -> list[Step]:
    return [step for step in of_kind(plan, "perturb_examples") if step.params["copy"]]


def arms(**changes: Any) -> list[dict[str, Any]]:
    return [{"name": "none"}, {"name": "steadied", **changes}]


def test_a_method_of_targets_trains_beside_the_plain_checkpoint(plan_of: PlanOf) -> None:
    plan = plan_of(arms=arms(target_robust=NOISE), targets=SERVED, seeds=[1])
    methods = {
        (step.params["robust"] or {}).get("settings", {}).get("method")
        for step in of_kind(plan, "fine_tune")
    }
    assert methods == {None, "noise_augmentation"}
    plain = plan_of(arms=[{"name": "none"}], targets=SERVED, seeds=[1])
    kinds = {"count_overlap", "compare", "render_report"}
    assert {step.step_id for step in plain if step.kind not in kinds} < set(plan.steps)


def test_there_is_a_copy_for_each_epoch_in_order(plan_of: PlanOf) -> None:
    plan = plan_of(arms=arms(target_robust=NOISE), targets=SERVED, training={"epochs": 3})
    trained = [step for step in of_kind(plan, "fine_tune") if step.params["robust"]]
    assert len(trained) == 2
    for step in trained:
        copies = [plan.steps[key] for key in step.inputs["copies"] or ()]
        assert [copy.params["copy"] for copy in copies] == [1, 2, 3]
        assert {copy.params["seed"] for copy in copies} == {step.params["seed"]}
        assert {copy.inputs["examples"] for copy in copies} == set(step.inputs["train"] or ())
        assert {(copy.params["low"], copy.params["high"]) for copy in copies} == {(0.0, 0.5)}
        assert step.params["robust"]["settings"]["copies"] == 3
    scored = [step for step in of_kind(plan, "perturb_examples") if not step.params["copy"]]
    assert {(step.params["low"], step.params["high"]) for step in scored} == {(0.0, 1.0)}


def test_several_perturbations_act_on_examples_of_their_own(plan_of: PlanOf) -> None:
    method = {**NOISE, "perturbation": ["typo", "ocr"], "severity": [1, 5], "copies": 1}
    plan = plan_of(arms=arms(target_robust=method), targets=SERVED, seeds=[1])
    (trained,) = (step for step in of_kind(plan, "fine_tune") if step.params["robust"])
    (last,) = trained.inputs["copies"] or ()
    chain = [plan.steps[last]]
    while chain[-1].kind == "perturb_examples":
        chain.append(plan.steps[str(chain[-1].inputs["examples"])])
    assert [chain[-1].step_id] == list(trained.inputs["train"] or ())
    found = [
        (step.params["perturbation"], step.params["severity"], step.params["low"])
        for step in reversed(chain[:-1])
    ]
    assert found == [("typo", 1, 0.0), ("typo", 5, 0.125), ("ocr", 1, 0.25), ("ocr", 5, 0.375)]
    assert chain[0].params["high"] == 0.5


def test_views_perturb_every_example(plan_of: PlanOf) -> None:
    method = {"method": "consistency", "perturbation": "typo", "copies": 2}
    plan = plan_of(arms=arms(target_robust=method), targets=SERVED, seeds=[1])
    assert {(step.params["low"], step.params["high"]) for step in training_copies(plan)} == {
        (0.0, 1.0)
    }


@pytest.mark.parametrize("method", ["adversarial", "random_smoothing", "synonym_smoothing"])
def test_other_methods_need_no_copies(plan_of: PlanOf, method: str) -> None:
    plan = plan_of(arms=arms(target_robust={"method": method}), targets=SERVED, seeds=[1])
    assert not training_copies(plan)
    assert any(step.params["robust"] for step in of_kind(plan, "fine_tune"))


def test_the_content_of_a_list_of_neighbors_is_part_of_the_step(plan_of: PlanOf) -> None:
    method = {"method": "synonym_smoothing", "neighbors": "list.txt"}
    plan = plan_of(arms=arms(target_robust=method), targets=SERVED, seeds=[1])
    (told,) = (
        step.params["robust"] for step in of_kind(plan, "fine_tune") if step.params["robust"]
    )
    assert len(told["neighbors_sha256"]) == 64


def test_the_last_stage_of_a_target_is_steadied(plan_of: PlanOf) -> None:
    plan = plan_of(arms=arms(target_robust=NOISE), targets=[{"task": "causes"}], seeds=[1])
    steadied = {
        (step.params["task"], bool(step.params["robust"])) for step in of_kind(plan, "fine_tune")
    }
    # The first stage is shared by both arms.
    assert steadied == {("scenes", False), ("small_causes", False), ("small_causes", True)}


def test_fields_that_stay_are_told(plan_of: PlanOf) -> None:
    stages = [{"tasks": ["causes"], "robust": {"method": "synonym_smoothing"}}]
    plan = plan_of(arms=arms(stages=stages), targets=SERVED, seeds=[1])
    told = [step.params["robust"] for step in of_kind(plan, "fine_tune") if step.params["robust"]]
    assert [one["kept_fields"] for one in told] == [["question"]]


def test_a_stage_of_a_target_keeps_its_own_method(plan_of: PlanOf) -> None:
    stages = [{"tasks": ["pairs"], "robust": {"method": "random_smoothing"}}]
    targets = [{"task": "served", "languages": ["de"], "stages": stages}]
    plan = plan_of(arms=arms(target_robust=NOISE), targets=targets, seeds=[1])
    assert not training_copies(plan)
    assert len(of_kind(plan, "fine_tune")) == 1


def cells(plan: Plan) -> list[dict[str, Any]]:
    (compare,) = of_kind(plan, "compare")
    found: list[dict[str, Any]] = compare.params["cells"]
    return found


def test_seen_noise_is_marked_by_family(plan_of: PlanOf) -> None:
    noise = {"perturbations": ["typo", "swap", "ocr"], "severities": [3]}
    plan = plan_of(arms=arms(target_robust=NOISE), targets=SERVED, seeds=[1], noise=noise)
    seen = {(cell["arm"], cell["perturbation"]) for cell in cells(plan) if cell["seen_noise"]}
    assert seen == {("steadied", "typo"), ("steadied", "swap")}
    before = {"stages": [{"tasks": ["tags"], "robust": NOISE}]}
    plan = plan_of(arms=arms(**before), targets=SERVED, seeds=[1], noise=noise)
    seen = {(cell["arm"], cell["perturbation"]) for cell in cells(plan) if cell["seen_noise"]}
    assert seen == {("steadied", "typo"), ("steadied", "swap")}


def test_a_method_without_noise_sees_none(catalogue: Any) -> None:
    assert seen_families([robust_of({"method": "adversarial"})], catalogue) == frozenset()
    seen = seen_families([robust_of(NOISE)], catalogue)
    assert is_seen("typo", seen, catalogue)
    assert not is_seen("ocr", seen, catalogue)
    assert not is_seen("", seen, catalogue)


def test_methods_are_told(plan_of: PlanOf) -> None:
    plan = plan_of(arms=arms(target_robust=NOISE), seeds=[1])
    notes = [note for note in plan.notes if "steadied" in note]
    assert notes == [
        (
            "Robust training: arm steadied, the last stage of served: noise_augmentation "
            "(perturbation typo, severity 3, share 0.5, sides default)."
        ),
        "Nothing is trained for mates: target_robust of arm steadied changes nothing there.",
    ]
