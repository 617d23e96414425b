"""Method: what a robust method puts in the place of the plain loss and of the clean text."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from crosswind.train.losses import Loss, plain_loss
from crosswind.train.robust.original import Groups, Original

MakeLoss = Callable[[Any], Loss]
MakeCopies = Callable[[Any, Original], Iterator[Groups]]


def always_plain(settings: object) -> Loss:
    """The plain loss, whatever the settings."""
    return plain_loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A robust method. Its settings are a table of `config.robust`.

    Attributes:
        loss: settings -> what each update lowers.
        copies: (settings, clean text) -> the rows of each copy of the text; None without copies.
        is_beside: whether the rows of a copy stand beside the clean ones, as their views, or in
            their place.
    """

    loss: MakeLoss = always_plain
    copies: MakeCopies | None = None
    is_beside: bool = False
