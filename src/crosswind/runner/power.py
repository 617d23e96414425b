"""What a planned experiment can see, from the spread of past ones in the store."""

from collections.abc import Iterator
from typing import Any

from crosswind.config.schema import Experiment
from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.plan.graph import Plan
from crosswind.store.store import Store

# Written by `statistics.compare`, which needs packages that a plan does without.
_FILE = "estimates.json"
# Comparisons that are looked at: enough to find one like the plan, few enough for a quick plan.
_SAMPLE = 20
_UNKNOWN = "smallest effect: not known, since the store has no past scores of these targets"


def power_sentences(experiment: Experiment, plan: Plan, store: Store | None) -> list[str]:
    """The smallest headline gains that the experiment can see; or that nothing is known of it.

    The past comparison that shares most targets speaks: its error over items as it was, its
    deviation over seeds for as many seeds as are planned.
    """
    facts = _nearest(experiment, plan, store) if store else None
    rows = facts.get("power", ()) if facts else ()
    sentences = [_sentence(row, len(experiment.seeds.pairs())) for row in rows]
    return sentences or [_UNKNOWN]


def _nearest(experiment: Experiment, plan: Plan, store: Store) -> dict[str, Any] | None:
    """Facts of the plan's own comparison, or of the one with the most targets in common."""
    wanted = {target.task for target in experiment.targets}
    found: dict[str, Any] | None = None
    most = 0
    for facts in _past(plan, store):
        shared = len(wanted & set(facts.get("tasks", {})))
        if facts.get("power") and shared > most:
            found, most = facts, shared
    return found


def _past(plan: Plan, store: Store) -> Iterator[dict[str, Any]]:
    """Facts of stored comparisons, that of the plan first."""
    own = [step.step_id for step in plan if step.kind == "compare" and store.has(step.step_id)]
    others = [key for key in store.step_ids() if key.startswith("compare-v") and key not in own]
    for key in [*own, *others][:_SAMPLE]:
        try:
            content = read_json(store.layout.artifact(key) / _FILE)
            facts = content["facts"]
        except (DataError, KeyError, TypeError):
            continue
        if isinstance(facts, dict):
            yield facts


def _sentence(row: dict[str, Any], n_seeds: int) -> str:
    planned = row.get("planned", {}).get(str(n_seeds))
    parts = []
    if planned is not None:
        parts.append(f"{100 * planned:.1f} points over training again with {n_seeds} seeds")
    if row.get("effect_items") is not None:
        parts.append(f"{100 * row['effect_items']:.1f} points over {row['n_clusters']:,} clusters")
    said = ", ".join(parts) or "not known"
    return (
        f"smallest effect: {row['quantity']} of {row['arm']}: {said} (80% power, from the spread "
        f"of {row['n_seeds']} past seed{'' if row['n_seeds'] == 1 else 's'})"
    )
