"""What the training of a plan asks for before any of it is run: updates, and accelerator hours."""

from dataclasses import dataclass

from crosswind.core.wording import counted
from crosswind.plan.graph import Plan
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.stage_sizes import StageSizes

# Operations a parameter and token: two forward, four backward (Kaplan et al. 2020, section 2.1).
_OPERATIONS = 6
# Sustained bf16 operations a second that are assumed: a third of an A100's peak of 312 * 10^12.
_THROUGHPUT = 100e12
BASIS = (
    "6 operations a parameter outside the word embedding and token; every row at max_tokens, one "
    "row an example; 100 TFLOP/s sustained on one accelerator (a third of an A100's bf16 peak); "
    "no early stop; prediction not counted"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingCost:
    """The training of a plan.

    Attributes:
        n_steps: stages of training.
        n_updates: of those stages whose sizes are known.
        gpu_hours: an upper estimate of them, see `BASIS`; None if the encoder's size is not known.
        by_card: tasks whose size is that of their card, since their text was not counted.
        unknown: tasks of which not even a card knows how many examples train them.
    """

    n_steps: int
    n_updates: int
    gpu_hours: float | None
    by_card: tuple[str, ...]
    unknown: tuple[str, ...]

    def content(self) -> dict[str, object]:
        """The numbers, for JSON."""
        return {
            "n_updates": self.n_updates,
            "gpu_hours": self.gpu_hours,
            "basis": BASIS,
            "by_card": list(self.by_card),
            "not_counted": list(self.unknown),
        }

    def sentence(self) -> str:
        """The same for people."""
        text = f"training: {counted(self.n_steps, 'stage')}, {self.n_updates:,} updates"
        if self.by_card:
            text += f" by the sizes on the cards of {', '.join(self.by_card)}"
        if self.gpu_hours is not None and self.n_updates:
            small = self.gpu_hours < 0.05
            hours = "less than 0.1" if small else f"at most {self.gpu_hours:,.1f}"
            text += f", {hours} accelerator hours ({BASIS})"
        if self.unknown:
            text += (
                "; stages not counted, since the sizes of their text are not known: "
                f"{', '.join(self.unknown)}"
            )
        return text


def training_cost(plan: Plan, encoder: EncoderCard, sizes: StageSizes) -> TrainingCost:
    """Count the updates of every stage of training, and what they would cost.

    Args:
        plan: whose files may be absent.
        encoder: its card says how large it is.
        sizes: of its stages.
    """
    found = [sizes.of(step) for step in plan if step.kind == "fine_tune"]
    size = encoder.n_parameters - encoder.n_embedding_parameters
    operations = _OPERATIONS * size * sum(stage.most_tokens for stage in found)
    return TrainingCost(
        n_steps=len(found),
        n_updates=sum(stage.n_updates for stage in found),
        gpu_hours=operations / _THROUGHPUT / 3600 if encoder.n_parameters else None,
        by_card=tuple(sizes.by_card),
        unknown=tuple(sizes.unknown),
    )
