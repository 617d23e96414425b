"""Step: one node of a plan, and its id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crosswind.core.hashing import digest
from crosswind.plan.kinds import KINDS, StepKind

Input = str | None | tuple[str, ...]

# 96 bits of the digest: a collision among 10^9 steps has a chance below 10^-11.
_ID_DIGITS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A kind with params and the ids of its inputs. Equal recipes are one step.

    Attributes:
        step_id: `<kind>-v<version>-<24 hexadecimal digits>`, a digest of the recipe.
        kind: name in `plan.kinds.KINDS`.
        params: plain JSON values; all of them are hashed.
        inputs: input name -> id, None, or ids.
        label: a few words for people; not hashed.
    """

    step_id: str
    kind: str
    params: Mapping[str, Any]
    inputs: Mapping[str, Input]
    label: str = field(default="", compare=False)

    def input_ids(self) -> Iterator[str]:
        """Ids of all inputs, in the order of the kind's declaration, with repetitions."""
        for value in self.inputs.values():
            if isinstance(value, str):
                yield value
            elif value is not None:
                yield from value


def make_step(
    kind: str, params: Mapping[str, Any], inputs: Mapping[str, Input], label: str = ""
) -> Step:
    """A step with its id. The inputs must be exactly those that the kind declares."""
    declared = KINDS[kind]
    assert set(inputs) == set(declared.inputs), (kind, sorted(inputs))
    return Step(
        step_id=step_id_of(declared, params, inputs),
        kind=kind,
        params=params,
        inputs={name: inputs[name] for name in declared.inputs},
        label=label,
    )


def step_id_of(kind: StepKind, params: Mapping[str, Any], inputs: Mapping[str, Input]) -> str:
    """The digest of a recipe: kind, version, codec version, params and input ids."""
    recipe = {**kind.identity(), "params": dict(params), "inputs": dict(inputs)}
    return f"{kind.name}-v{kind.version}-{digest(recipe)[:_ID_DIGITS]}"


@dataclass(slots=True)
class StepTable:
    """The steps of a plan while it is made: each distinct one once.

    Attributes:
        steps: id -> step, in the order of first mention.
    """

    steps: dict[str, Step] = field(default_factory=dict)

    def make(
        self, kind: str, params: Mapping[str, Any], inputs: Mapping[str, Input], label: str = ""
    ) -> Step:
        """The step of this recipe, added if it is new."""
        step = make_step(kind, params, inputs, label)
        return self.steps.setdefault(step.step_id, step)

    def of_kind(self, kind: str) -> list[Step]:
        """The steps of a kind."""
        return [step for step in self.steps.values() if step.kind == kind]
