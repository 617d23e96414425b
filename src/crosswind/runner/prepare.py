"""From the name of an experiment file to a plan that can be run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crosswind.config.load import ExperimentText, read_experiment, validate
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError, CrosswindError, DataError
from crosswind.core.files import folder_problem
from crosswind.plan.benchmarks import with_benchmark
from crosswind.plan.expand import expand
from crosswind.plan.graph import Plan
from crosswind.plan.retrieval import retrieval_settings
from crosswind.plan.targets import evaluated_split, target_stages
from crosswind.records.encoder_card import EncoderCard
from crosswind.runner.adopted_arms import unfit_arms
from crosswind.runner.check import name_problems
from crosswind.runner.facts import ExperimentFacts
from crosswind.runner.robust_check import robust_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """An experiment with its plan.

    Attributes:
        source: the file, for the places of later errors.
        experiment: validated, with the targets of its benchmark.
        plan: its steps.
        encoder: card of the experiment's encoder.
        missing: errors for files and packages that are not there, each once, that of the data
            root before those of files below it; a run needs this empty.
    """

    source: ExperimentText
    experiment: Experiment
    plan: Plan
    encoder: EncoderCard
    missing: tuple[CrosswindError, ...]

    def place_of(self, task: str) -> str:
        """Where the file names a target, or the benchmark that adds it."""
        return self.source.at(_path_of(self.source, task))


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
    experiment = with_benchmark(experiment)
    facts = ExperimentFacts(experiment, place_of=source.at)
    impossible = [
        *_selection_problems(source, facts),
        *_preset_problems(source, facts),
        *unfit_arms(source, experiment, facts),
        *robust_problems(source, experiment, facts),
    ]
    if impossible:
        raise ConfigError.joined(impossible)
    plan = expand(experiment, facts)
    return Prepared(
        source=source,
        experiment=experiment,
        plan=plan,
        encoder=facts.encoder_card(),
        missing=tuple(_missing(source, facts)),
    )


def _missing(source: ExperimentText, facts: ExperimentFacts) -> Iterator[CrosswindError]:
    root = Path(facts.experiment.data.root)
    distinct = {error.sentence(): error for error in facts.missing}
    problem = folder_problem(root)
    if problem and any(error.place == str(root) for error in facts.missing):
        yield DataError(
            problem,
            place=source.at(("data", "root")),
            value=str(root),
            allowed="the folder of official files",
            action="Set data.root; it is relative to the working directory.",
        )
    yield from (distinct[sentence] for sentence in sorted(distinct))


def _selection_problems(source: ExperimentText, facts: ExperimentFacts) -> Iterator[CrosswindError]:
    """Selection on target-language text where there is no target language, or no other text."""
    experiment = facts.experiment
    for number, arm in enumerate(experiment.arms):
        for position, stage in enumerate(arm.stages):
            if stage.training and stage.training.selection == "target_validation":
                yield ConfigError(
                    "an arm stands in front of every target, so it has no target language to "
                    "select on",
                    place=source.at(("arms", number, "stages", position, "training")),
                    value="target_validation",
                    allowed="last_update, source_validation",
                    action="Set it for a target, or in [training] for the last stage of each.",
                )
    for target in experiment.targets:
        stages = target_stages(target, facts.card)
        training = experiment.training.changed(target.training)
        if not stages or training.changed(stages[-1].training).selection != "target_validation":
            continue
        if evaluated_split(target, facts.card(target.task)) == "validation":
            yield ConfigError(
                "the checkpoint would be selected on the examples it is scored on",
                place=source.at(_path_of(source, target.task)),
                value="target_validation",
                allowed='evaluation_split = "test", or selection = "source_validation"',
                action="Selection and evaluation need different text.",
            )


def _preset_problems(source: ExperimentText, facts: ExperimentFacts) -> Iterator[CrosswindError]:
    """Presets that say nothing for the encoder, or for the model of an arm."""
    models = [facts.adopted_card(arm.name) for arm in facts.experiment.arms if arm.checkpoint]
    for target in facts.experiment.targets:
        kind = facts.card(target.task).kind
        for card in (facts.encoder_card(), *models):
            try:
                retrieval_settings(target.retrieval, kind, card)
            except ConfigError as error:
                path = (*_path_of(source, target.task), "retrieval", "preset")
                error.place = source.at(path)
                yield error


def _path_of(source: ExperimentText, task: str) -> tuple[str | int, ...]:
    """The key path of a target, or of the benchmark that adds it."""
    for number, value in enumerate(source.value.get("targets", [])):
        if value["task"] == task:
            return ("targets", number)
    return ("benchmark",)


def _line(place: str) -> int:
    numbers = [part for part in place.split(":") if part.isdigit()]
    return int(numbers[0]) if numbers else 0
