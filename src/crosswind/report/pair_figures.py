"""Heat maps of pairs of languages."""

from itertools import product
from typing import Any

import altair as alt

from crosswind.core.languages import pair_label
from crosswind.report.figure import Figure, Rows, draw, estimate_row, told, values
from crosswind.report.pair_tables import sides
from crosswind.report.study import Study, TaskFacts

# Cells of the map: with fifteen languages a panel is 600 points wide.
_STEP = 40


def pair_figures(study: Study) -> list[Figure]:
    """One heat map for each task with pairs of languages."""
    tasks = [task for task in study.tasks.values() if task.has_pairs]
    return [
        Figure(
            name=f"pairs_{number}",
            title=f"{task.name}: clean score by first and second language",
            note="Percentage points. Framed cells have both texts in one language; an empty cell "
            "was not scored.",
            alt=f"Heat map of the clean score of {task.name}, first by second language, by arm.",
            drawing=draw(_panels(study, task, rows), f"pairs_{number}"),
            table=f"pairs_{number}",
        )
        for number, task in enumerate(tasks, start=1)
        if (rows := _rows(study, task))
    ]


def _rows(study: Study, task: TaskFacts) -> Rows:
    rows: Rows = []
    for arm, first, second in product(study.arms, *sides(task)):
        where = {"arm": arm, "task": task.name, "language": pair_label(first, second)}
        place = {"arm": arm, "first": first, "second": second, "same": first == second}
        rows += estimate_row(study.find("score", where), place)
    return rows


def _panels(study: Study, task: TaskFacts, rows: Rows) -> Any:
    first, second = sides(task)
    lowest, highest = (pick(float(row["point"]) for row in rows) for pick in (min, max))
    base = alt.Chart().encode(
        x=alt.X("second:N", sort=second, title="second language", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("first:N", sort=first, title="first language"),
    )
    scale = alt.Scale(domain=[lowest, highest], range=["#F7F7F7", "#2166AC"])
    cells = base.mark_rect().encode(
        color=alt.Color("point:Q", title="score, %", scale=scale),
        tooltip=told("arm", "first", "second", percent=True),
    )
    frames = (
        base.transform_filter("datum.same")
        .mark_rect(filled=False, strokeWidth=1.5)
        .encode(stroke=alt.value("#111827"))
    )
    is_dark = f"datum.point > {lowest + 0.6 * (highest - lowest)}"
    labels = base.mark_text(fontSize=11).encode(
        text=alt.Text("point:Q", format=".1f"),
        color=alt.condition(is_dark, alt.value("white"), alt.value("#111827")),
    )
    return (
        alt.layer(cells, frames, labels, data=values(rows))
        .properties(width=alt.Step(_STEP), height=alt.Step(24))
        .facet(
            facet=alt.Facet("arm:N", sort=list(study.arms), title=None),
            columns=1 if len(second) > 9 else 2,
        )
    )
