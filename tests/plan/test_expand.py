"""The laws of the grid: what changes an id, what does not, and what is shared."""

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError
from crosswind.plan.expand import expand
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step

PlanOf = Callable[..., Plan]
CLOSING = {"count_overlap", "compare", "render_report"}


def of_kind(plan: Plan, kind: str) -> list[Step]:
    return [step for step in plan if step.kind == kind]


def open_ids(plan: Plan) -> set[str]:
    """Ids of all steps but the closing ones, which read everything."""
    return {step.step_id for step in plan if step.kind not in CLOSING}


def ancestors(plan: Plan, step: Step) -> set[str]:
    found: set[str] = set()
    stack = list(step.input_ids())
    while stack:
        key = stack.pop()
        if key not in found:
            found.add(key)
            stack += plan.steps[key].input_ids()
    return found


def test_the_small_plan_counted_by_hand(plan_of: PlanOf) -> None:
    # Sets: served en, de and mates de, clean + 2 severities each, and the training text of
    # pairs and tags (train and validation). Checkpoints: tags 2 seeds; pairs after each arm,
    # 2 seeds. Cells: (2 languages x 3 conditions + 1 x 3) x 2 arms x 2 seeds = 36; the untrained
    # encoder of the baseline arm predicts mates once for both seeds: 3 fewer. Overlap: one count
    # a target, since the arm in front of mates is trained.
    assert plan_of().counts() == {
        "load_encoder": 1,
        "load_examples": 7,
        "count_overlap": 2,
        "perturb_examples": 6,
        "fine_tune": 6,
        "predict": 33,
        "score": 33,
        "compare": 1,
        "render_report": 1,
    }


def test_every_cell_of_the_grid_is_compared(plan_of: PlanOf) -> None:
    plan = plan_of()
    (compare,) = of_kind(plan, "compare")
    cells, scores = compare.params["cells"], compare.inputs["scores"]
    assert len(cells) == len(scores or ()) == 36
    keys = ("arm", "task", "language", "perturbation", "severity", "intermediate_seed")
    assert len({tuple(cell[key] for key in keys) for cell in cells}) == 36
    assert compare.params["baseline"] == "none"
    for cell, key in zip(cells, scores or (), strict=True):
        step = plan.steps[key]
        assert (step.params["task"], step.params["language"]) == (cell["task"], cell["language"])


def test_the_order_of_keys_does_not_matter(plan_of: PlanOf, small: dict[str, Any]) -> None:
    def backwards(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: backwards(value[key]) for key in reversed(value)}
        return [backwards(item) for item in value] if isinstance(value, list) else value

    assert plan_of(**backwards(small)).plan_id == plan_of().plan_id


@pytest.mark.parametrize(
    "change",
    [
        {"seeds": {"intermediate": [1, 2], "target": [1, 2], "design": "paired"}},
        {"training": {}},
        {"training": {"max_grad_norm": 1, "epochs": 2}},
        {"noise": {"perturbations": ["typo"], "severities": [1, 3], "seeds": [0]}},
        {
            "arms": [
                {"name": "none", "stages": []},
                {"name": "tagged", "stages": [{"tasks": ["tags"], "carry_over": "encoder"}]},
            ]
        },
        {"encoder": {"name": "tiny", "revision": ""}},
    ],
    ids=repr,
)
def test_the_spelling_of_an_experiment_does_not_matter(
    plan_of: PlanOf, change: dict[str, Any]
) -> None:
    assert set(plan_of(**change).steps) == set(plan_of().steps)


def test_writing_out_a_default_changes_no_work(plan_of: PlanOf, small: dict[str, Any]) -> None:
    targets = copy.deepcopy(small["targets"])
    targets[0] |= {"train": ["pairs"], "evaluation_split": "test", "training": {"epochs": 2}}
    assert open_ids(plan_of(targets=targets)) == open_ids(plan_of())


