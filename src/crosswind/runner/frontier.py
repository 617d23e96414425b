"""Frontier: the steps of a plan that can run now, the longest path first."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from crosswind.plan.graph import Plan, path_lengths
from crosswind.plan.kinds import KINDS
from crosswind.plan.steps import Input, Step

Rank = tuple[int, bool, int]
_Entry = tuple[Rank, str]
_GroupKey = tuple[str, tuple[Input, ...]]


def ranks(plan: Plan) -> dict[str, Rank]:
    """The order in which steps start: the longest path, then what runs alone, then plan order."""
    lengths = path_lengths(plan)
    return {
        step.step_id: (-lengths[step.step_id], bool(KINDS[step.kind].together), number)
        for number, step in enumerate(plan)
    }


class Frontier:
    """What can run now. Every step is offered once, until it is offered anew.

    Args:
        plan: the graph.
        wanted: ids of the steps that shall run.
        present: ids of the steps whose artifacts are there.
        closed: ids that are never offered: failed, or on their way.
        alone: ids of steps that no longer run in a group.
        order: of all steps, from `ranks`.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        wanted: Iterable[str],
        present: Collection[str],
        closed: Collection[str],
        alone: Collection[str],
        order: Mapping[str, Rank],
    ) -> None:
        self._plan = plan
        self._alone = alone
        self._order = order
        self._open: set[str] = set()
        self._singles: list[_Entry] = []
        self._groups: dict[_GroupKey, list[_Entry]] = defaultdict(list)
        self._missing: dict[str, int] = {}
        self._readers: dict[str, list[str]] = defaultdict(list)
        for key in wanted:
            absent = {item for item in plan.steps[key].input_ids() if item not in present}
            for item in absent:
                self._readers[item].append(key)
            if key not in closed:
                self._missing[key] = len(absent)
                if not absent:
                    self.offer(plan.steps[key])

    def __len__(self) -> int:
        """Steps that are ready."""
        return len(self._open)

    def offer(self, step: Step) -> None:
        """Make a step ready."""
        entry = (self._order[step.step_id], step.step_id)
        self._open.add(step.step_id)
        heapq.heappush(self._singles, entry)
        if KINDS[step.kind].together and step.step_id not in self._alone:
            heapq.heappush(self._groups[_group_key(step)], entry)

    def take(self, size: int) -> list[Step]:
        """The first ready step with those that run together with it; empty if none is ready."""
        while self._singles:
            _, key = heapq.heappop(self._singles)
            if key in self._open:
                step = self._plan.steps[key]
                if KINDS[step.kind].together and key not in self._alone:
                    return self._take_group(step, size)
                self._open.remove(key)
                return [step]
        return []

    def finish(self, step_id: str) -> None:
        """An artifact is there: what waited for it alone is ready."""
        for key in self._readers.pop(step_id, ()):
            if key in self._missing:
                self._missing[key] -= 1
                if not self._missing[key]:
                    self.offer(self._plan.steps[key])

    def _take_group(self, first: Step, size: int) -> list[Step]:
        entries = self._groups[_group_key(first)]
        group: list[Step] = []
        while entries and len(group) < size:
            _, key = heapq.heappop(entries)
            if key in self._open and key not in self._alone:
                self._open.remove(key)
                group.append(self._plan.steps[key])
        return group


def _group_key(step: Step) -> _GroupKey:
    return step.kind, tuple(step.inputs[name] for name in KINDS[step.kind].together)
