"""What a cell is marked with, because a reader must not take it for more than it is."""

from crosswind.config.arms import Arm
from crosswind.config.schema import Target
from crosswind.core.languages import languages_of
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


def taught_languages(arm: Arm, target: Target, catalogue: Catalogue) -> frozenset[str]:
    """Languages, beside the target's source language, with labelled text on the path to a target.

    Of us or of the makers of the model that the path starts from.
    """
    made = makers_languages(arm, target, catalogue)
    return made | stage_languages(arm, target, catalogue)


def makers_languages(arm: Arm, target: Target, catalogue: Catalogue) -> frozenset[str]:
    """Languages in which the makers of the arm's model, or of the encoder, taught a target's task.

    A model trained elsewhere, and an encoder by its card, has seen every language of a task that it
    was taught in many.
    """
    card = catalogue.card(target.task)
    if arm.checkpoint:
        taught = {*arm.trained_on, *catalogue.adopted_card(arm.name).tasks_in_many}
    else:
        taught = set(catalogue.encoder_card().tasks_in_many)
    many = target.task in taught
    return frozenset(card.languages) - {card.source_language} if many else frozenset()


def stage_languages(arm: Arm, target: Target, catalogue: Catalogue) -> frozenset[str]:
    """Languages of labelled text in the stages in front of a target's evaluation, and of its own.

    The text of a stage is in its `languages`, else in the source language of each task; text that
    trains masked words has no labels.
    """
    if arm.checkpoint:
        return frozenset()
    found: set[str] = set()
    for stage in (*arm.stages, *target_stages(target, catalogue.card)):
        if stage.control != "english_mlm":
            own = {catalogue.card(task).source_language for task in stage.tasks}
            found |= set(stage.languages) or own
    return frozenset(found) - {catalogue.card(target.task).source_language}


def is_taught(languages: frozenset[str], label: str) -> bool:
    """Whether a cell's language, or either of a pair (`de+en`), is among these."""
    return not languages.isdisjoint(languages_of(label))
