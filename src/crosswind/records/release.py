"""Release: evaluation sets that were written out for others, and what is said of each."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

MANIFEST = "release.json"
CARD = "README.md"
FORMAT = 1
CLEAN = "clean"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasedSet:
    """One task in one language under one condition.

    Attributes:
        task, language, split: what `data.root` at the condition's folder is asked for.
        condition: name of the condition, which is its folder: `clean`, `typo/3`, `typo/3/seed-2`.
        n_examples, n_changed: examples, and those of them that differ from the clean ones.
        files: role -> file in the official layout, below the release.
        gold: the file that predictions are scored against.
        edits: JSON lines, one an example in file order: its id and its edits.
        has_same_ids: reading the files gives the ids and clusters of the experiment; else the lines
            of `edits` do.
        key: what the noise was drawn from; empty for clean text.
        dose: realized character and word error rate; empty for clean text.
    """

    task: str
    language: str
    split: str
    condition: str
    n_examples: int
    n_changed: int
    files: Mapping[str, str]
    gold: str
    edits: str
    has_same_ids: bool = True
    key: Mapping[str, Any] = field(default_factory=dict)
    dose: Mapping[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def condition_name(perturbation: str, severity: int, seed: int, *, seeds: int = 1) -> str:
    """The name of a condition; the seed belongs to it where there are several."""
    if not perturbation:
        return CLEAN
    name = f"{perturbation}/{severity}"
    return f"{name}/seed-{seed}" if seeds > 1 else name
