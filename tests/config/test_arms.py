"""Arms: what may stand together."""

import pytest
from pydantic import ValidationError

from crosswind.config.arms import Arm, Stage


def test_an_arm_goes_by_its_name():
    arm = Arm(name="mnli", stages=(Stage(tasks=("mnli",)),))
    assert arm.key == "mnli"
    assert arm.stages[0].carry_over == "encoder"


@pytest.mark.parametrize(
    "change",
    [
        {"checkpoint": "folder", "stages": [{"tasks": ["mnli"]}]},
        {"trained_on": ["mnli"]},
        {"stages": [{"tasks": []}]},
        {"stages": [{"tasks": ["mnli", "mnli"]}]},
        {"name": "no blanks"},
    ],
)
def test_what_does_not_fit_is_refused(change):
    with pytest.raises(ValidationError):
        Arm.model_validate({"name": "one", **change})
