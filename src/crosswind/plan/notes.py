"""What a reader must distrust, known before anything runs."""

from collections.abc import Iterable

from crosswind.config.schema import Experiment, Target
from crosswind.plan.adopted import adopted_notes, taught_tasks
from crosswind.plan.grid import Grid
from crosswind.plan.marks import (
    is_taught,
    makers_languages,
    own_tasks,
    same_tasks,
    stage_languages,
)
from crosswind.plan.robust import robust_notes
from crosswind.plan.targets import clean_split, evaluated_languages, has_published_noise
from crosswind.records.task_card import RETRIEVAL_KINDS


def experiment_notes(grid: Grid) -> tuple[str, ...]:
    """Sentences about worlds, marks, held-out text, settings, and what is not scored."""
    experiment = grid.experiment
    return (
        *_worlds(grid),
        *_prior_supervision(grid),
        *_same_task(grid),
        *_not_zero_shot(grid),
        *_without_transfer(grid),
        *_mixtures(grid),
        *adopted_notes(experiment.arms, experiment.targets, grid.catalogue),
        *robust_notes(
            experiment.arms,
            {target.task: grid.training.stages(target) for target in experiment.targets},
        ),
        *_selection(grid),
        *(sentence for target in experiment.targets for sentence in _of_target(grid, target)),
        *_seeds(experiment),
        *(f"Not scored, because the perturbation cannot act: {item}." for item in _refused(grid)),
    )


def _refused(grid: Grid) -> list[str]:
    return sorted(grid.conditions.refused)


def _worlds(grid: Grid) -> Iterable[str]:
    embedded = [
        target.task
        for target in grid.experiment.targets
        if grid.catalogue.card(target.task).world == "embedded"
    ]
    if embedded:
        yield (
            f"Embedded data ({', '.join(embedded)}): sentences from templates and interface "
            "messages show that the machinery works; their numbers say nothing about XTREME."
        )


def _prior_supervision(grid: Grid) -> Iterable[str]:
    card = grid.catalogue.encoder_card()
    if not card.prior_supervision:
        return
    taught = ", ".join(item.dataset for item in card.prior_supervision)
    yield f"The encoder {card.name} was already taught with: {taught}."
    used = {task for arm in grid.experiment.arms for task in taught_tasks(arm)}
    for target in grid.experiment.targets:
        used |= own_tasks(target, grid.catalogue) - {target.task}
    again = sorted(used & set(card.tasks_seen))
    if again:
        yield f"Re-exposure, since the encoder saw the like before: {', '.join(again)}."
    retrieval = [
        target.task
        for target in grid.experiment.targets
        if grid.catalogue.card(target.task).kind in RETRIEVAL_KINDS
    ]
    if retrieval:
        yield f"Retrieval is not untrained for {card.name}: {', '.join(retrieval)}."


def _same_task(grid: Grid) -> Iterable[str]:
    for arm in grid.experiment.arms:
        for target in grid.experiment.targets:
            shared = sorted(same_tasks(arm, target, grid.catalogue))
            if shared:
                yield (
                    f"Same task: arm {arm.name} was trained on {', '.join(shared)}"
                    f" before {target.task}; this pair is kept out of headline means."
                )
    matched = {cell.cell["arm"]: cell.cell["task"] for cell in grid.cells} if grid.cells else {}
    for name in sorted(name for name in matched if " update-matched to " in name):
        yield (
            f"{name}: the baseline whose target training has the updates of that arm added, so "
            "that length of training is the same; kept out of headline means."
        )


