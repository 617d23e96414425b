from typing import Any

from crosswind.plan.graph import Plan

CLAIM = {"text": "a", "kind": "region", "quantity": "intermediate_gain", "arm": "tagged",
         "expect": "> 0"}  # fmt: skip
FACT = {"text": "b", "kind": "fact", "quantity": "n_targets", "expect": "= 1"}


def planned(plan_of: Any, *claims: dict[str, Any], **changes: Any) -> Plan:
    plan: Plan = plan_of(
        arms=[
            {"name": "none"},
            {"name": "tagged", "stages": [{"tasks": ["tags"]}]},
            {"name": "all", "stages": [{"tasks": ["tags"]}, {"tasks": ["pairs"]}]},
        ],
        targets=[{"task": "tags", "languages": ["de", "en"]}],
        claims=list(claims),
        **changes,
    )
    return plan


def of_kind(plan: Plan, kind: str) -> list[Any]:
    return [step for step in plan if step.kind == kind]


def test_a_claim_is_a_step_that_reads_nothing_and_that_the_report_reads(plan_of: Any) -> None:
    plan = planned(plan_of, CLAIM, FACT)
    stated = of_kind(plan, "state_claim")
    (report,) = of_kind(plan, "render_report")
    assert len(stated) == 2
    assert all(list(step.input_ids()) == [] for step in stated)
    labels = [plan.steps[key].label for key in report.inputs["claims"]]
    assert labels == ["claim: a", "claim: b"]


def test_adding_a_claim_leaves_scores_and_other_claims_as_they_are(plan_of: Any) -> None:
    before, after = planned(plan_of, CLAIM), planned(plan_of, CLAIM, FACT)
    gone = set(before.steps) - set(after.steps)
    assert {key.split("-v")[0] for key in gone} == {"compare", "render_report"}


def test_a_claim_that_changes_is_another_step(plan_of: Any) -> None:
    ids = {
        of_kind(planned(plan_of, claim), "state_claim")[0].step_id
        for claim in (CLAIM, {**CLAIM, "expect": "> 1"}, {**CLAIM, "text": "c"})
    }
    assert len(ids) == 3
    other = planned(plan_of, CLAIM, name="another")
    assert of_kind(other, "state_claim")[0].step_id not in ids


def test_rivals_are_written_out_and_analogues_marked(plan_of: Any) -> None:
    named = {**CLAIM, "text": "c", "encoder": "large"}
    (compare,) = of_kind(planned(plan_of, CLAIM, FACT, named), "compare")
    rows = compare.params["claims"]
    assert [row["against"] for row in rows] == ["none", "", "none"]
    assert [row["is_analogue"] for row in rows] == [False, False, True]


def test_facts_of_the_plan_are_there_where_a_claim_asks(plan_of: Any) -> None:
    assert of_kind(planned(plan_of, CLAIM), "compare")[0].params["plan_facts"] == {}
    facts = of_kind(planned(plan_of, FACT), "compare")[0].params["plan_facts"]
    assert facts == {
        "targets": ["tags"],
        "n_targets": 1,
        "languages": ["de", "en"],
        "n_languages": 2,
        "intermediate_tasks": ["pairs", "tags"],
        "n_intermediate_tasks": 2,
        "kinds": ["pair_classification", "tagging"],
        "arm_designs": ["baseline", "multi_task", "single_task"],
        "phases": ["intermediate_training", "target_training", "zero_shot_evaluation"],
    }
