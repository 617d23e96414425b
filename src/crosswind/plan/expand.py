"""Experiment -> Plan. The grid of arms, targets, languages and conditions lives here alone."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from crosswind.config.schema import Experiment, Target
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.closing import closing_steps
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.notes import experiment_notes
from crosswind.plan.steps import Step, make_step
from crosswind.plan.training import TrainingSteps, examples_step
from crosswind.records.task_card import TaskCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """Clean (no perturbation, severity 0) or one perturbation at one severity with one seed."""

    perturbation: str = ""
    severity: int = 0
    noise_seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredCell:
    """A cell of the grid with the steps that make its score."""

    cell: dict[str, Any]
    clean: Step
    examples: Step
    predictions: Step
    score: Step
    checkpoint: Step | None


@dataclass(slots=True)
class Grid:
    """Everything collected while the grid is walked."""

    steps: list[Step] = field(default_factory=list)
    cells: list[ScoredCell] = field(default_factory=list)
    unsupported: list[str] = field(default_factory=list)


def expand(experiment: Experiment, catalogue: Catalogue) -> Plan:
    """The plan of an experiment: pure data, no code of a stage imported.

    Args:
        experiment: validated, with every name known to the catalogue.
        catalogue: facts about tasks, perturbations and the encoder.
    """
    encoder = make_step("load_encoder", dict(catalogue.encoder_source()), {}, "encoder")
    training = TrainingSteps(experiment=experiment, catalogue=catalogue, encoder=encoder)
    grid = Grid()
    for target in experiment.targets:
        card = catalogue.card(target.task)
        checkpoints = {
            (arm.name, seeds): training.checkpoint(arm, target, seeds)
            for arm in experiment.arms
            for seeds in experiment.seeds.pairs()
        }
        for language in evaluated_languages(target, card):
            sets = dict(_example_sets(experiment, catalogue, target, language, grid))
            for (arm, seeds), checkpoint in checkpoints.items():
                base = _cell_base(training, target, arm, language, seeds)
                for condition, examples in sets.items():
                    sources = (sets[Condition()], examples, checkpoint)
                    _score(grid, training, target, base, condition, sources)
    grid.steps += [encoder, *training.steps.values()]
    notes = experiment_notes(experiment, catalogue, sorted(set(grid.unsupported)))
    closing = closing_steps(experiment, grid.cells, training, notes)
    goal = closing[-1].step_id
    return ordered_plan([*grid.steps, *closing], [goal], notes)


def evaluated_languages(target: Target, card: TaskCard) -> tuple[str, ...]:
    """The languages of a target, in the order of the card or of the experiment's list."""
    return card.languages if target.languages == "all" else target.languages


def evaluated_split(target: Target, card: TaskCard) -> str:
    """The split that is scored."""
    return target.evaluation_split or card.evaluation_split


def _example_sets(
    experiment: Experiment, catalogue: Catalogue, target: Target, language: str, grid: Grid
) -> Iterator[tuple[Condition, Step]]:
    card, noise = catalogue.card(target.task), experiment.noise
    split = evaluated_split(target, card)
    clean = examples_step(catalogue, target.task, language, split, target.max_examples)
    grid.steps.append(clean)
    yield Condition(), clean
    for name in noise.perturbations:
        reason = catalogue.unsupported(name, language, card.kind)
        if reason:
            grid.unsupported.append(f"{name} on {language}: {reason}")
            continue
        for severity in noise.severities:
            for seed in noise.seeds:
                params = {
                    "task": target.task,
                    "kind": card.kind,
                    "split": split,
                    "language": language,
                    "perturbation": name,
                    "version": catalogue.perturbation_version(name),
                    "severity": severity,
                    "seed": seed,
                    "sides": noise.sides,
                }
                label = f"{target.task} {language} {name} {severity}"
                step = make_step("perturb_examples", params, {"examples": clean.step_id}, label)
                grid.steps.append(step)
                yield Condition(perturbation=name, severity=severity, noise_seed=seed), step


def _cell_base(
    training: TrainingSteps,
    target: Target,
    arm: str,
    language: str,
    seeds: tuple[int, int],
) -> dict[str, Any]:
    card = training.catalogue.card(target.task)
    return {
        "arm": arm,
        "task": target.task,
        "kind": card.kind,
        "metric": card.metric,
        "language": language,
        "source_language": card.source_language,
        "intermediate_seed": seeds[0],
        "target_seed": seeds[1],
        "world": card.world,
        "same_task": training.is_same_task(arm, target),
        "seen_noise": False,
        "oracle": False,
        "re_exposure": training.is_re_exposure(arm, target),
    }


def _score(
    grid: Grid,
    training: TrainingSteps,
    target: Target,
    base: dict[str, Any],
    condition: Condition,
    sources: tuple[Step, Step, Step | None],
) -> None:
    clean, examples, checkpoint = sources
    label = f"{base['arm']} {examples.label} ({base['intermediate_seed']}-{base['target_seed']})"
    predictions = training.predict(target, examples, checkpoint, label)
    score = make_step(
        "score",
        {**{key: base[key] for key in ("task", "kind", "metric", "language")}, "threshold": "none"},
        {"examples": examples.step_id, "predictions": predictions.step_id},
        label,
    )
    grid.steps += [predictions, score]
    cell = {
        **base,
        "perturbation": condition.perturbation,
        "severity": condition.severity,
        "noise_seed": condition.noise_seed,
        "apart": bool(condition.perturbation)
        and training.catalogue.is_apart(condition.perturbation, base["kind"]),
    }
    grid.cells.append(
        ScoredCell(
            cell=cell,
            clean=clean,
            examples=examples,
            predictions=predictions,
            score=score,
            checkpoint=checkpoint,
        )
    )
