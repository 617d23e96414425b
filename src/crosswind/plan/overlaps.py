"""The steps that count, before any training, what of the scored text is in the training text."""

from collections.abc import Iterable, Sequence
from typing import Any

from crosswind.plan.catalogue import Catalogue
from crosswind.plan.steps import Step, StepTable


def overlap_step(
    table: StepTable, catalogue: Catalogue, evaluated: Sequence[Step], checkpoints: Iterable[Step]
) -> Step | None:
    """The step for one target, or None where nothing is trained.

    Args:
        table: where steps are made.
        catalogue: facts about tasks.
        evaluated: clean example sets of the target, one a language.
        checkpoints: every checkpoint that predicts it, of all arms; their texts do not depend on
            the seeds.
    """
    read = _texts_behind(table, checkpoints)
    if not read:
        return None
    task = evaluated[0].params["task"]
    params = {
        **_facts(catalogue, task),
        "evaluated_sets": [_place(step) for step in evaluated],
        "trained_sets": [
            {**_facts(catalogue, step.params["task"]), **_place(step), "role": role}
            for step, role in read
        ],
    }
    inputs = {
        "evaluated": tuple(step.step_id for step in evaluated),
        "trained": tuple(step.step_id for step, _ in read),
    }
    return table.make("count_overlap", params, inputs, f"overlap of {task} with training")


def _texts_behind(table: StepTable, checkpoints: Iterable[Step]) -> list[tuple[Step, str]]:
    """Example sets that trained or selected any of the checkpoints, with their role."""
    found: dict[tuple[str, str], None] = {}
    seen: set[str] = set()
    stack = list(checkpoints)
    while stack:
        step = stack.pop()
        if step.step_id in seen or step.kind != "fine_tune":
            continue
        seen.add(step.step_id)
        train, validation = step.inputs["train"], step.inputs["validation"]
        assert isinstance(train, tuple)
        assert isinstance(validation, tuple)
        found |= dict.fromkeys((key, "trained") for key in train)
        found |= dict.fromkeys((key, "selected") for key in validation)
        start = step.inputs["start"]
        stack += [table.steps[start]] if isinstance(start, str) else []
    # In the order of ids: arms and seeds of another order give the same step.
    return [(table.steps[key], role) for key, role in sorted(found)]


def _facts(catalogue: Catalogue, task: str) -> dict[str, Any]:
    card = catalogue.card(task)
    return {
        "task": task,
        "kind": card.kind,
        "release": card.release,
        "kept_fields": list(card.kept_fields),
    }


def _place(step: Step) -> dict[str, Any]:
    return {"language": step.params["language"], "split": step.params["split"]}
