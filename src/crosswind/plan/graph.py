"""Plan: steps in an order in which each stands after its inputs."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from crosswind.core.errors import ConfigError, nearest_match
from crosswind.core.hashing import digest
from crosswind.plan.steps import Step

# Candidates named in an error.
_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A directed graph of steps without cycles.

    Attributes:
        steps: id -> step, inputs before what reads them.
        goals: ids of the steps the experiment is run for (the report).
        notes: sentences for people: unsupported cells, same-task pairs, re-exposure ...
    """

    steps: Mapping[str, Step]
    goals: tuple[str, ...]
    notes: tuple[str, ...] = ()

    @property
    def plan_id(self) -> str:
        """Digest of all step ids: equal for equal experiments, whatever their spelling."""
        return digest(sorted(self.steps))[:24]

    def __len__(self) -> int:
        return len(self.steps)

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps.values())

    def counts(self) -> dict[str, int]:
        """Steps of each kind, in order of first appearance."""
        out: dict[str, int] = {}
        for step in self:
            out[step.kind] = out.get(step.kind, 0) + 1
        return out

    def find(self, prefix: str) -> Step:
        """The step whose id, or whose digest, starts with `prefix`.

        Raises:
            ConfigError: none or several do.
        """
        found = [
            step
            for step in self
            if step.step_id.startswith(prefix) or step.step_id.rsplit("-", 1)[1].startswith(prefix)
        ]
        if len(found) == 1:
            return found[0]
        ids = [step.step_id for step in found]
        more = [f"and {len(ids) - _SHOWN} more"] if len(ids) > _SHOWN else []
        raise ConfigError(
            "several steps have this prefix" if found else "no step has this id",
            value=prefix,
            allowed=[*ids[:_SHOWN], *more] or f"{len(self)} ids",
            nearest="" if found else nearest_match(prefix, list(self.steps)[:5000]),
            action="See `crosswind plan FILE --json` for all ids.",
        )


def ordered_plan(steps: Iterable[Step], goals: Iterable[str], notes: Iterable[str] = ()) -> Plan:
    """A plan from steps in any order; equal steps are one.

    Raises:
        ConfigError: the inputs form a cycle; names its members.
    """
    table = {step.step_id: step for step in steps}
    sorter = TopologicalSorter({key: list(step.input_ids()) for key, step in table.items()})
    try:
        order = list(sorter.static_order())
    except CycleError as error:
        raise ConfigError("the steps form a cycle", value=" -> ".join(error.args[1])) from error
    missing = [key for key in order if key not in table]
    assert not missing, f"inputs without a step: {missing[:3]}"
    return Plan(steps={key: table[key] for key in order}, goals=tuple(goals), notes=tuple(notes))


def path_lengths(plan: Plan) -> dict[str, int]:
    """Steps on the longest path from each step to a goal: the longest path is started first."""
    lengths = dict.fromkeys(plan.steps, 1)
    for step in reversed(list(plan)):
        for key in step.input_ids():
            lengths[key] = max(lengths[key], lengths[step.step_id] + 1)
    return lengths


def needed_steps(plan: Plan, present: Collection[str]) -> list[str]:
    """Ids of the steps that must run for the goals, in plan order, given what is present."""
    needed: set[str] = set()
    stack = [goal for goal in plan.goals if goal not in present]
    while stack:
        key = stack.pop()
        if key not in needed:
            needed.add(key)
            stack += [item for item in plan.steps[key].input_ids() if item not in present]
    return [key for key in plan.steps if key in needed]
