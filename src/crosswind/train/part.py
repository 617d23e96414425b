"""Part: one task of a stage, with its text and its head on the shared encoder."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from crosswind.model.heads import MaskedWordsHead, TaskModel
from crosswind.train.objective import Objective
from crosswind.train.stage_text import StageText


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One task of a stage.

    Attributes:
        task: its name.
        model: the encoder, which all parts share, under the head of this one.
        objective: what tasks of its kind train.
        text: rows to train on and rows to select on.
        batch_examples: rows of an update.
        language: of masked text; the parts of its languages share one head.
    """

    task: str
    model: TaskModel
    objective: Objective
    text: StageText
    batch_examples: int
    language: str = ""

    @property
    def name(self) -> str:
        """The task, and the language of masked text."""
        return f"{self.task} {self.language}".strip()

    @property
    def is_masked(self) -> bool:
        """Whether it trains on masked words."""
        return isinstance(self.model.head, MaskedWordsHead)


def trained_weights(parts: Sequence[Part]) -> dict[str, nn.Parameter]:
    """Name -> weights that require gradients: the encoder's once, then each head once."""
    found = {
        f"encoder.{name}": weights for name, weights in parts[0].model.encoder.named_parameters()
    }
    told: set[int] = set()
    for number, part in enumerate(parts):
        assert part.model.head is not None, "a part has a head"
        if id(part.model.head) in told:
            continue  # languages of masked text share a head
        told.add(id(part.model.head))
        for name, weights in part.model.head.named_parameters():
            found[f"heads.{number}.{name}"] = weights
    return {name: weights for name, weights in found.items() if weights.requires_grad}


def move(parts: Sequence[Part], device: torch.device) -> None:
    """Bring the encoder and the heads to a device."""
    for part in parts:
        part.model.to(device)
