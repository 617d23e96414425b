"""What the training of a plan asks for before any file is there: updates, and accelerator hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crosswind.core.wording import counted
from crosswind.data.catalogue import TASKS
from crosswind.plan.graph import Plan
from crosswind.plan.steps import Step
from crosswind.records.choices import split_fields
from crosswind.records.encoder_card import EncoderCard
from crosswind.train.sampling import Sampling, epoch_updates, probabilities, with_masked

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
        unknown: tasks whose cards do not know how many examples train them.
    """

    n_steps: int
    n_updates: int
    gpu_hours: float | None
    unknown: tuple[str, ...]

    def content(self) -> dict[str, object]:
        """The numbers, for JSON."""
        return {"n_updates": self.n_updates, "gpu_hours": self.gpu_hours, "basis": BASIS}

    def sentence(self) -> str:
        """The same for people."""
        text = f"training: {counted(self.n_steps, 'stage')}, {self.n_updates:,} updates"
        if self.gpu_hours is not None:
            text += f", at most {self.gpu_hours:,.1f} accelerator hours ({BASIS})"
        if self.unknown:
            text += f"; not counted, since their sizes are not known: {', '.join(self.unknown)}"
        return text


@dataclass(slots=True)
class _Counter:
    """Counts the stages of one plan, each once."""

    plan: Plan
    unknown: dict[str, None] = field(default_factory=dict)
    _counted: dict[str, tuple[int, float]] = field(default_factory=dict)

    def count(self, step: Step) -> tuple[int, float]:
        """(updates, tokens) of a stage, sizes taken from the cards."""
        if step.step_id not in self._counted:
            self._counted[step.step_id] = self._count(step)
        return self._counted[step.step_id]

    def _count(self, step: Step) -> tuple[int, float]:
        params = step.params
        train = step.inputs["train"] or ()
        parts: Sequence[Mapping[str, Any]] = params["parts"] or [{**params, "n_texts": len(train)}]
        sizes = self._sizes(parts, [self.plan.steps[key].params for key in train])
        labelled = [number for number, part in enumerate(parts) if part["kind"] != "masked_lm"]
        if not all(sizes[number] for number in labelled) and not params["max_updates"]:
            return 0, 0.0
        sampling = Sampling(
            name=params["sampling"],
            cap=params["cap"],
            temperature=params["temperature"],
            shares=tuple(parts[number].get("share", 0.0) for number in labelled),
        )
        share = max((part["share"] for part in parts if part["kind"] == "masked_lm"), default=0.0)
        n_labelled = params["epochs"] * sum(
            epoch_updates(sizes[n], sizes[n], parts[n]["batch_examples"], sampling)
            for n in labelled
        )
        n_updates = params["max_updates"] or with_masked(n_labelled, share)
        n_updates += sum(
            self.count(self.plan.steps[key])[0] for key in step.inputs["matched"] or ()
        )
        chances = probabilities([sizes[n] for n in labelled], sampling)
        mean = sum(p * _row(parts[n]) for n, p in zip(labelled, chances, strict=True))
        masked = [_row(part) for part in parts if part["kind"] == "masked_lm"]
        beside = share * max(masked, default=0.0)
        return n_updates, n_updates * ((1 - share) * mean + beside)

    def _sizes(
        self, parts: Sequence[Mapping[str, Any]], texts: Sequence[Mapping[str, Any]]
    ) -> list[int]:
        """Examples of each part; 0 where a card does not know them."""
        found, position = [], 0
        for part in parts:
            own = texts[position : position + part["n_texts"]]
            position += part["n_texts"]
            known = [_examples(text) for text in own]
            if part["kind"] != "masked_lm":
                self.unknown |= dict.fromkeys(
                    text["task"] for text, n in zip(own, known, strict=True) if not n
                )
            found.append(sum(known) if all(known) else 0)
        return found


def training_cost(plan: Plan, encoder: EncoderCard) -> TrainingCost:
    """Count the updates of every stage of training, and what they would cost.

    Args:
        plan: whose files may be absent.
        encoder: its card says how large it is.
    """
    counter = _Counter(plan=plan)
    steps = [step for step in plan if step.kind == "fine_tune"]
    counted = [counter.count(step) for step in steps]
    size = encoder.n_parameters - encoder.n_embedding_parameters
    operations = _OPERATIONS * size * sum(tokens for _, tokens in counted)
    return TrainingCost(
        n_steps=len(steps),
        n_updates=sum(updates for updates, _ in counted),
        gpu_hours=operations / _THROUGHPUT / 3600 if encoder.n_parameters else None,
        unknown=tuple(counter.unknown),
    )


def _examples(text: Mapping[str, Any]) -> int:
    """Examples of one training text, as its card knows them."""
    known = TASKS.get(text["task"]).card.n_train
    return min(known, text["max_examples"]) if known and text["max_examples"] else known


def _row(part: Mapping[str, Any]) -> float:
    """Tokens of an update of a part, every row at its longest."""
    is_choice = part["kind"] == "multiple_choice"
    n_inputs = len(split_fields(part["fields"])[1]) if is_choice else 1
    return float(part["batch_examples"] * part["max_tokens"] * n_inputs)
