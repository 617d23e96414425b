"""The parts of a stage of training: one for each head that its tasks need, and for masked text."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.arms import Stage
from crosswind.config.mixtures import MASK_RATE, TaskChange
from crosswind.config.training import Training
from crosswind.core.errors import ConfigError
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.targets import heads_agree
from crosswind.records.task_card import TaskCard

# The task that reads text files of the user, without labels.
MLM_TASK = "mlm_text"
# Kind of a target with a dual encoder -> kind of the text that trains it.
DUAL_TEXTS = {"answer_retrieval": "span_qa", "entity_retrieval": "retrieval"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StagePart:
    """Tasks of a stage that share a head.

    Attributes:
        tasks: one, or several that are joined.
        card: of the first of them; it decides the head.
        language: of masked text, whose languages share one head; else empty.
    """

    tasks: tuple[str, ...]
    card: TaskCard
    language: str = ""

    @property
    def name(self) -> str:
        """The tasks, joined by "+"."""
        return "+".join(self.tasks)


def is_mixture(stage: Stage) -> bool:
    """Whether a stage needs more than one recipe, text or head."""
    return bool(stage.sampling or stage.mlm or stage.control or stage.per_task)


def stage_parts(stage: Stage, catalogue: Catalogue) -> tuple[StagePart, ...]:
    """The parts of a stage, masked text last.

    Raises:
        ConfigError: tasks that are joined differ in kind, fields or labels.
    """
    groups = [(task,) for task in stage.tasks] if stage.sampling else [stage.tasks]
    labelled = [StagePart(tasks=tasks, card=joined_card(tasks, catalogue)) for tasks in groups]
    if stage.mlm is None:
        return tuple(labelled)
    card = catalogue.card(MLM_TASK)
    beside = [
        StagePart(tasks=(MLM_TASK,), card=card, language=language)
        for language in stage.mlm.languages
    ]
    return (*labelled, *beside)


def joined_card(tasks: Sequence[str], catalogue: Catalogue) -> TaskCard:
    """The card that decides the head of joined tasks.

    Raises:
        ConfigError: the tasks differ in kind, fields or labels and cannot share a head.
    """
    cards = [catalogue.card(task) for task in tasks]
    first = cards[0]
    for other in cards[1:]:
        same = (other.kind, other.fields, other.labels) == (first.kind, first.fields, first.labels)
        if not same:
            raise ConfigError(
                "tasks that are joined under one head need one kind, fields and labels",
                value=list(tasks),
                allowed=f"tasks like {first.name}: {first.kind}, labels {list(first.labels)}",
                action='Set sampling = "size_capped" (or another) to give each a head of its own, '
                "or give each task a stage of its own.",
            )
    return first


def part_kind(part: StagePart, wanted: str) -> str:
    """What a part trains: the kind of its text, or the dual encoder that its target needs."""
    own: str = part.card.kind
    return wanted if wanted and DUAL_TEXTS.get(wanted) == own else own


def predicting_part(parts: Sequence[StagePart], target: TaskCard) -> str:
    """The part whose head predicts a target; "" where there is only one head.

    The part that trains the target's own task; else the one that trains the task which trains it
    by its card; else the only one whose kind and labels agree.

    Raises:
        ConfigError: if none agrees, or several do.
    """
    names = dict.fromkeys(part.name for part in parts)
    if len(names) == 1:
        return ""
    labelled = [part for part in parts if not part.language]
    for wanted in ((target.name,), target.train_tasks):
        found = [part for part in labelled if set(part.tasks) & set(wanted)]
        if len(found) == 1:
            return found[0].name
    agreeing = [
        part
        for part in labelled
        if heads_agree(part.card, target) or DUAL_TEXTS.get(target.kind) == part.card.kind
    ]
    if len(agreeing) == 1:
        return agreeing[0].name
    raise ConfigError(
        f"{'several tasks' if agreeing else 'no task'} of the mixture could predict {target.name}",
        value=[part.name for part in agreeing or labelled],
        allowed=f"one task of kind {target.kind} with the labels {list(target.labels)}",
        action="Train the target in a last stage of its own.",
    )


def part_params(
    part: StagePart, stage: Stage, training: Training, *, wanted: str, sets: tuple[int, int]
) -> dict[str, Any]:
    """The params of one part, as fields of `train.params.PartParams`.

    Args:
        part: of the stage.
        stage: says how it is drawn.
        training: recipe of the stage.
        wanted: kind of the target that the stage trains last; "" for another stage.
        sets: how many training and validation texts the part has.
    """
    change = stage.per_task.get(part.name, TaskChange())
    mlm = stage.mlm if part.language else None
    control = stage.control if stage.control and mlm is None else ""
    rate = mlm.mask_rate if mlm else MASK_RATE if control == "english_mlm" else 0.0
    return {
        "task": part.name,
        "kind": part_kind(part, wanted),
        "fields": list(part.card.fields),
        "labels": list(part.card.labels),
        "n_texts": sets[0],
        "n_validation": sets[1],
        "batch_examples": change.batch_examples or training.batch_examples,
        "max_tokens": change.max_tokens or training.max_tokens,
        "share": mlm.share if mlm else stage.shares.get(part.name, 0.0),
        "control": control,
        "mask_rate": rate,
        "language": part.language,
        "smoothing": mlm.language_smoothing if mlm else 0.0,
    }