@given(st.permutations(["arms", "targets", "noise", "encoder", "seeds", "name"]))
@profile(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_of_sections_gives_the_same_plan(
    small: dict[str, Any], catalogue: Any, order: list[str]
) -> None:
    shuffled = Experiment.model_validate({key: small[key] for key in order})
    expected = expand(Experiment.model_validate(small), catalogue)
    assert expand(shuffled, catalogue).plan_id == expected.plan_id


@pytest.mark.parametrize(
    "change",
    [{"data": {"root": "/elsewhere"}}, {"data": {"offline": False}}, {"data": {"root": "../b"}}],
    ids=repr,
)
def test_places_are_no_part_of_any_id(plan_of: PlanOf, change: dict[str, Any]) -> None:
    assert set(plan_of(**change).steps) == set(plan_of().steps)


def test_a_question_and_a_name_move_the_report_alone(plan_of: PlanOf) -> None:
    changed = plan_of(name="other", question="why?")
    assert open_ids(changed) == open_ids(plan_of())
    assert of_kind(changed, "compare") == of_kind(plan_of(), "compare")
    assert of_kind(changed, "render_report") != of_kind(plan_of(), "render_report")


def test_a_severity_adds_its_own_steps_and_leaves_the_others(plan_of: PlanOf) -> None:
    before = plan_of()
    after = plan_of(noise={"perturbations": ["typo"], "severities": [1, 3, 5]})
    assert open_ids(before) < open_ids(after)
    added = [after.steps[key] for key in open_ids(after) - open_ids(before)]
    assert {step.kind for step in added} == {"perturb_examples", "predict", "score"}
    assert {step.params["severity"] for step in added if step.kind == "perturb_examples"} == {5}


def test_a_perturbation_an_arm_and_a_target_leave_the_others_alone(
    plan_of: PlanOf, small: dict[str, Any]
) -> None:
    before = open_ids(plan_of())
    arm = {"name": "more", "stages": [{"tasks": ["more_pairs"]}]}
    for change in (
        {"noise": {"perturbations": ["typo", "ocr"], "severities": [1, 3]}},
        {"arms": [*small["arms"], arm]},
        {"targets": [*small["targets"], {"task": "tags"}]},
        {"seeds": [1, 2, 3]},
    ):
        assert before < open_ids(plan_of(**change))


def test_the_noise_knows_neither_arm_nor_training_seed(plan_of: PlanOf) -> None:
    few = {step.step_id for step in of_kind(plan_of(seeds=[9]), "perturb_examples")}
    assert few == {step.step_id for step in of_kind(plan_of(), "perturb_examples")}


def test_the_seed_of_the_target_leaves_intermediate_training_alone(plan_of: PlanOf) -> None:
    def trained_on(plan: Plan, task: str) -> set[str]:
        return {step.step_id for step in of_kind(plan, "fine_tune") if step.params["task"] == task}

    before = plan_of(seeds={"intermediate": [1], "target": [1]})
    after = plan_of(seeds={"intermediate": [1], "target": [7]})
    assert trained_on(before, "tags") == trained_on(after, "tags")
    assert not trained_on(before, "pairs") & trained_on(after, "pairs")


def test_training_of_a_target_leaves_intermediate_training_alone(
    plan_of: PlanOf, small: dict[str, Any]
) -> None:
    targets = [{**small["targets"][0], "training": {"epochs": 5}}, small["targets"][1]]
    before, after = plan_of(), plan_of(targets=targets)
    kept = {step.params["task"] for step in of_kind(before, "fine_tune") if step in list(after)}
    assert kept == {"tags"}
    epochs = {step.params["task"]: step.params["epochs"] for step in of_kind(after, "fine_tune")}
    assert epochs == {"tags": 2, "pairs": 5}


def test_the_baseline_arm_has_no_intermediate_step(plan_of: PlanOf) -> None:
    plan = plan_of(arms=[{"name": "none"}])
    (task,) = {step.params["task"] for step in of_kind(plan, "fine_tune")}
    assert task == "pairs"
    assert {step.inputs["start"] for step in of_kind(plan, "fine_tune")} == {None}


def test_the_baseline_is_a_part_of_the_whole(plan_of: PlanOf) -> None:
    assert open_ids(plan_of(arms=[{"name": "none"}])) < open_ids(plan_of())


def test_an_intermediate_checkpoint_is_trained_once_for_all_targets(plan_of: PlanOf) -> None:
    targets = [{"task": "served"}, {"task": "mates"}, {"task": "tags"}, {"task": "toys"}]
    plan = plan_of(
        arms=[{"name": "more", "stages": [{"tasks": ["more_pairs"]}]}], targets=targets, seeds=[1]
    )
    intermediate = [
        step for step in of_kind(plan, "fine_tune") if step.params["task"] == "more_pairs"
    ]
    assert len(intermediate) == 1
    readers = [step for step in of_kind(plan, "fine_tune") if step.inputs["start"]]
    assert {step.inputs["start"] for step in readers} == {intermediate[0].step_id}
    assert {step.params["task"] for step in readers} == {"pairs", "tags", "toys"}


def test_targets_with_one_training_text_share_one_checkpoint(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "served"}, {"task": "pairs"}], seeds=[1])
    assert len(of_kind(plan, "fine_tune")) == 3  # tags; pairs after none and after tags


