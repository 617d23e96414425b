"""Severity curves: score against severity, by target and perturbation."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import altair as alt

from crosswind.report.figure import (
    Figure,
    Rows,
    arm_color,
    arm_shape,
    draw,
    estimate_row,
    shown,
    toggled,
    told,
    values,
)
from crosswind.report.study import Study, TaskFacts

_TASKS_A_ROW = 3


def curve_figures(study: Study) -> list[Figure]:
    """One figure for each three targets, or none without noise."""
    tasks = list(study.tasks.values())
    chunks = [tasks[at : at + _TASKS_A_ROW] for at in range(0, len(tasks), _TASKS_A_ROW)]
    figures = []
    for number, chunk in enumerate(chunks, start=1):
        rows = [row for task in chunk for row in _rows(study, task)]
        name = f"curves_{number}"
        if rows:
            figures.append(
                Figure(
                    name=name,
                    title="Score against severity, by target and perturbation",
                    note="Mean over the target languages that the perturbation acts on, clean and "
                    "noisy alike; bands are intervals over items. The scales of the vertical axes "
                    "differ.",
                    alt=f"Severity curves of {', '.join(task.name for task in chunk)} by arm.",
                    drawing=draw(_panels(study, chunk, rows), name),
                    table="conditions",
                )
            )
    return figures


def _rows(study: Study, task: TaskFacts) -> Rows:
    """Points of every perturbation that the task was scored under, clean text as severity 0.

    Clean text is that of the languages which the perturbation acts on, where these are not all.
    Published noise has no severity in common with drawn noise, so it has no curve.
    """
    found: Rows = []
    for perturbation in study.perturbations:
        severities = sorted(level for name, level in study.conditions if name == perturbation)
        rows: Rows = []
        for arm, severity in product(study.arms, (0, *severities)):
            where: dict[str, str | int] = {
                "arm": arm,
                "task": task.name,
                "perturbation": perturbation,
                "severity": severity,
            }
            panel = {"task": _titled(task), "perturbation": perturbation}
            place = {"arm": arm, "severity": severity, **panel}
            score = study.find("score", where)
            if score is None and not severity:
                score = study.find("score", {**where, "perturbation": ""})
            rows += estimate_row(score, place)
        if perturbation != task.published and any(row["severity"] for row in rows):
            found += rows
    return found


def _panels(study: Study, tasks: Sequence[TaskFacts], rows: Rows) -> Any:
    levels = sorted({row["severity"] for row in rows})
    there = {row["perturbation"] for row in rows}
    scored = [name for name in study.perturbations if name in there]
    x = alt.X("severity:Q", title="severity (0 = clean)", axis=alt.Axis(values=levels, format="d"))
    near = alt.Scale(zero=False)
    y = alt.Y("point:Q", title="score, %", scale=near)
    color = arm_color(study)
    choice = toggled(study)
    base = alt.Chart()
    band = base.mark_area().encode(
        x=x, y=alt.Y("low:Q", scale=near), y2="high:Q", color=color, opacity=shown(choice, 0.16)
    )
    line = base.mark_line(strokeWidth=2).encode(x=x, y=y, color=color, opacity=shown(choice))
    dots = base.mark_point(size=60, filled=True).encode(
        x=x,
        y=y,
        color=color,
        shape=arm_shape(study),
        opacity=shown(choice),
        tooltip=told("arm", "task", "perturbation", "severity", percent=True),
    )
    return (
        alt.layer(band, line, dots.add_params(choice), data=values(rows))
        .properties(width=250, height=160)
        .facet(
            column=alt.Column("task:N", title=None, sort=[_titled(task) for task in tasks]),
            row=alt.Row("perturbation:N", title=None, sort=scored),
        )
        .resolve_scale(y="independent")
    )


def _titled(task: TaskFacts) -> str:
    return f"{task.name} ({task.metric_name()})" if task.metric else task.name
