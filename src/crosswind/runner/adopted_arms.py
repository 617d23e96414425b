"""Arms that are models trained elsewhere, against the targets of their experiment."""

from collections.abc import Iterator

from crosswind.config.load import ExperimentText
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError, CrosswindError
from crosswind.plan.adopted import adopted_fit
from crosswind.plan.catalogue import Catalogue


def unfit_arms(
    source: ExperimentText, experiment: Experiment, catalogue: Catalogue
) -> Iterator[CrosswindError]:
    """Arms whose model can be judged on no target at all, with the reason for each target.

    One that fits some targets is judged on those; the report lists the others.
    """
    for number, arm in enumerate(experiment.arms):
        if not arm.checkpoint:
            continue
        fits = {target.task: adopted_fit(arm, target, catalogue) for target in experiment.targets}
        reasons = {task: fit.reason for task, fit in fits.items() if fit is not None and fit.reason}
        if reasons and len(reasons) == len(fits):
            why = "; ".join(f"{task}: {reason}" for task, reason in reasons.items())
            yield ConfigError(
                f"the checkpoint can be judged on none of the targets ({why})",
                place=source.at(("arms", number, "checkpoint")),
                value=arm.checkpoint,
                allowed="a model whose head predicts one of the targets, or a retrieval target",
                action="Give the arm labels = [...], or name another checkpoint.",
            )
