"""Experiment -> Plan: the grid, then the steps that read all of it."""

from crosswind.config.schema import Experiment
from crosswind.plan.catalogue import Catalogue
from crosswind.plan.closing import report_step
from crosswind.plan.graph import Plan, ordered_plan
from crosswind.plan.grid import new_grid
from crosswind.plan.notes import experiment_notes


def expand(experiment: Experiment, catalogue: Catalogue) -> Plan:
    """The plan of an experiment: pure data, no code of a stage imported.

    Args:
        experiment: validated, with every name known to the catalogue, and with the targets of its
            benchmark.
        catalogue: facts about tasks, perturbations and the encoder.

    Raises:
        ConfigError: tasks of one stage share no head, or a preset does not fit the encoder.
    """
    grid = new_grid(experiment, catalogue)
    for target in experiment.targets:
        grid.add(target)
    notes = experiment_notes(grid)
    report = report_step(grid, notes)
    return ordered_plan(grid.table.steps.values(), [report.step_id], notes)
