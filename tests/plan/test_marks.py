"""What cells are marked with."""

from dataclasses import replace
from typing import Any

from crosswind.config.arms import Arm
from crosswind.config.schema import Target
from crosswind.plan.marks import is_re_exposure, is_taught, same_tasks, taught_languages
from crosswind.records.encoder_card import EncoderCard

SERVED = Target(task="served")


def arm(**stage: Any) -> Arm:
    return Arm.model_validate({"name": "a", "stages": [{"tasks": ["more_pairs"], **stage}]})


def test_an_arm_on_the_targets_own_task_is_a_same_task_arm(catalogue: Any) -> None:
    same = Arm.model_validate({"name": "a", "stages": [{"tasks": ["pairs", "more_pairs"]}]})
    assert same_tasks(same, SERVED, catalogue) == {"pairs"}
    assert same_tasks(arm(), SERVED, catalogue) == frozenset()


def test_languages_of_labelled_text(catalogue: Any) -> None:
    assert taught_languages(arm(), SERVED, catalogue) == frozenset()
    assert taught_languages(arm(languages=["en", "de"]), SERVED, catalogue) == {"de"}
    unlabelled = arm(languages=["de"], control="english_mlm")
    assert taught_languages(unlabelled, SERVED, catalogue) == frozenset()


def test_makers_who_taught_the_task_in_many_languages(catalogue: Any) -> None:
    theirs = Arm(name="theirs", checkpoint="models/x", trained_on=("served",))
    assert taught_languages(theirs, SERVED, catalogue) == {"de", "th"}
    other = Arm(name="theirs", checkpoint="models/x", trained_on=("pairs",))
    assert taught_languages(other, SERVED, catalogue) == frozenset()
    card = EncoderCard(name="tiny", tasks_in_many=("served",))
    assert taught_languages(arm(), SERVED, replace(catalogue, encoder=card)) == {"de", "th"}


def test_either_side_of_a_pair_counts() -> None:
    assert is_taught(frozenset({"de"}), "de")
    assert is_taught(frozenset({"de"}), "th+de")
    assert not is_taught(frozenset({"de"}), "th")


def test_what_the_encoder_saw_is_re_exposure(catalogue: Any, known_encoder: Any) -> None:
    assert is_re_exposure(arm(), SERVED, known_encoder)
    assert not is_re_exposure(arm(), SERVED, catalogue)
