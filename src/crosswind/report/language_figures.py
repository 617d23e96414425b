"""Figures by language: loss under noise, heat map, token growth."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import altair as alt

from crosswind.report.fertility import Fertility
from crosswind.report.figure import (
    AXIS,
    HINT,
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

_FULL_WIDTH = 900


def language_figures(study: Study, fertility: Sequence[Fertility]) -> list[Figure]:
    """What noise costs in each language, as far as it was estimated."""
    drops = [figure for task in study.tasks.values() for figure in _drops(study, task)]
    return [*drops, *_heat(study), *_token_growth(study, fertility)]


def _drops(study: Study, task: TaskFacts) -> list[Figure]:
    rows: Rows = []
    for language, arm in product(task.single_languages, study.arms):
        found = study.find("robustness_drop", {"arm": arm, "task": task.name, "language": language})
        is_source = language == task.source_language
        label = f"{language} (source)" if is_source else language
        rows += estimate_row(found, {"arm": arm, "language": label, "is_source": is_source})
    if not rows:
        return []
    name = f"languages_{_slug(study, task)}"
    return [
        Figure(
            name=name,
            title=f"{task.name}: loss under noise by language",
            note="Mean over perturbations and severities; dashed lines mark the loss in the "
            "source language. Higher is worse.",
            alt=f"Loss under noise of {task.name} in each language, against the source language.",
            drawing=draw(_drop_panel(study, rows), name),
            table="languages",
        )
    ]


def _drop_panel(study: Study, rows: Rows) -> Any:
    ranked = sorted(
        (row for row in rows if row["arm"] == rows[0]["arm"]),
        key=lambda row: (not row["is_source"], row["point"], row["language"]),
    )
    order = [row["language"] for row in ranked]
    # Two lines a label, so that "en (source)" fits above its neighbors.
    axis = alt.Axis(labelAngle=0, labelExpr="split(datum.label, ' ')")
    x = alt.X("language:N", sort=order, title=None, axis=axis)
    offset = alt.XOffset("arm:N", sort=list(study.arms))
    y = alt.Y("low:Q", title="points lost under noise")
    color = arm_color(study)
    choice = toggled(study)
    base = alt.Chart(values(rows))
    bars = base.mark_rule(strokeWidth=2).encode(
        x=x, xOffset=offset, y=y, y2="high:Q", color=color, opacity=shown(choice)
    )
    dots = base.mark_point(size=60, filled=True).encode(
        x=x,
        xOffset=offset,
        y="point:Q",
        color=color,
        shape=arm_shape(study),
        opacity=shown(choice),
        tooltip=told("arm", "language"),
    )
    rule = (
        alt.Chart(values([row for row in rows if row["is_source"]]))
        .mark_rule(strokeDash=[5, 4], strokeWidth=1.2)
        .encode(y="point:Q", color=color, opacity=shown(choice))
    )
    step = min(84, _FULL_WIDTH // max(1, len(order)))
    width = alt.Step(max(10, step // max(1, len(study.arms))))
    return alt.layer(rule, bars, dots.add_params(choice)).properties(width=width, height=190)


def _heat(study: Study) -> list[Figure]:
    rows: Rows = []
    for arm, name, language in product(study.arms, study.perturbations, study.languages):
        place = {"arm": arm, "language": language, "perturbation": name}
        rows += estimate_row(study.find("robustness_drop", place), place)
    if not rows:
        return []
    return [
        Figure(
            name="language_perturbation",
            title="Loss under noise by language and perturbation",
            note="Percentage points, mean over targets and severities; an empty cell was not "
            "scored, mostly because the perturbation cannot act on that script.",
            alt="Heat map of the loss under noise, languages by perturbations, for each arm.",
            drawing=draw(_heat_panels(study, rows), "language_perturbation"),
            table="language_perturbation",
        )
    ]


def _heat_panels(study: Study, rows: Rows) -> Any:
    reach = max(1.0, *(abs(float(row["point"])) for row in rows))
    is_wide = len(study.perturbations) > 3
    axis = alt.Axis(labelAngle=-35 if is_wide else 0)
    base = alt.Chart().encode(
        x=alt.X("perturbation:N", sort=list(study.perturbations), title=None, axis=axis),
        y=alt.Y("language:N", sort=list(study.languages), title=None),
    )
    scale = alt.Scale(domain=[-reach, 0, reach], range=["#2166AC", "#F7F7F7", "#B2182B"])
    cells = base.mark_rect().encode(
        color=alt.Color("point:Q", title="points lost", scale=scale),
        tooltip=told("arm", "language", "perturbation"),
    )
    is_dark = f"abs(datum.point) > {0.6 * reach}"
    labels = base.mark_text(fontSize=11).encode(
        text=alt.Text("point:Q", format=".1f"),
        color=alt.condition(is_dark, alt.value("white"), alt.value("#111827")),
    )
    return (
        alt.layer(cells, labels, data=values(rows))
        .properties(width=alt.Step(62 if is_wide else 110), height=alt.Step(21))
        .facet(facet=alt.Facet("arm:N", sort=list(study.arms), title=None), columns=2)
    )


def _token_growth(study: Study, fertility: Sequence[Fertility]) -> list[Figure]:
    rows: Rows = []
    singles = {(task.name, name) for task in study.tasks.values() for name in task.single_languages}
    alone = [item for item in fertility if (item.task, item.language) in singles]
    for item, arm in product(alone, study.arms):
        place = {"arm": arm, "task": item.task, "language": item.language}
        for row in estimate_row(study.find("robustness_drop", place), place):
            rows += [] if item.growth is None else [{**row, "growth": 100 * item.growth}]
    if not rows:
        return []
    for row in rows:
        beside = [one["point"] for one in rows if _is_same_text(one, row)]
        row["is_highest"] = row["point"] == max(beside)
    return [
        Figure(
            name="token_growth",
            title="Fertility: what noise adds in model tokens, and what it costs",
            note="One dot a language and arm, the arms of a language on one line: how much longer "
            "noise makes the input for the model, against what it costs.",
            alt="Scatter of token growth under noise against loss under noise by language.",
            drawing=draw(_growth_panels(study, rows), "token_growth"),
            table="languages",
        )
    ]


def _growth_panels(study: Study, rows: Rows) -> Any:
    axis = alt.Axis(format=".3~g")
    x = alt.X(
        "growth:Q",
        title="more model tokens under noise, %",
        scale=alt.Scale(zero=False),
        axis=axis,
    )
    y = alt.Y("point:Q", title="points lost under noise")
    choice = toggled(study)
    base = alt.Chart()
    dots = base.mark_point(size=55, filled=True).encode(
        x=x,
        y=y,
        color=arm_color(study),
        shape=arm_shape(study),
        opacity=shown(choice, 0.9),
        tooltip=told("arm", "task", "language"),
    )
    # The arms of a language read the same noisy text, so that one name serves them all.
    lines = base.mark_line(strokeWidth=1, color=AXIS).encode(x=x, y=y, detail="language:N")
    labels = (
        base.transform_filter("datum.is_highest")
        .mark_text(dx=6, align="left", fontSize=10, color=HINT)
        .encode(x=x, y=y, text="language:N")
    )
    return (
        alt.layer(lines, dots.add_params(choice), labels, data=values(rows))
        .properties(width=265, height=210)
        .facet(facet=alt.Facet("task:N", sort=list(study.tasks), title=None), columns=3)
    )


def _is_same_text(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    return all(first[key] == second[key] for key in ("task", "language"))


def _slug(study: Study, task: TaskFacts) -> str:
    """A file name for a task whose own name may hold anything."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in task.name)
    return f"{list(study.tasks).index(task.name) + 1}_{plain}"[:60]