def _not_zero_shot(grid: Grid) -> Iterable[str]:
    """Cells whose language was trained on with labels, by who had the text."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    keys = ("arm", "task", "language")
    cells = (item.cell for item in grid.cells if item.cell["not_zero_shot"])
    for arm, task, language in dict.fromkeys(tuple(cell[key] for key in keys) for cell in cells):
        for who in _teachers(grid, arm, task, language):
            found.setdefault(who, {}).setdefault(task, {})[language] = None
    for who, tasks in found.items():
        where = "; ".join(f"{task} in {', '.join(names)}" for task, names in tasks.items())
        yield f"Not zero-shot, since {who} labelled text in the language: {where}."


def _teachers(grid: Grid, name: str, task: str, language: str) -> Iterable[str]:
    """Who had labelled text in the language of a cell, with the verb."""
    arms = {arm.name: arm for arm in grid.experiment.arms}
    # A name that is no arm's is the baseline with more updates.
    arm = arms.get(name, arms[grid.experiment.baseline()])
    target = next(item for item in grid.experiment.targets if item.task == task)
    if is_taught(makers_languages(arm, target, grid.catalogue), language):
        encoder = f"the encoder {grid.catalogue.encoder_card().name}"
        yield f"the makers of {f'arm {name}' if arm.checkpoint else encoder} had"
    if is_taught(stage_languages(arm, target, grid.catalogue), language):
        yield f"arm {name} has"


def _without_transfer(grid: Grid) -> Iterable[str]:
    """Targets that are scored in no other language than the one they are trained in."""
    alone: dict[str, list[str]] = {}
    for target in grid.experiment.targets:
        card = grid.catalogue.card(target.task)
        if set(evaluated_languages(target, card)) == {card.source_language}:
            alone.setdefault(card.source_language, []).append(target.task)
    for language, tasks in alone.items():
        yield (
            f"No transfer: scored in the source language {language} alone, so that there is no "
            f"zero-shot gain: {', '.join(tasks)}."
        )


def _mixtures(grid: Grid) -> Iterable[str]:
    """What the tasks of a stage are drawn by, and which arms are controls."""
    for arm in grid.experiment.arms:
        for stage in arm.stages:
            if stage.sampling:
                yield (
                    f"Mixture in arm {arm.name}: {len(stage.tasks)} tasks, {stage.sampling}; an "
                    "epoch has the updates of one pass over what each task counts for."
                )
            if stage.mlm:
                yield (
                    f"Masked words beside arm {arm.name}: {stage.mlm.share:.0%} of the updates, "
                    f"on {stage.mlm.text} in {', '.join(stage.mlm.languages)}."
                )
            if stage.control:
                yield f"Control: arm {arm.name} has the text of its tasks with {stage.control}."


def _selection(grid: Grid) -> Iterable[str]:
    """What was held out, what is an oracle, and which overlap is allowed."""
    yield from grid.training.texts.notes
    oracle = [target.task for target in grid.experiment.targets if grid.training.is_oracle(target)]
    if oracle:
        yield (
            "Oracle: labelled validation text in each evaluated language selects the checkpoint "
            f"of {', '.join(oracle)}; this is not zero-shot transfer."
        )
    counted = {step.params["task"] for step in grid.overlaps}
    allowed = [task for task in grid.experiment.data.allow_overlap if task in counted]
    if allowed:
        yield f"Overlap of scored text with training text is allowed for: {', '.join(allowed)}."


def _of_target(grid: Grid, target: Target) -> Iterable[str]:
    """Settings of one target that its score is nothing without."""
    card = grid.catalogue.card(target.task)
    if card.kind in RETRIEVAL_KINDS:
        settings = grid.predictions.settings(target, grid.catalogue.encoder_card())
        yield f"Retrieval in {target.task}: {settings.sentence()}."
        if target.task == "tatoeba" and settings.preset == "xtreme" and not target.train:
            yield (
                "The published Tatoeba scores of XTREME-R start from an encoder tuned on SQuAD "
                'v1.1: train = ["squad"] does the same here.'
            )
    pools = {cell.cell["pool"] for cell in grid.cells if cell.cell["task"] == target.task} - {""}
    for pool in sorted(pools):
        yield (
            f"The score of {target.task} is {card.metric}[{pool}]: the right candidates are looked "
            "for among those of all these languages."
        )
    if has_published_noise(target, card):
        yield (
            f"{target.task} was published with real noise: the condition {card.published_noise} "
            "stands by itself, beside its clean rows, and is in no average over drawn noise."
        )
    if target.pairing == "generalised":
        yield (
            f"Pairs of languages in {target.task}: the first text of an example (the context) is "
            "in the first language, the others (the question) are in the second."
        )
    if card.kind == "mining":
        is_scored = clean_split(target, card) == "validation"
        where = "the clean pairs of the other half" if is_scored else "clean validation pairs"
        yield (
            f"The threshold of {target.task} is tuned on {where}, once an arm and language, and "
            "kept under noise: the official procedure, and no zero-shot selection."
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
