"""Spread over training seeds, and the smallest effect that the design can see."""

from collections.abc import Mapping
from typing import Any

from crosswind.report.rounding import ABSENT, count, points
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, number, word
from crosswind.report.table_words import target_cell

_WORDS = {
    "score": "clean",
    "mean_corrupted_score": "noisy",
    "intermediate_gain": "clean gain",
    "robustness_gain": "robustness gain",
}
Row = Mapping[str, Any]


def spread_table(study: Study) -> Table:
    """Mean, median, deviation and range of the scores over training seeds."""
    rows = tuple(
        (
            target_cell(study, row["task"]),
            word(row["arm"]),
            word(_WORDS[row["quantity"]]),
            *(_points(row[name]) for name in ("mean", "median", "sd", "least", "greatest")),
            _count(row["n_seeds"]),
            _count(row["collapsed"]),
        )
        for row in study.facts.get("spread", ())
        if row["n_seeds"] > 1 and row["task"] in study.tasks
    )
    return Table(
        name="seed_spread",
        caption="Spread of scores over training seeds",
        columns=(
            "target",
            "arm",
            "text",
            "mean",
            "median",
            "SD",
            "least",
            "greatest",
            "seeds",
            "collapsed",
        ),
        rows=rows,
        n_words=3,
        note="In percentage points, over the target languages. Collapsed runs are counted and "
        "stay in the mean.",
    )


def power_table(study: Study) -> Table:
    """For each headline gain, the smallest true effect that would have been seen."""
    rows = tuple(
        (
            word(_named(row)),
            word(row["arm"]),
            *(
                _points(row[name])
                for name in ("point", "items_error", "seed_sd", "effect_items", "effect_seeds")
            ),
            _count(row["n_clusters"]),
            _count(row["n_seeds"]),
        )
        for row in study.facts.get("power", ())
    )
    return Table(
        name="power",
        caption="Smallest effect that this design can see",
        columns=("gain", "arm", "found", "SE over items", "SD over seeds",
                 "smallest effect, items", "smallest effect, training again", "clusters",
                 "seeds"),
        rows=rows,
        n_words=2,
        note="In percentage points: the true difference whose interval would leave zero out with a "
        "probability of 80%, over items for these trained models, and over training again where "
        "there are three seeds.",
    )  # fmt: skip


def power_lines(study: Study) -> list[str]:
    """A sentence on what the design is blind to, for each kind of gain."""
    lines = []
    for quantity, name in _WORDS.items():
        found = [row for row in study.facts.get("power", ()) if row["quantity"] == quantity]
        for kind, words in (("seeds", "training again"), ("items", "these trained models")):
            effects = [row[f"effect_{kind}"] for row in found if row[f"effect_{kind}"] is not None]
            if effects:
                lines.append(
                    f"Smallest {name} that this design would show with a probability of 80%: "
                    f"{points(max(effects))} points ({words}). Smaller ones may be there unseen."
                )
                break
    return lines


def _named(row: Row) -> str:
    name = _WORDS[row["quantity"]]
    return f"{name} ({row['world']})" if row["world"] else name


def _points(value: float | None) -> TableCell:
    return TableCell(text=ABSENT) if value is None else number(100 * value, points(value))


def _count(value: int) -> TableCell:
    return number(float(value), count(value))
