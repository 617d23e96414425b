"""Why a step will run or be reused, and how it differs from a stored one of its kind."""

from collections.abc import Iterable, Mapping
from typing import Any

from crosswind.plan.steps import Step


def recipe_of(step: Step) -> dict[str, Any]:
    """Params and inputs of a step as one flat mapping of dotted keys."""
    return {
        **_flat("params", dict(step.params)),
        **_flat("inputs", dict(step.inputs)),
    }


def differences(step: Step, stored: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Dotted key -> (here, stored) wherever a stored recipe differs from a step's."""
    here = recipe_of(step)
    there = {
        **_flat("params", stored.get("params", {})),
        **_flat("inputs", stored.get("inputs", {})),
    }
    return {
        key: (here.get(key), there.get(key))
        for key in sorted({*here, *there})
        if _plain(here.get(key)) != _plain(there.get(key))
    }


def nearest_stored(
    step: Step, stored: Iterable[tuple[str, Mapping[str, Any]]]
) -> tuple[str, dict[str, tuple[Any, Any]]] | None:
    """The stored artifact of the same kind with the fewest differences; ties by id."""
    candidates = [
        (len(found), step_id, found)
        for step_id, recipe in stored
        if recipe.get("kind") == step.kind and step_id != step.step_id
        for found in [differences(step, recipe)]
    ]
    if not candidates:
        return None
    _, step_id, found = min(candidates, key=lambda item: item[:2])
    return step_id, found


def _flat(prefix: str, value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping) and value:
        return {
            key: item
            for name, inner in value.items()
            for key, item in _flat(f"{prefix}.{name}", inner).items()
        }
    return {prefix: value}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
