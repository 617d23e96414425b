"""What the steps in a store took: seconds, bytes, and what they say of themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosswind.core.errors import DataError
from crosswind.core.files import read_json
from crosswind.store.layout import PROVENANCE, SUMMARY
from crosswind.store.store import Store

# Artifacts read of each kind: enough for every encoder in it, few enough for a quick plan.
_SAMPLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PastStep:
    """One stored step.

    Attributes:
        step: kind, params and inputs.
        summary: what its stage function gave back.
        seconds: it took; of a group of steps, its share.
        phases: name -> seconds of parts of it, where they were told.
        n_bytes: of its files.
    """

    step: Mapping[str, Any]
    summary: Mapping[str, Any]
    seconds: float
    phases: Mapping[str, Any]
    n_bytes: float

    def number(self, name: str) -> float:
        """A number of the summary; 0 where there is none."""
        value = self.summary.get(name)
        return float(value) if isinstance(value, int | float) else 0.0


def past_steps(store: Store, kinds: set[str]) -> dict[str, list[PastStep]]:
    """Kind -> a sample of its stored steps, spread over all of them."""
    ids: dict[str, list[str]] = {kind: [] for kind in kinds}
    for step_id in store.step_ids():
        kind = step_id.rsplit("-v", 1)[0]
        if kind in kinds:
            ids[kind].append(step_id)
    return {
        kind: [past for key in own[:: -(-len(own) // _SAMPLE) or 1] for past in _past(store, key)]
        for kind, own in ids.items()
    }


def stored_summary(store: Store, step_id: str) -> Mapping[str, Any]:
    """What a stored step said of itself; nothing where it is not there or not readable."""
    return _object(store.layout.artifact(step_id) / SUMMARY)


def _past(store: Store, step_id: str) -> Iterator[PastStep]:
    manifest = store.manifest(step_id)
    provenance = _object(store.layout.artifact(step_id) / PROVENANCE)
    seconds, phases = provenance.get("seconds"), provenance.get("phases")
    if manifest and isinstance(seconds, int | float):
        yield PastStep(
            step=manifest.step,
            summary=stored_summary(store, step_id),
            seconds=float(seconds),
            phases=phases if isinstance(phases, dict) else {},
            n_bytes=float(sum(facts.n_bytes for facts in manifest.files.values())),
        )


def _object(path: Path) -> Mapping[str, Any]:
    try:
        found = read_json(path)
    except DataError:
        return {}
    return found if isinstance(found, dict) else {}
