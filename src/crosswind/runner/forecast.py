"""What a plan will cost: states of its steps, time and disk learned from past runs."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.plan.graph import Plan, needed_steps
from crosswind.store.layout import PROVENANCE
from crosswind.store.store import Store

# Artifacts read for each kind: enough for a mean, few enough for a quick plan.
_SAMPLE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """States and costs.

    Attributes:
        to_run: kind -> number of steps that would run.
        reused: kind -> number of steps that are present.
        not_needed: kind -> number of steps that are absent, and that nothing to run reads.
        seconds: expected duration of the steps to run, or None without any past run of a kind.
        n_bytes: expected disk use of the steps to run, likewise.
    """

    to_run: dict[str, int]
    reused: dict[str, int]
    not_needed: dict[str, int]
    seconds: float | None
    n_bytes: float | None


def forecast(plan: Plan, store: Store | None) -> Forecast:
    """Which steps of a plan would run now, and at what cost."""
    present = {key for key in plan.steps if store is not None and store.has(key)}
    needed = set(needed_steps(plan, present))
    to_run = Counter(step.kind for step in plan if step.step_id in needed)
    reused = Counter(step.kind for step in plan if step.step_id in present)
    unread = Counter(step.kind for step in plan if step.step_id not in needed | present)
    costs = _past_costs(store, set(to_run)) if store else {}
    known = bool(to_run) and set(to_run) <= set(costs)
    return Forecast(
        to_run=dict(to_run),
        reused=dict(reused),
        not_needed=dict(unread),
        seconds=sum(costs[kind][0] * n for kind, n in to_run.items()) if known else None,
        n_bytes=sum(costs[kind][1] * n for kind, n in to_run.items()) if known else None,
    )


def _past_costs(store: Store, kinds: set[str]) -> dict[str, tuple[float, float]]:
    """Kind -> mean seconds and bytes of stored artifacts of that kind."""
    seen: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for step_id in store.step_ids():
        kind = step_id.rsplit("-v", 1)[0]
        if kind not in kinds or len(seen[kind]) >= _SAMPLE:
            continue
        manifest = store.manifest(step_id)
        try:
            seconds = float(read_json(store.layout.artifact(step_id) / PROVENANCE)["seconds"])
        except (DataError, KeyError, TypeError, ValueError):
            continue
        if manifest:
            n_bytes = float(sum(facts.n_bytes for facts in manifest.files.values()))
            seen[kind].append((seconds, n_bytes))
    return {
        kind: (sum(s for s, _ in costs) / len(costs), sum(b for _, b in costs) / len(costs))
        for kind, costs in seen.items()
        if costs
    }
