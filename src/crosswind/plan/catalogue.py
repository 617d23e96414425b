"""What the planner asks of the rooms it may not import: answered by the runner."""

from collections.abc import Mapping
from typing import Protocol

from crosswind.records.adopted_head import AdoptedHead
from crosswind.records.encoder_card import EncoderCard
from crosswind.records.task_card import TaskCard


class Catalogue(Protocol):
    """Facts about tasks, perturbations and the encoder."""

    def card(self, task: str) -> TaskCard:
        """The card of a task that is known to exist."""
        ...

    def digests(self, task: str, language: str, split: str) -> Mapping[str, str]:
        """Source file -> SHA-256 of what `load_examples` will read."""
        ...

    def training_split(self, task: str, *, hold_out: bool) -> str:
        """`train`, or `all` where a source has one split and nothing is to be held out."""
        ...

    def perturbation_version(self, name: str) -> int:
        """Version of a perturbation that is known to exist."""
        ...

    def unsupported(self, perturbation: str, language: str, kind: str) -> str:
        """Why the perturbation is not scored in this language and kind; empty if it is."""
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
