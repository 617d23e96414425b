"""Perturbation: what a file in `perturbations/` declares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from crosswind.core.errors import ConfigError
from crosswind.noise.columns import Columns
from crosswind.noise.proposals import Proposals

# "headline": the label survives; "apart": it may not, never averaged in; "refused": not offered.
LabelPolicy = Literal["headline", "apart", "refused"]
# "conditional": it acts only on texts of a rare kind, so a plan leaves the language out.
Level = Literal["full", "generic", "conditional", "unsupported"]
TASK_KINDS = (
    "pair_classification",
    "classification",
    "tagging",
    "span_qa",
    "multiple_choice",
    "retrieval",
    "mining",
    "answer_retrieval",
    "entity_retrieval",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Whether a perturbation can act in a language, and why (not)."""

    level: Level
    reason: str


FULL = Support(level="full", reason="the language has tables of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbation:
    """A named change of text that keeps the label.

    Attributes:
        name, family: name in experiments; the common cause ("keyboard", "casing" ...).
        version: raised whenever the output changes; part of every key.
        summary: one line for people.
        unit: what the ladder counts: "character error rate", "probability a site" ...
        ladder: strength of severity 1 to 5.
        nested: the edits of a severity are among those of the next one.
        evidence: "anchored" in measured text, or "declared".
        supports: language -> support.
        propose: (columns, language, strength) -> proposals. Pure; `strength` may only decide how
            many of the same proposals are made.
        operations: names of the numbers in `Proposals.op`.
        policy: task kind -> what happens to labels; kinds that are not named are "headline".
    """

    name: str
    family: str
    version: int
    summary: str
    unit: str
    ladder: tuple[float, float, float, float, float]
    nested: bool
    evidence: Literal["anchored", "declared"]
    supports: Callable[[str], Support]
    propose: Callable[[Columns, str, float], Proposals]
    operations: tuple[str, ...] = ("replace",)
    policy: Mapping[str, LabelPolicy] = field(default_factory=dict)

    def label_policy(self, kind: str) -> LabelPolicy:
        """What the perturbation does to the labels of a task kind."""
        return self.policy.get(kind, "headline")

    def strength(self, severity: int) -> float:
        """The strength of a severity; 0 is the identity.

        Raises:
            ConfigError: for anything but the whole numbers 0 to 5.
        """
        if not isinstance(severity, int) or isinstance(severity, bool) or not 0 <= severity <= 5:
            raise ConfigError(
                "severity is outside the ladder",
                place="severity",
                value=severity,
                allowed="whole numbers from 0 (the identity) to 5",
                nearest="5" if isinstance(severity, int) and severity > 5 else "0",
                action=f"The ladder of '{self.name}' is {self.ladder} ({self.unit}).",
            )
        return (0.0, *self.ladder)[severity]
