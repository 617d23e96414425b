"""Perturbation: what a file in `perturbations/` declares, and its promise to people."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from crosswind.core.errors import ConfigError
from crosswind.noise.columns import Columns
from crosswind.noise.proposals import Proposals
from crosswind.records.task_card import TaskKind

# "headline": the label survives; "apart": it may not, never averaged in; "refused": not offered.
LabelPolicy = Literal["headline", "apart", "refused"]
# "generic": acts by rules that hold for any language of the script; "conditional": acts only on
# texts of a rare kind, so a plan leaves the language out.
Level = Literal["full", "generic", "conditional", "unsupported"]
Evidence = Literal["anchored", "declared"]
# What a severity counts, and the value at which everything that can change does.
Unit = Literal[
    "character error rate",
    "keystroke error rate",
    "word error rate",
    "probability a site",
    "probability a word",
    "probability an example",
    "share of the text",
    "tokens an example",
    "level",
]
FULL_STRENGTH: Mapping[str, float] = {"character error rate": 1 / 3, "tokens an example": 5.0}
# What a mechanism may do that others may not: write letters of another script, write invisible
# characters, leave syllables malformed, write into a grapheme.
Liberty = Literal["script", "format", "syllables", "graphemes"]
# Masked text only trains, it is never scored: no noise acts on it.
TASK_KINDS: tuple[str, ...] = tuple(kind for kind in get_args(TaskKind) if kind != "masked_lm")
Propose = Callable[[Columns, str, float], Proposals]
Ladder = tuple[float, float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Whether a perturbation can act in a language, and why (not)."""

    level: Level
    reason: str


FULL = Support(level="full", reason="the language has tables of its own")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A perturbation as a part of a profile: it acts on what the stage before has written.

    Attributes:
        perturbation: what is done; where it cannot act in a language, the stage is left out.
        ladder: strength at severity 1 to 5, in the unit of that perturbation.
        share: probability that the writer of an example has this trait at all.
    """

    perturbation: "Perturbation"
    ladder: Ladder
    share: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Perturbation:
    """A named change of text that keeps the label. Either `propose` or `stages` is given.

    Attributes:
        name, family: name in experiments; the common cause ("keyboard", "casing" ...).
        version: raised whenever the output changes; part of every key.
        summary: one line for people.
        mechanism: what happens to a text, in a few sentences.
        unit: what the ladder counts.
        ladder: strength of severity 1 to 5, in this unit.
        nested: the edits of a severity are among those of the next one.
        evidence: "anchored" in measured text, or "declared" by us.
        source: where the ladder and the shares come from, with the figures.
        keeps: what survives, and what may not, in words.
        example: (language, text) that the documents show perturbed.
        supports: language -> support.
        propose: (columns, language, strength) -> proposals. Pure; if nested, `strength` may only
            decide how many of the same proposals are made.
        stages: of a profile.
        tables: files below `noise/` whose facts decide the output; part of every key.
        count: (columns, language) -> number of units in the texts, where the engine cannot count
            them: for "keystroke error rate".
        liberties: general laws that the mechanism breaks because that is what it is about.
        operations: names of the numbers in `Proposals.op`.
        options: what may stand behind a colon in the name, in words ("case:inverted").
        variant: option -> the perturbation with it; raises a `ConfigError` for a wrong one.
        policy: task kind -> what happens to labels; kinds that are not named are "headline".
            A perturbation that is refused for tagging acts on running text only.
    """

    name: str
    family: str
    version: int
    summary: str
    mechanism: str
    unit: Unit
    ladder: Ladder
    nested: bool
    evidence: Evidence
    source: str
    keeps: str
    example: tuple[str, str]
    supports: Callable[[str], Support]
    propose: Propose | None = None
    stages: tuple[Stage, ...] = ()
    tables: tuple[str, ...] = ()
    count: Callable[[Columns, str], int] | None = None
    liberties: tuple[Liberty, ...] = ()
    operations: tuple[str, ...] = ("replace",)
    options: str = ""
    variant: Callable[[str], "Perturbation"] | None = None
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
                action=f"The ladder of '{self.name}' is {self.ladder} ({self.unit}).",
            )
        return (0.0, *self.ladder)[severity]

    def at_full_strength(self) -> "Perturbation":
        """A copy whose severity 5 changes every example that it can change at all."""
        stages = tuple(
            replace(stage, ladder=_topped(stage.ladder, stage.perturbation.unit), share=1.0)
            for stage in self.stages
        )
        return replace(self, ladder=_topped(self.ladder, self.unit), stages=stages)


def supported_by(stages: tuple[Stage, ...]) -> Callable[[str], Support]:
    """The support of a profile: what its stages can do in a language."""

    def supports(language: str) -> Support:
        found = [(one.perturbation.name, one.perturbation.supports(language)) for one in stages]
        acting = [(name, one.level) for name, one in found if one.level in {"full", "generic"}]
        names = ", ".join(dict.fromkeys(name for name, _ in acting))
        if not acting:
            return Support(level="unsupported", reason="none of its stages acts in the language")
        level: Level = "generic" if any(one == "generic" for _, one in acting) else "full"
        return Support(level=level, reason=f"stages: {names}")

    return supports


def _topped(ladder: Ladder, unit: str) -> Ladder:
    return (*ladder[:4], max(ladder[4], FULL_STRENGTH.get(unit, 1.0)))
