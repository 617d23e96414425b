"""The mixed model beside the headline gains: a second opinion, and where it is another one."""

from crosswind.records.estimate import Estimate
from crosswind.report.rounding import ABSENT, points
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, estimate_cell, word
from crosswind.report.table_words import interval_words

# Quantity -> the keys of the model's value and bounds.
_MODELLED = {
    "intermediate_gain": ("clean_gain", "clean_low", "clean_high"),
    "robustness_gain": ("gain", "low", "high"),
}
_WORDS = {"intermediate_gain": "clean gain", "robustness_gain": "robustness gain"}
Place = dict[str, str | int]


def model_table(study: Study) -> Table:
    """Both headline gains of each arm by two methods, and whether they agree in sign."""
    rows = []
    for row in study.facts.get("mixed_model", ()):
        place = _place(study, row["world"])
        cells: list[TableCell] = []
        for quantity, name in _MODELLED.items():
            found = study.compared(quantity, row["arm"], place)
            model = _banded(*(row[key] for key in name))
            cells += [estimate_cell(found, signed=True), model, _agreement(found, row[name[0]])]
        label = f"{row['arm']} ({row['world']})" if place else row["arm"]
        rows.append((word(label), *cells))
    return Table(
        name="mixed_model",
        caption="Second opinion: the headline gains by a mixed model",
        columns=("arm", "clean gain", "clean gain, model", "same sign", "robustness gain",
                 "robustness gain, model", "same sign, robustness"),
        rows=tuple(rows),
        note=f"In {interval_words(study)}. The model is one of cell means, with arm, dose and arm "
        "times dose, and random task, language and seeds; its intervals are its own and cover "
        "these sources alone. It weighs cells, where the headline weighs tasks and languages "
        "equally, so that the two agree roughly.",
    )  # fmt: skip


def opposed_lines(study: Study) -> list[str]:
    """A sentence for each headline gain to which the model gives the other sign."""
    lines = []
    for row in study.facts.get("mixed_model", ()):
        for quantity, (key, *_) in _MODELLED.items():
            found = study.compared(quantity, row["arm"], _place(study, row["world"]))
            if found is not None and found.point * row[key] < 0:
                lines.append(
                    f"The mixed model gives the {_WORDS[quantity]} of {row['arm']} the other sign: "
                    f"{points(row[key], signed=True)} against {points(found.point, signed=True)} "
                    "points. The sign depends on how cells are weighed"
                )
    return lines


def _place(study: Study, world: str) -> Place:
    return {"world": world} if len(study.worlds) > 1 else {}


def _agreement(estimate: Estimate | None, modelled: float) -> TableCell:
    if estimate is None:
        return TableCell(text=ABSENT)
    return TableCell(text="yes" if estimate.point * modelled >= 0 else "no")


def _banded(value: float, low: float, high: float) -> TableCell:
    detail = f"[{points(low)}, {points(high)}]"
    return TableCell(
        text=points(value, signed=True),
        value=100 * value,
        low=100 * low,
        high=100 * high,
        detail=detail,
    )
