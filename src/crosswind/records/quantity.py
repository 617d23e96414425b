"""What a claim may be about: names of estimated quantities, and of facts about the plan."""

from dataclasses import dataclass
from typing import Literal

from crosswind.core.registry import Registry

Unit = Literal["points", "ratio", "logit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A quantity of the estimates.

    Attributes:
        name: as in the estimates.
        unit: how a claim writes its values: percentage points (100 times the fraction), or as it
            is (a ratio, a difference of log odds).
        is_compared: whether an arm is held against another one.
        is_difference: whether the value against a third arm is a difference of two such values, so
            that any two arms can be compared.
    """

    name: str
    unit: Unit = "points"
    is_compared: bool = False
    is_difference: bool = False

    @property
    def scale(self) -> float:
        """Units of a claim in one unit of the estimates."""
        return 100.0 if self.unit == "points" else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanFact:
    """Something that is true of a plan whatever its scores: a number, or a set of names.

    Attributes:
        name: as in a claim.
        is_number: whether it is a number.
        about: what it is.
    """

    name: str
    is_number: bool
    about: str


def _quantities() -> tuple[Quantity, ...]:
    of_one_arm = ("score", "mean_corrupted_score", "worst_case", "robustness_drop", "flip_rate",
                  "transfer_gap", "noise_transfer_gap", "benchmark_score",
                  "benchmark_mean_corrupted_score")  # fmt: skip
    ratios = ("retention", "retention_chance_adjusted", "benchmark_retention")
    gains = ("intermediate_gain", "intermediate_gain_noisy", "robustness_gain",
             "robustness_gain_chance_adjusted", "benchmark_gain", "benchmark_gain_noisy",
             "benchmark_robustness_gain")  # fmt: skip
    compared = ("best_arm_gain", "interquartile_mean_gain", "interquartile_mean_gain_noisy",
                "probability_of_improvement", "probability_of_improvement_noisy")  # fmt: skip
    errors = ("corruption_error", "mean_corruption_error", "relative_mean_corruption_error")
    return (
        *(Quantity(name=name) for name in of_one_arm),
        *(Quantity(name=name, unit="ratio") for name in ratios),
        *(Quantity(name=name, is_compared=True, is_difference=True) for name in gains),
        Quantity(name="robustness_gain_logit", unit="logit", is_compared=True, is_difference=True),
        *(Quantity(name=name, is_compared=True) for name in compared),
        *(Quantity(name=name, unit="ratio", is_compared=True) for name in errors),
    )


QUANTITIES: Registry[Quantity] = Registry("quantity", {item.name: item for item in _quantities()})

PLAN_FACTS: Registry[PlanFact] = Registry(
    "fact",
    {
        item.name: item
        for item in (
            PlanFact(name="targets", is_number=False, about="target tasks"),
            PlanFact(name="n_targets", is_number=True, about="number of target tasks"),
            PlanFact(name="languages", is_number=False, about="languages that are evaluated"),
            PlanFact(name="n_languages", is_number=True, about="number of these languages"),
            PlanFact(
                name="intermediate_tasks", is_number=False, about="tasks in the stages of the arms"
            ),
            PlanFact(name="n_intermediate_tasks", is_number=True, about="number of these tasks"),
            PlanFact(name="kinds", is_number=False, about="kinds of intermediate and target tasks"),
            PlanFact(
                name="arm_designs",
                is_number=False,
                about="baseline, single_task, multi_task, adopted: which kinds of arms there are",
            ),
            PlanFact(
                name="phases",
                is_number=False,
                about="public_encoder, intermediate_training, target_training, "
                "zero_shot_evaluation: which of them the plan has",
            ),
        )
    },
)
