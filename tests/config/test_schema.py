"""Every rule of the experiment file, and every default."""

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from crosswind.config.schema import Experiment, Seeds
from crosswind.config.training import Training, TrainingChange

Check = Callable[[str], tuple[Experiment | None, list[Any]]]


def minimal(**changes: Any) -> Experiment:
    return Experiment.model_validate(
        {
            "name": "a",
            "encoder": {"name": "e"},
            "arms": [{"name": "none"}],
            "targets": [{"task": "xnli"}],
            **changes,
        }
    )


def test_every_default_is_written_out() -> None:
    assert minimal().model_dump(mode="json") == {
        "name": "a",
        "question": "",
        "seeds": {"intermediate": [1], "target": [1], "design": "paired"},
        "encoder": {"name": "e", "revision": ""},
        "data": {
            "root": "data",
            "offline": True,
            "revisions": {},
            "max_overlap": 0.05,
            "allow_overlap": [],
        },
        "arms": [
            {
                "name": "none",
                "stages": [],
                "target_robust": None,
                "checkpoint": "",
                "revision": "",
                "trained_on": [],
                "labels": [],
            }
        ],
        "benchmark": "",
        "targets": [
            {
                "task": "xnli",
                "train": [],
                "stages": [],
                "pairing": "same_language",
                "evaluation_split": "",
                "languages": "all",
                "max_examples": 0,
                "carry_over": "encoder",
                "retrieval": {
                    "preset": None,
                    "layer": None,
                    "pooling": None,
                    "margin": None,
                    "k": None,
                    "direction": None,
                    "search": "auto",
                },
                "training": None,
            }
        ],
        "noise": {"perturbations": [], "severities": [1, 3, 5], "seeds": [0], "sides": "default"},
        "training": {
            "learning_rate": 1e-5,
            "batch_examples": 32,
            "epochs": 2,
            "max_updates": 0,
            "max_examples": 0,
            "max_tokens": 256,
            "micro_batch_tokens": 0,
            "warmup_fraction": 0.1,
            "weight_decay": 0.01,
            "max_grad_norm": 1.0,
            "selection": "source_validation",
            "hold_out": True,
            "evaluate_every": 1000,
            "patience": 30,
            "embedding_rows": "auto",
            "word_piece": "first_visible",
            "lora": None,
            "gradient_checkpointing": False,
            "attention_dropout": 0.1,
            "hidden_dropout": 0.1,
            "precision": "auto",
        },
        "claims": [],
    }


def test_the_written_out_experiment_is_the_experiment() -> None:
    experiment = minimal(seeds=[1, 2], noise={"perturbations": ["typo"]})
    assert Experiment.model_validate(experiment.model_dump(mode="json")) == experiment


def test_an_experiment_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        minimal().name = "b"  # type: ignore[misc]


def test_a_change_has_a_key_for_every_key_of_the_training_and_no_value_by_itself() -> None:
    assert set(TrainingChange.model_fields) == set(Training.model_fields)
    assert set(TrainingChange().model_dump().values()) == {None}


@pytest.mark.parametrize("seeds", [[1, 2], {"intermediate": [1, 2], "target": [1, 2]}])
def test_the_short_form_of_the_seeds_is_both_lists_paired(seeds: Any) -> None:
    assert minimal(seeds=seeds).seeds.pairs() == ((1, 1), (2, 2))


def test_crossed_seeds_make_all_pairs() -> None:
    seeds = Seeds(intermediate=(1, 2), target=(3, 4, 5), design="crossed")
    assert seeds.pairs() == ((1, 3), (1, 4), (1, 5), (2, 3), (2, 4), (2, 5))


