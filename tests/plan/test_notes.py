"""What a reader must distrust is said before anything runs."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from crosswind.plan.graph import Plan
from crosswind.records.encoder_card import EncoderCard

PlanOf = Callable[..., Plan]


def notes(plan: Plan, word: str) -> list[str]:
    return [note for note in plan.notes if word in note]


def test_an_experiment_on_benchmark_text_has_no_note_on_embedded_text(plan_of: PlanOf) -> None:
    assert notes(plan_of(), "Embedded") == []
    assert "toys" in notes(plan_of(targets=[{"task": "toys"}]), "Embedded")[0]


def test_the_same_task_is_told_for_each_pair(plan_of: PlanOf) -> None:
    plan = plan_of(arms=[{"name": "none"}, {"name": "p", "stages": [{"tasks": ["pairs"]}]}])
    (note,) = notes(plan, "Same task")
    assert "arm p" in note
    assert "pairs before served" in note
    (compare,) = (step for step in plan if step.kind == "compare")
    marks = {(cell["arm"], cell["task"]): cell["same_task"] for cell in compare.params["cells"]}
    assert marks == {
        ("none", "served"): False,
        ("none", "mates"): False,
        ("p", "served"): True,
        ("p", "mates"): False,
        ("none update-matched to p", "served"): True,
    }


def test_what_the_encoder_was_taught_is_told(plan_of: PlanOf, known_encoder: Any) -> None:
    plan = plan_of(known_encoder)
    assert notes(plan, "already taught with: NLI")
    assert notes(plan, "Re-exposure")[0].endswith("pairs.")
    assert notes(plan, "Retrieval is not untrained")[0].endswith("mates.")
    assert notes(plan_of(), "already taught") == []


def test_re_exposure_needs_a_task_that_is_used(plan_of: PlanOf, known_encoder: Any) -> None:
    plan = plan_of(known_encoder, targets=[{"task": "toys"}])
    assert notes(plan, "Re-exposure") == []
    assert notes(plan, "Retrieval") == []


def test_few_seeds_are_told(plan_of: PlanOf) -> None:
    assert notes(plan_of(seeds=[1]), "1 training seed:")
    assert notes(plan_of(seeds=[1, 2]), "2 training seeds:")
    assert notes(plan_of(seeds=[1, 2, 3]), "training seed") == []
    assert notes(plan_of(), "One noise seed")
    assert notes(plan_of(noise={}), "One noise seed") == []
    two = {"perturbations": ["typo"], "seeds": [0, 1]}
    assert notes(plan_of(noise=two), "One noise seed") == []


def test_what_the_encoder_knows_changes_no_work(plan_of: PlanOf, known_encoder: Any) -> None:
    plain, known = plan_of(), plan_of(known_encoder)
    different = [key for key in known.steps if key not in plain.steps]
    assert [known.steps[key].kind for key in different] == ["compare", "render_report"]


def test_cells_are_marked_where_the_encoder_saw_a_task_before(
    plan_of: PlanOf, known_encoder: Any
) -> None:
    def marks(plan: Plan) -> set[tuple[str, bool]]:
        (compare,) = (step for step in plan if step.kind == "compare")
        return {(cell["task"], cell["re_exposure"]) for cell in compare.params["cells"]}

    assert marks(plan_of()) == {("served", False), ("mates", False)}
    assert marks(plan_of(known_encoder)) == {("served", True), ("mates", False)}


def test_not_zero_shot_names_who_had_the_text(plan_of: PlanOf, catalogue: Any) -> None:
    known = replace(catalogue, encoder=EncoderCard(name="tiny", tasks_in_many=("served",)))
    stage = {"tasks": ["more_pairs"], "languages": ["en", "de"]}
    arms = [{"name": "none"}, {"name": "translated", "stages": [stage]}]
    plan = plan_of(known, arms=arms, targets=[{"task": "served"}])
    by_makers, by_us = notes(plan, "Not zero-shot")
    assert "since the makers of the encoder tiny had labelled text" in by_makers
    assert by_makers.endswith("served in de, th.")
    assert "since arm translated has labelled text" in by_us
    assert by_us.endswith("served in de.")


def test_targets_in_the_source_language_alone_show_no_transfer(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "served", "languages": ["en"]}, {"task": "mates"}])
    (note,) = notes(plan, "No transfer")
    assert "in the source language en alone" in note
    assert note.endswith(": served.")
    assert notes(plan_of(), "No transfer") == []
