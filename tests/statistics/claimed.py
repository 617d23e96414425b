"""Claims about made-up quantities whose truth is known, for the tests of verdicts."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from crosswind.records.estimate import slice_key
from crosswind.statistics.contrasts import Contrasts
from crosswind.statistics.finding import Finding
from crosswind.statistics.sampled import Sampled

ROW: dict[str, Any] = {
    "text": "a claim", "kind": "region", "quantity": "intermediate_gain", "source": "",
    "statement": 0, "encoder": "", "arm": "mnli", "against": "none", "over": "arms", "where": {},
    "rivals": [],
    "expect": "> 0", "margin": None, "untested": "", "is_analogue": False,
}  # fmt: skip


def claim(**changes: Any) -> dict[str, Any]:
    return {**ROW, **changes}


def sampled(mean: float, spread: float = 0.01, *, n_seeds: int = 5, seed: int = 0) -> Sampled:
    """Draws and seeds around a mean, both with this standard deviation (of the mean for draws)."""
    rng = np.random.default_rng([seed, round(abs(mean) * 1e6), n_seeds])
    noise = rng.normal(size=n_seeds)
    noise = (noise - noise.mean()) / max(noise.std(ddof=1), 1e-9) if n_seeds > 1 else noise * 0
    keys = [(number, number) for number in range(1, n_seeds + 1)]
    return Sampled(
        points={key: mean + spread * value for key, value in zip(keys, noise, strict=True)},
        draws=mean + spread * rng.normal(size=2000),
        models={key: key for key in keys},
        n_examples=1000,
        n_clusters=500,
    )


def finding(quantity: str, item: Sampled, *marks: str, **where: str | int) -> Finding:
    return Finding(quantity=quantity, where=where, sampled=item, marks=marks)


def contrasts(*found: Finding, tasks: tuple[str, ...] = ("xnli", "udpos")) -> Contrasts:
    arms = {str(item.where["arm"]): None for item in found if "arm" in item.where}
    return Contrasts(
        kept={slice_key(item.quantity, item.where): item for item in found},
        baseline="none",
        arms=("none", *(arm for arm in arms if arm != "none")),
        tasks=tasks,
    )


def gains(values: Mapping[str, float], spread: float = 0.01, *marks: str) -> list[Finding]:
    """The clean gain over all targets of each arm."""
    return [
        finding("intermediate_gain", sampled(value, spread, seed=number), *marks, arm=arm,
                against="none", scope="target_languages", perturbation="", severity=0)
        for number, (arm, value) in enumerate(values.items())
    ]  # fmt: skip