@pytest.mark.parametrize(
    "change",
    [
        {"seeds": []},
        {"seeds": 3},
        {"seeds": [1, 1]},
        {"seeds": [-1]},
        {"seeds": [2**31]},
        {"seeds": [1.0]},
        {"seeds": ["1"]},
        {"seeds": [True]},
        {"seeds": {"intermediate": [1, 2]}},
        {"seeds": {"intermediate": [1], "target": [1], "design": "latin"}},
        {"name": "a b"},
        {"name": ""},
        {"name": "../a"},
        {"name": "-a"},
        {"name": "a" * 81},
        {"name": 3},
        {"question": 3},
        {"encoder": "e5-small-q4"},
        {"encoder": {}},
        {"encoder": {"name": ""}},
        {"encoder": {"name": "a", "revision": 3}},
        {"data": {"offline": "true"}},
        {"data": {"offline": 1}},
        {"arms": []},
        {"arms": {"name": "none"}},
        {"arms": [{"name": "a"}, {"name": "a"}]},
        {"arms": [{"name": "a", "stages": [{"tasks": []}]}]},
        {"arms": [{"name": "a", "stages": [{"tasks": "mnli"}]}]},
        {"arms": [{"name": "a", "stages": [{"tasks": [1]}]}]},
        {"arms": [{"name": "a", "stages": [{"tasks": ["b"], "carry_over": "head"}]}]},
        {"targets": []},
        {"targets": [{"task": ""}]},
        {"targets": [{"task": "a"}, {"task": "a"}]},
        {"targets": [{"task": "a", "languages": "de"}]},
        {"targets": [{"task": "a", "languages": []}]},
        {"targets": [{"task": "a", "languages": ["de", 1]}]},
        {"targets": [{"task": "a", "languages": 3}]},
        {"targets": [{"task": "a", "languages": ["de", "de"]}]},
        {"targets": [{"task": "a", "train": ["b", "b"]}]},
        {"arms": [{"name": "a", "stages": [{"tasks": ["b", "b"]}]}]},
        {"targets": [{"task": "a", "evaluation_split": "train"}]},
        {"targets": [{"task": "a", "max_examples": -1}]},
        {"targets": [{"task": "a", "max_examples": "10"}]},
        {"targets": [{"task": "a", "max_examples": True}]},
        {"targets": [{"task": "a", "retrieval": {"layer": -2}}]},
        {"targets": [{"task": "a", "retrieval": {"pooling": "max"}}]},
        {"noise": {"perturbations": "typo"}},
        {"noise": {"perturbations": ["typo", "typo"]}},
        {"noise": {"severities": [0]}},
        {"noise": {"severities": [6]}},
        {"noise": {"severities": []}},
        {"noise": {"severities": ["1"]}},
        {"noise": {"severities": [3, 3]}},
        {"noise": {"seeds": []}},
        {"noise": {"seeds": [0, 0]}},
        {"training": {"learning_rate": 0.0}},
        {"training": {"learning_rate": 1.0}},
        {"training": {"learning_rate": "1e-5"}},
        {"training": {"learning_rate": True}},
        {"training": {"learning_rate": float("nan")}},
        {"training": {"batch_examples": 0}},
        {"training": {"batch_examples": 32.0}},
        {"training": {"epochs": 0}},
        {"training": {"max_updates": -1}},
        {"training": {"max_tokens": 7}},
        {"training": {"warmup_fraction": 1.1}},
        {"training": {"weight_decay": -0.1}},
        {"training": {"max_grad_norm": 0}},
        {"training": {"selection": "best"}},
        {"training": {"hold_out": False}},
        {"training": {"selection": "target_validation", "hold_out": False}},
        {"targets": []},
        {"targets": [{"task": "a", "train": ["b"], "stages": [{"tasks": ["b"]}]}]},
        {
            "targets": [
                {"task": "a", "carry_over": "encoder_and_head", "stages": [{"tasks": ["b"]}]}
            ]
        },
        {"targets": [{"task": "a", "pairing": "crossed"}]},
        {"targets": [{"task": "a", "retrieval": {"preset": "ours"}}]},
        {"targets": [{"task": "a", "retrieval": {"k": 0}}]},
        {"benchmark": "xtreme_s"},
        {"data": {"max_overlap": 1.5}},
        {"data": {"allow_overlap": ["xquad", "xquad"]}},
        {"arms": [{"name": "a", "checkpoint": "m", "stages": [{"tasks": ["b"]}]}]},
        {"arms": [{"name": "a", "trained_on": ["mnli"]}]},
        {"training": {"evaluate_every": 0}},
        {"training": {"patience": 0}},
        {"training": {"embedding_rows": "some"}},
        {"training": {"attention_dropout": -0.1}},
        {"training": {"hidden_dropout": 2}},
        {"training": {"precision": "fp16"}},
        {"colour": "red"},
    ],
    ids=repr,
)
def test_a_broken_rule_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        minimal(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"seeds": [0, 2**31 - 1]},
        {"name": "a" * 80},
        {"name": "3.B_c-d"},
        {"targets": [{"task": "a", "languages": ["de", "sw"]}]},
        {"targets": [{"task": "a", "evaluation_split": "validation"}]},
        {"targets": [{"task": "a", "stages": [{"tasks": ["b"]}, {"tasks": ["c"]}]}]},
        {"targets": [{"task": "a", "retrieval": {"preset": "jiant", "k": 4, "margin": "ratio"}}]},
        {"targets": [], "benchmark": "xtreme_r"},
        {"training": {"selection": "target_validation"}},
        {"targets": [{"task": "a", "retrieval": {"layer": 0, "pooling": "cls"}}]},
        {"noise": {"severities": [5, 1]}},
        {"training": {"max_grad_norm": 1, "warmup_fraction": 0}},
        {"training": {"hold_out": False, "selection": "last_update"}},
    ],
    ids=repr,
)
def test_the_edge_of_a_rule_is_allowed(change: dict[str, Any]) -> None:
    assert minimal(**change).name


