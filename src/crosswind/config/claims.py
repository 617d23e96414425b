"""Claims of an experiment: what it is said to show, before it has shown anything."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from crosswind.config.section import Listed, Section, Severity, once
from crosswind.records.claim import expectation
from crosswind.records.quantity import QUANTITIES

# Compared over the arms, so that it has none of its own.
BEST_ARM = "best_arm_gain"


class ClaimPlace(Section):
    """The slice of the estimates that a claim is about; what is left out is averaged over."""

    task: str | None = None
    language: str | None = None
    perturbation: str | None = None
    severity: Severity | None = None
    scope: (
        Literal[
            "target_languages",
            "all_languages",
            "source_language",
            "same_language_targets",
            "language_pairs",
        ]
        | None
    ) = None
    metric: str | None = None
    group: str | None = None
    benchmark: str | None = None
    part: Literal["overall", "partial", "retrieval", "non_retrieval"] | None = None
    choice: Literal["nested", "oracle"] | None = None
    world: Literal["benchmark", "embedded"] | None = None


class Claim(Section):
    """One claim.

    A `region` is an interval of values, an `equivalence` a margin around zero, a `rank` the place
    of an arm among its rivals (of a target among the targets, with `over = "targets"`), a `fact`
    something about the plan. Differences of scores are written in percentage points.

    `rivals` of a rank are all others where none is named.

    `encoder` is the one that the claim is about: with another, the verdict is an analogue.
    `untested` says why this experiment cannot test the claim; its arms and targets need not exist.
    `statement` numbers the statement that several claims are parts of.
    """

    text: str = Field(min_length=1)
    kind: Literal["region", "equivalence", "rank", "fact"]
    quantity: str = Field(min_length=1)
    source: str = ""
    statement: Annotated[int, Field(ge=0)] = 0
    encoder: str = ""
    arm: str = ""
    against: str = ""
    over: Literal["arms", "targets"] = "arms"
    rivals: Annotated[tuple[str, ...], Listed, AfterValidator(once)] = ()
    where: ClaimPlace = ClaimPlace()
    expect: str = ""
    margin: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    untested: str = ""

    @property
    def key(self) -> str:
        """The text of the claim."""
        return self.text

    def place(self) -> dict[str, Any]:
        """The keys of `where` that are given."""
        return self.where.model_dump(exclude_none=True)

    @model_validator(mode="after")
    def _is_a_claim_of_its_kind(self) -> Self:
        expectation(self.kind, self.expect, self.margin)
        if self.margin is not None and self.kind != "equivalence":
            raise ValueError("a `margin` belongs to a claim of kind equivalence")
        if self.rivals and self.kind != "rank":
            raise ValueError("`rivals` belong to a claim of kind rank")
        if self.kind == "fact":
            if self.arm or self.against or self.place():
                raise ValueError("a fact is about the plan: it has no arm, against and where")
            return self
        known = QUANTITIES.get(self.quantity) if self.quantity in QUANTITIES else None
        if self.against and known and not known.is_compared:
            raise ValueError(f"'{self.quantity}' is a quantity of one arm: leave out `against`")
        if self.quantity == BEST_ARM and (self.arm or self.kind == "rank"):
            raise ValueError(f"'{BEST_ARM}' chooses its arms: it has no `arm` and no rank")
        if self.quantity != BEST_ARM and not self.arm:
            raise ValueError("a claim about scores needs an `arm`")
        if self.over == "targets" and (self.kind != "rank" or self.where.task is None):
            raise ValueError('`over = "targets"` belongs to a rank with a `task` in `where`')
        if self.where.metric is not None and self.where.task is None:
            raise ValueError("a `metric` beside the headline is one task's: name the `task` too")
        return self
