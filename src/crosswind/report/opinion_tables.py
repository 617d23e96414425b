"""Second opinions on the gains: other aggregates, a model, p-values, the best arm by target."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from crosswind.report.rounding import ABSENT, count, percent, points
from crosswind.report.study import Study, interval_of
from crosswind.report.table import Table, TableCell, bare_cell, estimate_cell, number, word
from crosswind.report.table_words import group_name, grouped_tasks, interval_words, target_cell

_NAMES = {"intermediate_gain": "clean gain", "robustness_gain": "robustness gain"}
Place = dict[str, str | int]


def opinion_table(study: Study) -> Table:
    """The headline gains of each arm beside other ways to say them."""
    rows = []
    for world, arm in product(study.worlds, study.rivals):
        place: Place = {"world": world} if len(study.worlds) > 1 else {}
        cells = (
            estimate_cell(study.compared("intermediate_gain", arm, place), signed=True),
            _over_languages(study, "intermediate_gain", arm, place),
            estimate_cell(study.compared("interquartile_mean_gain", arm, place), signed=True),
            bare_cell(study.compared("probability_of_improvement", arm, place), percent),
        )
        noisy = (
            bare_cell(study.compared("probability_of_improvement_noisy", arm, place), percent),
            estimate_cell(study.compared("robustness_gain", arm, place), signed=True),
            _over_languages(study, "robustness_gain", arm, place),
        )
        found = (*cells, *(noisy if study.conditions else ()))
        if any(cell.value is not None for cell in found):
            rows.append((word(f"{arm} ({world})" if place else arm), *found))
    noisy_columns = ("better runs, noisy", "robustness gain", "over languages, robustness")
    return Table(
        name="second_opinions",
        caption="Headline gains in other words",
        columns=("arm", "clean gain", "over languages", "interquartile mean",
                 "better runs, clean", *(noisy_columns if study.conditions else ())),
        rows=tuple(rows),
        note=f"In {interval_words(study)}. Over languages: the interval if languages were drawn "
        "anew too (from five languages on). Interquartile mean: of the clean gains of all targets "
        f"and seeds. Better runs: how often a run of the arm beats one of {study.baseline}, ties "
        "half.",
    )  # fmt: skip


def family_table(study: Study) -> Table:
    """p-values of the gains by target, adjusted within each family."""
    rows = tuple(
        (
            word(_NAMES[row["quantity"]]),
            word(row["arm"]),
            target_cell(study, row["task"]),
            number(100 * row["point"], points(row["point"], signed=True)),
            *(_p(row[name]) for name in ("p_items", "holm_items", "p_seeds", "holm_seeds")),
        )
        for row in study.facts.get("families", ())
        if row["task"] in study.tasks
    )
    return Table(
        name="families",
        caption="Gains by target as two families of tests",
        columns=("gain", "arm", "target", "found", "p, items", "Holm, items",
                 "p, training again", "Holm, training again"),
        rows=rows,
        n_words=3,
        note="One family for each kind of gain, over all arms and targets; Holm's adjustment holds "
        "the chance of any false finding in a family. Over items by the bootstrap error, over "
        "training again by Student's t.",
    )  # fmt: skip


def mcnemar_table(study: Study) -> Table:
    """McNemar's test of each arm on each clean cell of a target whose metric is accuracy."""
    rows = tuple(
        (
            target_cell(study, row["task"]),
            word(row["language"]),
            word(row["arm"]),
            *(number(float(row[name]), count(row[name])) for name in ("n", "gained", "lost")),
            *(_p(row[name]) for name in ("p", "holm")),
        )
        for row in study.facts.get("mcnemar", ())
        if row["task"] in study.tasks
    )
    return Table(
        name="mcnemar",
        caption="Single cells: items that one of two classifiers alone has right",
        columns=("target", "language", "arm", "items", "gained", "lost", "p (McNemar)", "Holm"),
        rows=rows,
        n_words=3,
        note=f"Clean text, first seeds, each arm against {study.baseline or 'the baseline'}: exact "
        "two-sided p, adjusted over all arms and languages of the target. Takes items for "
        "independent, and says nothing of training again.",
    )


def best_arm_table(study: Study) -> Table:
    """What the best arm of each target gains, chosen fairly and on the scores themselves."""
    rows = []
    places: list[tuple[TableCell, Place]] = [
        (word(f"{task.name} ({group_name(task)})"), {"task": task.name})
        for task in grouped_tasks(study)
    ]
    worlds: list[Place] = [{}]
    if len(study.worlds) > 1:
        worlds = [{"world": name} for name in study.worlds]
    places += [(word(f"all targets {place.get('world', '')}".strip()), place) for place in worlds]
    for name, place in places:
        found = [
            study.find("best_arm_gain", {"against": study.baseline, "choice": choice, **place})
            for choice in ("nested", "oracle")
        ]
        if any(found):
            rows.append((name, *(estimate_cell(item, signed=True) for item in found)))
    return Table(
        name="best_arm",
        caption="Clean gain of the best arm of each target",
        columns=("target", "chosen in other languages", "chosen on these scores"),
        rows=tuple(rows),
        note=f"In {interval_words(study)}. The first column judges each language by the arm that "
        "is best in all others; the second picks on the scores it reports, which flatters.",
    )


def _over_languages(study: Study, quantity: str, arm: str, place: Mapping[str, Any]) -> TableCell:
    band = interval_of(study.compared(quantity, arm, place), "languages")
    if band is None:
        return TableCell(text=ABSENT)
    text = f"[{points(band.low)}, {points(band.high)}]"
    return TableCell(text=text, low=100 * band.low, high=100 * band.high)


def _p(value: float | None) -> TableCell:
    if value is None:
        return TableCell(text=ABSENT)
    return TableCell(text="< 0.001" if value < 0.001 else f"{value:.3f}", value=value)
