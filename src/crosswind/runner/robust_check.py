"""Robust methods of an experiment against the catalogues: every problem, not the first."""

from collections.abc import Iterator
from dataclasses import dataclass

from crosswind.config.arms import Arm, Stage
from crosswind.config.load import ExperimentText
from crosswind.config.robust import CARRYING_KINDS, Noisy, Robust
from crosswind.config.schema import Experiment, Target
from crosswind.core.errors import ConfigError, CrosswindError
from crosswind.data.catalogue import TASKS
from crosswind.noise.catalogue import declared, support
from crosswind.noise.policy import field_policies
from crosswind.plan.parts import DUAL_TEXTS
from crosswind.plan.targets import target_stages
from crosswind.records.task_card import TaskCard
from crosswind.runner.facts import ExperimentFacts

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Use:
    """A method at one place of the file, and what it would train.

    Attributes:
        path: of the method.
        robust: the method.
        cards: of the tasks of the stage.
        target: whose last stage it is; it decides whether a dual encoder is trained.
    """

    path: Path
    robust: Robust
    cards: tuple[TaskCard, ...]
    target: Target | None = None

    def kind(self, card: TaskCard) -> str:
        """What a task trains: the kind of its text, or the dual encoder of the target."""
        wanted = TASKS.get(self.target.task).card.kind if self.target else card.kind
        return wanted if DUAL_TEXTS.get(wanted) == card.kind else card.kind


def robust_problems(
    source: ExperimentText, experiment: Experiment, facts: ExperimentFacts
) -> list[CrosswindError]:
    """Methods on kinds that cannot carry them, and noise that is unknown or cannot act."""
    found: list[CrosswindError] = []
    for use in _uses(experiment, facts):
        found += _kind(source, use)
        if isinstance(use.robust, Noisy):
            found += _noise(source, use, use.robust)
    # A method of an arm is checked with every target: one mistake is told once.
    return list({problem.sentence(): problem for problem in found}.values())


def _uses(experiment: Experiment, facts: ExperimentFacts) -> Iterator[_Use]:
    for number, arm in enumerate(experiment.arms):
        yield from _of_stages(arm.stages, ("arms", number))
        for target in experiment.targets:
            yield from _on_target(arm, target, ("arms", number, "target_robust"), facts)
    for number, target in enumerate(experiment.targets):
        yield from _of_stages(target.stages, ("targets", number), target)


def _of_stages(
    stages: tuple[Stage, ...], owner: Path, target: Target | None = None
) -> Iterator[_Use]:
    for position, stage in enumerate(stages):
        if stage.robust:
            is_last = position == len(stages) - 1
            path = (*owner, "stages", position, "robust")
            cards = tuple(TASKS.get(task).card for task in stage.tasks)
            yield _Use(
                path=path, robust=stage.robust, cards=cards, target=target if is_last else None
            )


def _on_target(arm: Arm, target: Target, path: Path, facts: ExperimentFacts) -> Iterator[_Use]:
    """The method of an arm on the last stage of a target; nothing where nothing is trained."""
    stages = target_stages(target, facts.card)
    if arm.target_robust and stages and not stages[-1].robust:
        cards = tuple(facts.card(task) for task in stages[-1].tasks)
        yield _Use(path=path, robust=arm.target_robust, cards=cards, target=target)


def _kind(source: ExperimentText, use: _Use) -> Iterator[CrosswindError]:
    for card in use.cards:
        kind = use.kind(card)
        if kind not in CARRYING_KINDS:
            why = (
                "nothing in it is labelled"
                if kind == "masked_lm"
                else "the rows of a batch are each other's negatives, so none has its own loss"
            )
            yield ConfigError(
                f"a robust method cannot be used where {card.name} trains the kind '{kind}': {why}",
                place=source.at(use.path),
                value=use.robust.method,
                allowed=f"stages of the kinds {', '.join(CARRYING_KINDS)}",
                action="Leave the method out, or the target.",
            )


def _noise(source: ExperimentText, use: _Use, robust: Noisy) -> Iterator[CrosswindError]:
    for card in use.cards:
        if use.kind(card) not in CARRYING_KINDS:
            continue
        for name in robust.perturbation:
            try:
                found = declared(name, place=source.at((*use.path, "perturbation")))
            except CrosswindError as error:
                yield error
                continue
            level = support(name, card.source_language)
            reason = level.reason if level.level in {"unsupported", "conditional"} else ""
            if found.label_policy(card.kind) == "refused":
                reason = f"labels of kind {card.kind} would not survive it"
            if reason:
                yield ConfigError(
                    f"'{name}' cannot act on the training text of {card.name} ({reason})",
                    place=source.at((*use.path, "perturbation")),
                    value=name,
                    allowed=f"what acts in {card.source_language} and keeps the labels",
                    action="See `crosswind perturbations`.",
                )
        try:
            field_policies(card.kind, robust.sides, card.fields, card.kept_fields)
        except ConfigError as error:
            error.place = source.at((*use.path, "sides"))
            yield error
