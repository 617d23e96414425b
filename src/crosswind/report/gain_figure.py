"""The figure of gains: each arm against the baseline, with intervals."""

from typing import Any

import altair as alt

from crosswind.report.figure import (
    INK,
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
from crosswind.report.study import Study
from crosswind.report.table_words import grouped_tasks

_PANELS = {
    "clean gain": "intermediate_gain",
    "noisy gain": "intermediate_gain_noisy",
    "robustness gain": "robustness_gain",
}


def gain_figures(study: Study) -> list[Figure]:
    """One figure with a panel for each gain, or none without a second arm."""
    order = [task.name for task in grouped_tasks(study)]
    rows = _rows(study, order)
    if not rows:
        return []
    panels = dict.fromkeys(str(row["panel"]) for row in rows)
    return [
        Figure(
            name="gains",
            title=f"What each arm gains over {study.baseline}",
            note="Dots are estimates, lines their intervals over items; a line that crosses zero "
            "leaves the sign open. Right of zero is better.",
            alt=f"Estimates and intervals of {', '.join(panels)} for each target and arm.",
            drawing=draw(
                _panels(study, rows, [*order, *(label for label, _ in _averages(study))]), "gains"
            ),
            table="gains",
        )
    ]


def _rows(study: Study, order: list[str]) -> Rows:
    rows: Rows = []
    for panel, quantity in _PANELS.items():
        for arm in study.rivals:
            for task in order:
                rows += estimate_row(
                    study.compared(quantity, arm, study.slice_of(task, quantity)),
                    {"arm": arm, "target": task, "panel": panel},
                )
            for label, where in _averages(study):
                place = {"arm": arm, "target": label, "panel": panel}
                rows += estimate_row(study.compared(quantity, arm, where), place)
    return rows


def _averages(study: Study) -> list[tuple[str, dict[str, str | int]]]:
    """Averages over targets and their slices: one for each world."""
    if len(study.worlds) < 2:
        return [("all", {})]
    return [(f"all {world}", {"world": world}) for world in study.worlds]


def _panels(study: Study, rows: Rows, order: list[str]) -> Any:
    y = alt.Y("target:N", sort=order, title=None)
    offset = alt.YOffset("arm:N", sort=list(study.rivals))
    color = arm_color(study, rivals_only=True)
    choice = toggled(study, rivals_only=True)
    base = alt.Chart()
    zero = base.mark_rule(color=INK, strokeWidth=1).encode(x=alt.datum(0))
    bars = base.mark_rule(strokeWidth=2.5).encode(
        x=alt.X("low:Q", title="percentage points"),
        x2="high:Q",
        y=y,
        yOffset=offset,
        color=color,
        opacity=shown(choice),
    )
    dots = base.mark_point(size=70, filled=True).encode(
        x="point:Q",
        y=y,
        yOffset=offset,
        color=color,
        shape=arm_shape(study, rivals_only=True),
        opacity=shown(choice),
        tooltip=told("arm", "target", "panel"),
    )
    height = alt.Step(max(14, 30 // max(1, len(study.rivals))))
    return (
        alt.layer(zero, bars, dots.add_params(choice), data=values(rows))
        .properties(width=260, height=height)
        .facet(column=alt.Column("panel:N", sort=list(_PANELS), title=None))
    )
