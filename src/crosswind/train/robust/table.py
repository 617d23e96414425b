"""Method by name, and the loss that a stage lowers with it."""

from collections.abc import Mapping
from typing import Any

from torch import Tensor

from crosswind.config.robust import CARRYING_KINDS
from crosswind.train.losses import Loss, Update, plain_loss
from crosswind.train.objectives.table import OBJECTIVES
from crosswind.train.robust import (
    adversarial,
    consistency,
    contrastive,
    noise_augmentation,
    random_smoothing,
    synonym_smoothing,
)
from crosswind.train.robust.method import Method
from crosswind.train.robust.settings import RobustParams

METHODS: Mapping[str, Method] = {
    "adversarial": adversarial.METHOD,
    "random_smoothing": random_smoothing.METHOD,
    "synonym_smoothing": synonym_smoothing.METHOD,
    "noise_augmentation": noise_augmentation.METHOD,
    "consistency": consistency.METHOD,
    "contrastive": contrastive.METHOD,
}


def robust_loss(robust: Mapping[str, Any] | None) -> Loss:
    """What each update of a stage lowers.

    A task beside the stage that cannot carry the method (masked language modelling) has the plain
    loss; so has everything without a method.

    Args:
        robust: fields of `RobustParams`, or None.
    """
    if robust is None:
        return plain_loss
    settings = RobustParams(**robust).method()
    steadied = METHODS[settings.method].loss(settings)
    carrying = [OBJECTIVES[kind] for kind in CARRYING_KINDS]

    def loss(update: Update) -> Tensor:
        carries = any(update.objective is one for one in carrying)
        return steadied(update) if carries else plain_loss(update)

    return loss
