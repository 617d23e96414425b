"""What a target stands for, once its card is known: languages, splits and stages of training."""

from collections.abc import Callable, Sequence

from crosswind.config.arms import Stage
from crosswind.config.schema import Target
from crosswind.core.languages import pair_label
from crosswind.plan.catalogue import Catalogue, ExampleSet
from crosswind.records.task_card import TaskCard

CardOf = Callable[[str], TaskCard]
_LABEL_KINDS = ("classification", "pair_classification", "tagging")


def evaluated_languages(target: Target, card: TaskCard) -> tuple[str, ...]:
    """The labels of a target's cells, in the order of the card or of the experiment's list.

    Generalised pairing gives every ordered pair of the languages, a language with itself included,
    and the pairs that are listed as such.
    """
    listed = card.languages if target.languages == "all" else target.languages
    if target.pairing == "same_language":
        return tuple(listed)
    single = [label for label in listed if "+" not in label]
    crossed = [pair_label(first, second) for first in single for second in single]
    return tuple(dict.fromkeys([*crossed, *(label for label in listed if "+" in label)]))


def evaluated_split(target: Target, card: TaskCard) -> str:
    """The split that is scored."""
    return target.evaluation_split or card.evaluation_split


def has_published_noise(target: Target, card: TaskCard) -> bool:
    """Whether the scored split was published with noise, and its clean rows stand beside it."""
    return bool(card.published_noise) and evaluated_split(target, card) == card.evaluation_split


def clean_split(target: Target, card: TaskCard) -> str:
    """The split of the clean rows, on which perturbations act."""
    return "clean" if has_published_noise(target, card) else evaluated_split(target, card)


def evaluated_set(target: Target, catalogue: Catalogue, language: str, split: str) -> ExampleSet:
    """The examples of a target: the same parallel clusters in every language."""
    labels = evaluated_languages(target, catalogue.card(target.task))
    return ExampleSet(
        task=target.task,
        language=language,
        split=split,
        pool=catalogue.pool_languages(target.task, language, labels),
        max_examples=target.max_examples,
    )


def target_stages(target: Target, card_of: CardOf) -> tuple[Stage, ...]:
    """The stages that train a target, first to last; empty where nothing is trained.

    The experiment's own `stages` or `train` come first, then the card's. Between the stages of a
    card the head is carried over where it fits (XCOPA: SIQA, then COPA).
    """
    card = card_of(target.task)
    if target.stages:
        return target.stages
    if target.train or not card.train_stages:
        tasks = target.train or card.train_tasks
        return (Stage(tasks=tasks, carry_over=target.carry_over),) if tasks else ()
    first, *others = card.train_stages
    stages = [Stage(tasks=first, carry_over=target.carry_over)]
    for before, tasks in zip(card.train_stages, others, strict=False):
        fits = heads_agree(card_of(before[0]), card_of(tasks[0]))
        stages.append(Stage(tasks=tasks, carry_over="encoder_and_head" if fits else "encoder"))
    return tuple(stages)


def heads_agree(first: TaskCard, second: TaskCard) -> bool:
    """Whether a head that was trained on one task can go on with the other.

    Its outputs are labels in some kinds, which must be the same then; a head for choices scores
    any number of them.
    """
    if first.kind != second.kind:
        return False
    if first.kind not in _LABEL_KINDS:
        return True
    return bool(first.labels) and first.labels == second.labels


def trained_tasks(stages: Sequence[Stage]) -> frozenset[str]:
    """All tasks of some stages."""
    return frozenset(task for stage in stages for task in stage.tasks)


def is_evaluated(task: str, target: Target, card: TaskCard) -> bool:
    """Whether a target scores the validation text of a training task.

    Args:
        task: whose validation text would select a checkpoint.
        target: what is scored.
        card: of the target's task.
    """
    own = target.task == task and evaluated_split(target, card) == "validation"
    return own or task in card.selection_overlap
