"""The last two steps of a plan: compare all scores, render the report."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from crosswind.config.schema import Experiment
from crosswind.plan.steps import Step, make_step
from crosswind.plan.training import TrainingSteps

if TYPE_CHECKING:
    from crosswind.plan.expand import ScoredCell

# 2,000 resamples put the Monte Carlo error of a 95% bound near 2% of the interval's width.
_RESAMPLES = 2000
_LEVEL = 0.95


def closing_steps(
    experiment: Experiment,
    cells: Sequence["ScoredCell"],
    training: TrainingSteps,
    notes: Sequence[str],
) -> tuple[Step, Step]:
    """The compare step over all cells and the report step behind it."""
    compare = make_step(
        "compare",
        {
            "cells": [item.cell for item in cells],
            "baseline": experiment.baseline(),
            "n_labels": {
                target.task: len(training.catalogue.card(target.task).labels)
                for target in experiment.targets
                if training.catalogue.card(target.task).labels
            },
            "n_resamples": _RESAMPLES,
            "level": _LEVEL,
            "seed": 0,
        },
        {"scores": tuple(item.score.step_id for item in cells)},
        "compare all cells",
    )
    return compare, _report(experiment, compare, _shown(experiment, cells), training, notes)


def _shown(experiment: Experiment, cells: Sequence["ScoredCell"]) -> list["ScoredCell"]:
    """Cells the report reads examples and doses from: those of the first seeds."""
    first = experiment.seeds.pairs()[0]
    return [
        item
        for item in cells
        if (item.cell["intermediate_seed"], item.cell["target_seed"]) == first
        and (not item.cell["severity"] or item.cell["noise_seed"] == experiment.noise.seeds[0])
    ]


def _commands(cells: Sequence["ScoredCell"]) -> list[str]:
    """How to run the experiment again from the file that the report prints."""
    official = any(item.cell["world"] == "benchmark" for item in cells)
    root = " --set data.root=FOLDER_OF_OFFICIAL_FILES" if official else ""
    return [f"crosswind {verb} experiment.toml{root}" for verb in ("plan", "run")]


def _report(
    experiment: Experiment,
    compare: Step,
    shown: Sequence["ScoredCell"],
    training: TrainingSteps,
    notes: Sequence[str],
) -> Step:
    clean = {item.clean.step_id: item for item in shown}
    perturbed = {item.examples.step_id: item for item in shown if item.cell["severity"]}
    checkpoints = [step for step in training.steps.values() if step.kind == "fine_tune"]
    params = {
        "title": experiment.name,
        "question": experiment.question,
        "experiment": experiment.model_dump(mode="json", exclude={"data"}),
        "notes": list(notes),
        "commands": _commands(shown),
        "clean_cells": [_only(item.cell, ("task", "language")) for item in clean.values()],
        "perturbed_cells": [
            _only(item.cell, ("task", "language", "perturbation", "severity"))
            for item in perturbed.values()
        ],
        "prediction_cells": [_only(item.cell, _PREDICTION_KEYS) for item in shown],
        "checkpoint_cells": [
            {"task": step.params["task"], "seed": step.params["seed"], "label": step.label}
            for step in checkpoints
        ],
        "provenance": {"encoder": dict(training.encoder.params)},
    }
    return make_step(
        "render_report",
        params,
        {
            "estimates": compare.step_id,
            "clean": tuple(clean),
            "perturbed": tuple(perturbed),
            "predictions": tuple(item.predictions.step_id for item in shown),
            "checkpoints": tuple(step.step_id for step in checkpoints),
        },
        "report",
    )


_PREDICTION_KEYS = (
    "arm",
    "task",
    "language",
    "perturbation",
    "severity",
    "intermediate_seed",
    "target_seed",
)


def _only(cell: dict[str, Any], keys: Iterable[str]) -> dict[str, Any]:
    return {key: cell[key] for key in keys}
