"""The targets that a benchmark adds to an experiment."""

from crosswind.config.schema import Experiment, Target
from crosswind.records.benchmark import BENCHMARKS


def with_benchmark(experiment: Experiment) -> Experiment:
    """The experiment with every task of its benchmark as a target.

    Targets that the experiment lists stay as they are and come first; the others are evaluated in
    the benchmark's languages, with the defaults of their cards.
    """
    if not experiment.benchmark:
        return experiment
    listed = {target.task for target in experiment.targets}
    added = tuple(
        Target(task=item.task, languages=item.languages)
        for item in BENCHMARKS.get(experiment.benchmark).tasks
        if item.task not in listed
    )
    return experiment.model_copy(update={"targets": (*experiment.targets, *added)})
