"""From the name of an experiment file to a plan that can be run."""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.config.load import ExperimentText, read_experiment, validate
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError, CrosswindError
from crosswind.plan.expand import evaluated_languages, evaluated_split, expand
from crosswind.plan.graph import Plan
from crosswind.runner.adopted_arms import unfit_arms
from crosswind.runner.check import name_problems
from crosswind.runner.facts import ExperimentFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An experiment with its plan.

    Attributes:
        experiment: validated.
        plan: its steps.
        missing: errors for files and packages that are not there; a run needs this empty.
    """

    experiment: Experiment
    plan: Plan
    missing: tuple[CrosswindError, ...]


def prepare(name: str, overrides: Sequence[str] = ()) -> Prepared:
    """Read, check and expand an experiment.

    Raises:
        ConfigError: with all problems of the file at once.
    """
    source = read_experiment(name, overrides)
    experiment, problems = validate(source)
    problems = [*problems, *name_problems(source)]
    if experiment is None or problems:
        raise ConfigError.joined(sorted(problems, key=lambda problem: _line(problem.place)))
    facts = ExperimentFacts(experiment)
    conflicts = [
        *selection_conflicts(source, experiment, facts),
        *unfit_arms(source, experiment, facts),
    ]
    if conflicts:
        raise ConfigError.joined(conflicts)
    plan = expand(experiment, facts)
    return Prepared(experiment=experiment, plan=plan, missing=tuple(facts.missing))


def selection_conflicts(
    source: ExperimentText, experiment: Experiment, facts: ExperimentFacts
) -> list[CrosswindError]:
    """Targets that would be selected on the very text they are scored on.

    Selection and evaluation are disjoint: promise 1 of zero-shot transfer.
    """
    found: list[CrosswindError] = []
    for number, target in enumerate(experiment.targets):
        card = facts.card(target.task)
        training = experiment.training.changed(target.training)
        tasks = target.train or card.train_tasks
        own_text = (
            tasks[:1] == (target.task,)
            and evaluated_split(target, card) == "validation"
            and card.source_language in evaluated_languages(target, card)
        )
        shared_text = bool(set(tasks[:1]) & set(card.selection_overlap))
        if training.selection == "source_validation" and (own_text or shared_text):
            found.append(
                ConfigError(
                    "the checkpoint would be selected on the examples it is scored on",
                    place=source.at(("targets", number)),
                    value=target.task,
                    allowed='evaluation_split = "test", or selection = "last_update"',
                    action='Set training = { selection = "last_update" } for this target.',
                )
            )
    return found


def _line(place: str) -> int:
    numbers = [part for part in place.split(":") if part.isdigit()]
    return int(numbers[0]) if numbers else 0
