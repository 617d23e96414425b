"""The last two steps of a plan: compare all scores, render the report."""

from collections.abc import Iterable, Sequence
from typing import Any

from crosswind.config.written import experiment_text
from crosswind.plan.claims import claim_rows, claim_steps, plan_facts
from crosswind.plan.grid import Grid, ScoredCell
from crosswind.plan.steps import Input, Step
from crosswind.plan.targets import has_published_noise

# 2,000 resamples put the Monte Carlo error of a 95% bound near 2% of the interval's width.
_RESAMPLES = 2000
_LEVEL = 0.95


def report_step(grid: Grid, notes: Sequence[str]) -> Step:
    """The last step: the report behind the comparison of all cells."""
    inputs = {"scores": tuple(item.score.step_id for item in grid.cells)}
    compare = grid.table.make("compare", _compared(grid), inputs, "compare all cells")
    return _report(grid, compare, notes)


def _compared(grid: Grid) -> dict[str, Any]:
    experiment = grid.experiment
    cards = {target.task: grid.catalogue.card(target.task) for target in experiment.targets}
    return {
        "cells": [item.cell for item in grid.cells],
        "baseline": experiment.baseline(),
        "n_labels": {task: len(card.labels) for task, card in cards.items() if card.labels},
        "n_resamples": _RESAMPLES,
        "level": _LEVEL,
        "seed": 0,
        "benchmark": experiment.benchmark,
        "published_noise": {
            target.task: cards[target.task].published_noise
            for target in experiment.targets
            if has_published_noise(target, cards[target.task])
        },
        "claims": claim_rows(grid),
        "plan_facts": plan_facts(grid),
    }


def _shown(grid: Grid) -> list[ScoredCell]:
    """Cells the report reads examples and doses from: those of the first seeds."""
    first = grid.experiment.seeds.pairs()[0]
    noise_seed = grid.experiment.noise.seeds[0]
    return [
        item
        for item in grid.cells
        if (item.cell["intermediate_seed"], item.cell["target_seed"]) == first
        and (not item.is_drawn or item.cell["noise_seed"] == noise_seed)
    ]


def _commands(cells: Sequence[ScoredCell]) -> list[str]:
    """How to run the experiment again from the file that the report prints."""
    official = any(item.cell["world"] == "benchmark" for item in cells)
    root = " --set data.root=FOLDER_OF_OFFICIAL_FILES" if official else ""
    return [f"crosswind {verb} experiment.toml{root}" for verb in ("plan", "run")]


def _report(grid: Grid, compare: Step, notes: Sequence[str]) -> Step:
    experiment, shown = grid.experiment, _shown(grid)
    clean = {item.clean.step_id: item for item in shown}
    perturbed = {item.examples.step_id: item for item in shown if item.is_drawn}
    checkpoints = grid.table.of_kind("fine_tune")
    params = {
        "title": experiment.name,
        "question": experiment.question,
        "experiment": experiment.model_dump(mode="json", exclude={"data"}),
        # Where the files lie on this machine is no part of the recipe; what is allowed of them is.
        "experiment_file": experiment_text(experiment, without=("root", "offline")),
        "notes": list(notes),
        "commands": _commands(shown),
        "allow_overlap": list(experiment.data.allow_overlap),
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
        "provenance": {"encoder": dict(grid.catalogue.encoder_source())},
    }
    inputs: dict[str, Input] = {
        "estimates": compare.step_id,
        "clean": tuple(clean),
        "perturbed": tuple(perturbed),
        "predictions": tuple(item.predictions.step_id for item in shown),
        "checkpoints": tuple(step.step_id for step in checkpoints),
        "overlaps": tuple(step.step_id for step in grid.overlaps),
        "claims": tuple(step.step_id for step in claim_steps(grid)),
    }
    return grid.table.make("render_report", params, inputs, "report")


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