def test_stages_follow_one_another_and_every_one_starts_from_the_root(plan_of: PlanOf) -> None:
    stages = [{"tasks": ["tags"]}, {"tasks": ["pairs", "more_pairs"]}]
    plan = plan_of(arms=[{"name": "two", "stages": stages}], targets=[{"task": "toys"}], seeds=[1])
    by_task = {step.params["task"]: step for step in of_kind(plan, "fine_tune")}
    assert list(by_task) == ["tags", "pairs+more_pairs", "toys"]
    first, second, third = by_task.values()
    assert first.inputs["start"] is None
    assert second.inputs["start"] == first.step_id
    assert third.inputs["start"] == second.step_id
    assert len({step.inputs["encoder"] for step in by_task.values()}) == 1
    assert len(second.inputs["train"] or ()) == 2


def test_tasks_that_share_no_head_are_refused(plan_of: PlanOf) -> None:
    with pytest.raises(ConfigError, match="one kind, fields and labels") as caught:
        plan_of(arms=[{"name": "bad", "stages": [{"tasks": ["pairs", "other_pairs"]}]}])
    assert caught.value.value == ["pairs", "other_pairs"]
    assert "'no', 'yes'" in caught.value.allowed


def test_retrieval_is_judged_on_the_own_encoder_of_the_arm(plan_of: PlanOf) -> None:
    plan = plan_of(seeds=[1])
    checkpoints = {
        step.inputs["checkpoint"]
        for step in of_kind(plan, "predict")
        if step.params["task"] == "mates"
    }
    (trained,) = checkpoints - {None}
    assert plan.steps[trained].params["task"] == "tags"  # type: ignore[index]
    assert checkpoints == {None, trained}


def test_the_untrained_encoder_predicts_once_for_all_seeds(plan_of: PlanOf) -> None:
    plan = plan_of(arms=[{"name": "none"}], targets=[{"task": "mates", "languages": ["de"]}])
    assert plan.counts()["predict"] == plan.counts()["score"] == 3
    (compare,) = of_kind(plan, "compare")
    assert len(compare.params["cells"]) == 6


def test_retrieval_settings_change_its_predictions_alone(
    plan_of: PlanOf, small: dict[str, Any]
) -> None:
    targets = [small["targets"][0], {**small["targets"][1], "retrieval": {"layer": 8}}]
    before, after = plan_of(), plan_of(targets=targets)
    gone = [before.steps[key] for key in open_ids(before) - open_ids(after)]
    assert {(step.kind, step.params["task"]) for step in gone} == {
        ("predict", "mates"),
        ("score", "mates"),
    }


def test_selection_decides_whether_a_validation_text_is_read(plan_of: PlanOf) -> None:
    selecting, fixed = plan_of(), plan_of(training={"selection": "last_update"})
    assert all(step.inputs["validation"] for step in of_kind(selecting, "fine_tune"))
    assert not any(step.inputs["validation"] for step in of_kind(fixed, "fine_tune"))
    splits = {step.params["split"] for step in of_kind(fixed, "load_examples")}
    assert splits == {"train", "test"}


