"""What the planner asks of the rooms it may not import: answered by the runner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleSet:
    """What a load_examples step reads.

    Attributes:
        task, language, split: as in the experiment; the language may be a pair (`de+en`).
        part: the examples, or the candidates that they are searched in.
        pool: languages of these candidates; empty for a task without, and for candidates.
        held_out: "" for the whole split; "kept" or "held_out" for a part of it.
        max_examples: size of the sample; 0 keeps all.
    """

    task: str
    language: str
    split: str
    part: Literal["examples", "candidates"] = "examples"
    pool: tuple[str, ...] = ()
    held_out: Literal["", "kept", "held_out"] = ""
    max_examples: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingText:
    """Where the labelled text of a task stands, in its source language.

    Attributes:
        split: the split that trains.
        validation: the split that selects; empty where the training text is all there is.
        whole: the split that holds both, where the task itself cuts one source in two; else empty.
    """

    split: str = "train"
    validation: str = "validation"
    whole: str = ""


class Catalogue(Protocol):
    """Facts about tasks, perturbations and the encoder."""

    def card(self, task: str) -> TaskCard:
        """The card of a task that is known to exist."""
        ...

    def digests(self, wanted: ExampleSet) -> Mapping[str, str]:
        """Source file -> SHA-256 of what `load_examples` will read."""
        ...

    def training_text(self, task: str) -> TrainingText:
        """Which splits of a task train and select, with the files that are there."""
        ...

    def pool_languages(
        self, task: str, language: str, evaluated: tuple[str, ...]
    ) -> tuple[str, ...]:
        """Languages of the candidates that examples of a language are searched in.

        Empty for a task without candidates; all evaluated ones where they share a pool.
        """
        ...

    def perturbation_version(self, name: str) -> int:
        """Version of a perturbation that is known to exist."""
        ...

    def perturbation_families(self, name: str) -> frozenset[str]:
        """The common causes of what a perturbation does; of a profile, those of all its parts."""
        ...

    def neighbors_digest(self, name: str) -> str:
        """SHA-256 of the user's list of neighbors, a path."""
        ...

    def unsupported(self, perturbation: str, language: str, task: str) -> str:
        """Why the perturbation is not scored in this language and task; empty if it is."""
        ...

    def is_apart(self, perturbation: str, kind: str) -> bool:
        """Whether labels of this kind may not survive, so that headline means leave it out."""
        ...

    def encoder_source(self) -> Mapping[str, object]:
        """Kind, name, revision and file digests of the experiment's encoder."""
        ...

    def encoder_card(self) -> EncoderCard:
        """The card of the experiment's encoder."""
        ...

    def precision(self, asked: str) -> str:
        """`auto` resolved for this machine: fp32 or bf16."""
        ...

    def adopted_source(self, arm: str) -> Mapping[str, object]:
        """Kind, name, revision and file digests of the model of an arm with a checkpoint."""
        ...

    def adopted_head(self, arm: str) -> AdoptedHead | None:
        """The head of that model; None where its files are not there."""
        ...

    def adopted_card(self, arm: str) -> EncoderCard:
        """The card of that model; a bare one where there is none."""
        ...
