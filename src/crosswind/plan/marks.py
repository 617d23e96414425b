"""What a cell is marked with, because a reader must not take it for more than it is."""

from crosswind.config.arms import Arm
from crosswind.config.schema import Target
from crosswind.plan.adopted import taught_tasks
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.targets import target_stages, trained_tasks


def own_tasks(target: Target, catalogue: Catalogue) -> frozenset[str]:
    """The target's task and everything its own stages train on."""
    return trained_tasks(target_stages(target, catalogue.card)) | {target.task}


def same_tasks(arm: Arm, target: Target, catalogue: Catalogue) -> frozenset[str]:
    """Tasks of the arm that are the target's own: then its gain is no transfer."""
    return taught_tasks(arm) & own_tasks(target, catalogue)


def is_re_exposure(arm: Arm, target: Target, catalogue: Catalogue) -> bool:
    """Whether the encoder was already taught with a task of the arm or of the target."""
    if arm.checkpoint:
        tasks, card = taught_tasks(arm) | {target.task}, catalogue.adopted_card(arm.name)
    else:
        tasks, card = taught_tasks(arm) | own_tasks(target, catalogue), catalogue.encoder_card()
    return bool(tasks & set(card.tasks_seen))
