"""What a plan will cost: states of its steps, time and disk by the size of what past runs did."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from crosswind.plan.graph import Plan, needed_steps
from crosswind.runner.past_costs import Cost, PastCosts
from crosswind.runner.stage_sizes import StageSizes
from crosswind.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """States and costs.

    Attributes:
        to_run: kind -> number of steps that would run.
        reused: kind -> number of steps that are present.
        not_needed: kind -> number of steps that are absent, and that nothing to run reads.
        seconds: expected duration of the steps to run; None where that of one is not known.
        n_bytes: expected disk use of the steps to run, likewise.
        timeless: kinds of steps to run whose time nothing in the store tells.
        sizeless: kinds whose disk use nothing tells, likewise.
    """

    to_run: dict[str, int]
    reused: dict[str, int]
    not_needed: dict[str, int]
    seconds: float | None = None
    n_bytes: float | None = None
    timeless: tuple[str, ...] = ()
    sizeless: tuple[str, ...] = ()

    def sentence(self, duration: Callable[[float], str]) -> str:
        """Both costs for people; empty if there is nothing to run, or no store to learn from."""
        known = [] if self.seconds is None else [f"about {duration(self.seconds)}"]
        if self.n_bytes is not None:
            known.append(f"about {self.n_bytes / 1e9:.2f} GB")
        parts = [f"{' and '.join(known)}, by the size of past steps in this store"] if known else []
        for name, kinds in (("time", self.timeless), ("disk use", self.sizeless)):
            if kinds:
                why = f"nothing alike in this store tells it of {', '.join(kinds)}"
                parts.append(f"{name} is not known: {why}")
        return "; ".join(parts)


def forecast(plan: Plan, store: Store | None, sizes: StageSizes) -> Forecast:
    """Which steps of a plan would run now, and at what cost.

    Args:
        plan: the steps.
        store: of past runs; None: nothing is known of them.
        sizes: of the plan's stages of training and example sets.
    """
    present = {key for key in plan.steps if store is not None and store.has(key)}
    needed = set(needed_steps(plan, present))
    to_run = Counter(step.kind for step in plan if step.step_id in needed)
    reused = Counter(step.kind for step in plan if step.step_id in present)
    known = needed | present
    unread = Counter(step.kind for step in plan if step.step_id not in known)
    states = Forecast(to_run=dict(to_run), reused=dict(reused), not_needed=dict(unread))
    if store is None or not to_run:
        return states
    past = PastCosts.of(store, sizes, set(to_run))
    # Kind -> costs, up to the first step of which nothing is known: a plan may have very many.
    costs: dict[str, list[Cost]] = defaultdict(list)
    for step in plan:
        found = costs[step.kind]
        if step.step_id in needed and (not found or found[-1] != Cost()):
            found.append(past.cost(step))
    seconds = {kind: _total([cost.seconds for cost in own]) for kind, own in costs.items()}
    n_bytes = {kind: _total([cost.n_bytes for cost in own]) for kind, own in costs.items()}
    return replace(
        states,
        seconds=_total(list(seconds.values())),
        n_bytes=_total(list(n_bytes.values())),
        timeless=tuple(kind for kind, value in seconds.items() if value is None),
        sizeless=tuple(kind for kind, value in n_bytes.items() if value is None),
    )


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
