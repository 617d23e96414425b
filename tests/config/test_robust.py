"""Robust methods as tables: defaults of the papers, one way to write them, clear mistakes."""

import pytest
from pydantic import ValidationError

from crosswind.config.arms import Arm, Stage
from crosswind.config.robust import Noisy, described, robust_of, share_of
from crosswind.config.schema import Experiment

NOISE = {"method": "noise_augmentation", "perturbation": "typo"}


@pytest.mark.parametrize(
    ("method", "key", "default"),
    [
        ("adversarial", "steps", 1),
        ("random_smoothing", "distribution", "uniform"),
        ("synonym_smoothing", "copies", 3),
        ("noise_augmentation", "share", 0.5),
        ("consistency", "weight", 5.0),
        ("contrastive", "temperature", 0.05),
    ],
)
def test_a_method_has_the_defaults_of_its_source(method, key, default):
    noise = {"perturbation": "typo"} if method in ("consistency", "contrastive") else {}
    noise = {"perturbation": "typo"} if method == "noise_augmentation" else noise
    found = robust_of({"method": method, **noise})
    assert getattr(found, key) == default
    assert isinstance(found, Noisy) == bool(noise)
    assert robust_of(found.model_dump(mode="json")) == found
    assert described(found).startswith(f"{method} (")


def test_one_perturbation_and_a_list_of_one_are_the_same():
    one = robust_of({**NOISE, "severity": 3})
    assert one == robust_of({**NOISE, "perturbation": ["typo"], "severity": [3]})
    several = robust_of({**NOISE, "perturbation": ["typo", "ocr"], "severity": [1, 5]})
    assert several.perturbation == ("typo", "ocr")
    assert several.severity == (1, 5)


def test_copies_of_views_have_every_example_perturbed():
    assert share_of(robust_of(NOISE)) == 0.5
    assert share_of(robust_of({"method": "consistency", "perturbation": "typo"})) == 1.0


@pytest.mark.parametrize(
    "wrong",
    [
        {"method": "adversarial", "share": 0.5},
        {"method": "adversarial", "steps": 0},
        {"method": "adversarial", "norm": "l1"},
        {"method": "random_smoothing", "radius": -1.0},
        {"method": "noise_augmentation"},
        {**NOISE, "perturbation": []},
        {**NOISE, "perturbation": ["typo", "typo"]},
        {**NOISE, "severity": 6},
        {**NOISE, "share": 1.5},
        {"method": "contrastive", "perturbation": "typo", "temperature": 0.0},
        {"method": "voting"},
        {},
    ],
    ids=repr,
)
def test_mistakes_are_refused(wrong):
    with pytest.raises(ValidationError):
        robust_of(wrong)


def test_an_arm_that_steadies_the_targets_is_not_bare():
    steadied = Arm.model_validate({"name": "a", "target_robust": NOISE})
    assert not steadied.is_bare
    assert Arm(name="b").is_bare
    assert not Arm(name="c", stages=(Stage(tasks=("mnli",)),)).is_bare
    experiment = Experiment.model_validate(
        {
            "name": "x",
            "encoder": {"name": "tiny"},
            "arms": [{"name": "a", "target_robust": NOISE}, {"name": "none"}],
            "targets": [{"task": "xnli"}],
        }
    )
    assert experiment.baseline() == "none"


def test_a_model_trained_elsewhere_is_not_steadied():
    with pytest.raises(ValidationError, match="no stages and no target_robust"):
        Arm.model_validate({"name": "a", "checkpoint": "folder", "target_robust": NOISE})
