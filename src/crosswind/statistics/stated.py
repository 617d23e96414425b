"""The state_claim step: a claim on record before the scores that it is about."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crosswind.config.run_options import RunOptions
from crosswind.core.files import write_json


@dataclass(frozen=True, slots=True, kw_only=True)
class StateClaimParams:
    """A claim of an experiment.

    Attributes:
        experiment: its name.
        claim: the keys of the claim, plain JSON values.
    """

    experiment: str
    claim: dict[str, Any] = field(default_factory=dict)


def state_claim(params: StateClaimParams, *, out: Path, options: RunOptions) -> dict[str, object]:
    """Write `claim.json`. When it was stated, the runner records beside it."""
    del options
    write_json(out / "claim.json", {"experiment": params.experiment, "claim": dict(params.claim)})
    return {"kind": params.claim.get("kind", "")}
