"""The recipe: what selection may be, and what a change may change."""

from typing import get_args

import pytest
from pydantic import ValidationError

from crosswind.config.training import Selection, Training, TrainingChange


@pytest.mark.parametrize("selection", get_args(Selection))
def test_every_selection_can_be_asked_for_and_changed_to(selection: str) -> None:
    assert Training(selection=selection).selection == selection
    assert Training().changed(TrainingChange(selection=selection)).selection == selection


@pytest.mark.parametrize("selection", ["source_validation", "target_validation"])
def test_what_selects_needs_examples_held_out(selection: str) -> None:
    with pytest.raises(ValidationError, match="nothing to select on"):
        Training(selection=selection, hold_out=False)
    with pytest.raises(ValidationError, match="nothing to select on"):
        Training(selection="last_update", hold_out=False).changed(
            TrainingChange(selection=selection)
        )


def test_no_change_changes_nothing() -> None:
    training = Training(epochs=7)
    assert training.changed(None) is training
    assert training.changed(TrainingChange()) == training


@pytest.mark.parametrize("rows", ["all", "seen"])
def test_adapters_train_no_rows(rows: str) -> None:
    with pytest.raises(ValueError, match="only adapters and heads"):
        Training.model_validate({"lora": {"rank": 4}, "embedding_rows": rows})


def test_adapters_of_one_stage() -> None:
    change = TrainingChange.model_validate({"lora": {"rank": 4, "modules": ["query"]}})
    changed = Training().changed(change)
    assert changed.lora is not None
    assert (changed.lora.rank, changed.lora.modules, changed.lora.merge) == (4, ("query",), True)