def test_training_and_validation_text_are_in_the_source_language(plan_of: PlanOf) -> None:
    for step in of_kind(plan_of(), "load_examples"):
        if step.params["split"] in {"train", "validation"}:
            assert step.params["language"] == "en"


def test_nothing_held_out_reads_all(plan_of: PlanOf) -> None:
    plan = plan_of(training={"selection": "last_update", "hold_out": False})
    splits = {step.params["split"] for step in of_kind(plan, "load_examples")}
    assert splits == {"all", "test"}


def test_a_changed_file_changes_what_reads_it_and_nothing_else(
    plan_of: PlanOf, catalogue: Any
) -> None:
    before, after = plan_of(), plan_of(replace(catalogue, content="2"))
    assert open_ids(before) & open_ids(after) == {
        step.step_id for step in of_kind(before, "load_encoder")
    }


def test_another_encoder_leaves_the_examples_alone(plan_of: PlanOf, catalogue: Any) -> None:
    other = replace(catalogue, source={"name": "big", "revision": "", "source": {}})
    before, after = plan_of(), plan_of(other)
    kept = {before.steps[key].kind for key in open_ids(before) & open_ids(after)}
    assert kept == {"load_examples", "perturb_examples"}


def test_a_perturbation_that_cannot_act_is_left_out_and_told(plan_of: PlanOf) -> None:
    plan = plan_of(targets=[{"task": "served", "languages": ["de", "th"]}])
    languages = {step.params["language"] for step in of_kind(plan, "perturb_examples")}
    assert languages == {"de"}
    assert "Not scored, because the perturbation cannot act: typo on th: no keyboard." in plan.notes


def test_a_perturbation_that_a_kind_does_not_survive_is_left_out(
    plan_of: PlanOf, catalogue: Any
) -> None:
    facts = replace(catalogue, cannot={("typo", "retrieval"): "no sense"})
    tasks = {step.params["task"] for step in of_kind(plan_of(facts), "perturb_examples")}
    assert tasks == {"served"}


def test_cells_whose_labels_may_not_survive_are_marked(plan_of: PlanOf) -> None:
    plan = plan_of(noise={"perturbations": ["typo", "reorder"], "severities": [1]})
    (compare,) = of_kind(plan, "compare")
    apart = {
        (cell["task"], cell["perturbation"]) for cell in compare.params["cells"] if cell["apart"]
    }
    assert apart == {("served", "reorder")}


def test_every_step_is_on_the_way_to_the_report(plan_of: PlanOf) -> None:
    plan = plan_of()
    (goal,) = plan.goals
    report = plan.steps[goal]
    assert report.kind == "render_report"
    assert ancestors(plan, report) | {goal} == set(plan.steps)


def test_golden_ids(plan_of: PlanOf) -> None:
    # These move when a version, a codec version, a param or a default moves, and never otherwise.
    # The report is left out: it holds the whole experiment.
    plan = plan_of(
        seeds=[1],
        arms=[{"name": "tagged", "stages": [{"tasks": ["tags"]}]}],
        targets=[{"task": "mates", "languages": ["de"]}],
        noise={"perturbations": ["typo"], "severities": [3]},
    )
    kept = sorted(step.step_id for step in plan if step.kind != "render_report")
    assert kept == [
        "compare-v4-7dff570cdd3ea24b20d31de4",
        "count_overlap-v1-2f3658a4761150f3c01007f0",
        "fine_tune-v4-75a97d0424d0db197877fe18",
        "load_encoder-v1-5ba65d1e980393548e34a6e8",
        "load_examples-v1-08731c4ad610313cc8c9c78b",
        "load_examples-v1-ab4d14814efc2271ef783485",
        "load_examples-v1-f65218860de7d40b891ef10e",
        "perturb_examples-v2-54ac97b1b9b2889524443296",
        "predict-v5-41e974d412def677241cae5b",
        "predict-v5-c11e98ea4287a27f4b4b7b44",
        "score-v1-3d24f404e7087aa2f7d2d87a",
        "score-v1-9be73db4b960b25c7d2db3ae",
    ]