def test_a_change_replaces_its_keys_alone() -> None:
    training = Training(epochs=3, max_tokens=64)
    changed = training.changed(TrainingChange(epochs=1))
    assert changed.epochs == 1
    assert changed == training.model_copy(update={"epochs": 1})
    assert training.changed(None) == training
    assert training.changed(TrainingChange()) == training


def test_a_change_is_validated_with_the_rest() -> None:
    with pytest.raises(ValidationError, match="nothing to select on"):
        Training().changed(TrainingChange(hold_out=False))
    assert not Training(selection="last_update").changed(TrainingChange(hold_out=False)).hold_out


def test_every_impossible_change_is_told_with_its_path() -> None:
    change = {"hold_out": False}
    experiment = minimal(
        arms=[{"name": "a", "stages": [{"tasks": ["b"]}, {"tasks": ["c"], "training": change}]}],
        targets=[
            {"task": "x"},
            {"task": "y", "training": change},
            {"task": "z", "stages": [{"tasks": ["b"], "training": change}]},
        ],
    )
    assert [path for path, _ in experiment.impossible_changes()] == [
        ("arms", 0, "stages", 1, "training"),
        ("targets", 1, "training"),
        ("targets", 2, "stages", 0, "training"),
    ]
    selected = {"training": {"selection": "last_update"}, "stages": [{"tasks": ["b"]}]}
    stages = [{"tasks": ["b"], "training": change}]
    assert not [
        *minimal(targets=[{"task": "z", **selected, "stages": stages}]).impossible_changes()
    ]
    assert list(minimal().impossible_changes()) == []


@pytest.mark.parametrize(
    ("arms", "baseline"),
    [
        ([{"name": "a"}], "a"),
        ([{"name": "m", "stages": [{"tasks": ["mnli"]}]}, {"name": "none"}], "none"),
        ([{"name": "m", "stages": [{"tasks": ["mnli"]}]}], "m"),
    ],
)
def test_the_baseline_is_the_first_arm_without_stages(arms: Any, baseline: str) -> None:
    assert minimal(arms=arms).baseline() == baseline
