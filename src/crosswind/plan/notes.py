"""What a reader must distrust, known before anything runs."""

from collections.abc import Iterable, Sequence

from crosswind.config.schema import Experiment
from crosswind.plan.catalogue import Catalogue


def experiment_notes(
    experiment: Experiment, catalogue: Catalogue, unsupported: Sequence[str]
) -> tuple[str, ...]:
    """Sentences about worlds, re-exposure, same-task pairs and unsupported cells."""
    return (
        *_worlds(experiment, catalogue),
        *_prior_supervision(experiment, catalogue),
        *_same_task(experiment, catalogue),
        *_seeds(experiment),
        *(f"Not scored, because the perturbation cannot act: {item}." for item in unsupported),
    )


def _worlds(experiment: Experiment, catalogue: Catalogue) -> Iterable[str]:
    embedded = [
        target.task
        for target in experiment.targets
        if catalogue.card(target.task).world == "embedded"
    ]
    if embedded:
        yield (
            f"Embedded data ({', '.join(embedded)}): sentences from templates and interface "
            "messages show that the machinery works; their numbers say nothing about XTREME."
        )


def _prior_supervision(experiment: Experiment, catalogue: Catalogue) -> Iterable[str]:
    card = catalogue.encoder_card()
    if not card.prior_supervision:
        return
    taught = ", ".join(item.dataset for item in card.prior_supervision)
    yield f"The encoder {card.name} was already taught with: {taught}."
    used = {task for arm in experiment.arms for stage in arm.stages for task in stage.tasks}
    used |= {
        task
        for target in experiment.targets
        for task in (target.train or catalogue.card(target.task).train_tasks)
    }
    again = sorted(used & set(card.tasks_seen))
    if again:
        yield f"Re-exposure, since the encoder saw the like before: {', '.join(again)}."
    retrieval = [
        target.task
        for target in experiment.targets
        if catalogue.card(target.task).kind == "retrieval"
    ]
    if retrieval:
        yield f"Retrieval is not untrained for {card.name}: {', '.join(retrieval)}."


def _same_task(experiment: Experiment, catalogue: Catalogue) -> Iterable[str]:
    for arm in experiment.arms:
        before = {task for stage in arm.stages for task in stage.tasks}
        for target in experiment.targets:
            own = set(target.train or catalogue.card(target.task).train_tasks) | {target.task}
            if before & own:
                yield (
                    f"Same task: arm {arm.name} was trained on {', '.join(sorted(before & own))}"
                    f" before {target.task}; this pair is kept out of headline means."
                )


def _seeds(experiment: Experiment) -> Iterable[str]:
    n_pairs = len(experiment.seeds.pairs())
    if n_pairs < 3:
        yield (
            f"{n_pairs} training seed{'s' if n_pairs > 1 else ''}: the intervals cover these "
            "trained models, not training again (three seeds or more would)."
        )
    if experiment.noise.perturbations and len(experiment.noise.seeds) == 1:
        yield "One noise seed: every perturbed text was drawn once."
