"""The tables of gains: each arm against the baseline, by target."""

from collections.abc import Mapping
from itertools import product

from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, estimate_cell, word
from crosswind.report.table_words import group_name, grouped_tasks, interval_words, target_cell

_BLANK = TableCell(text="")
_GAINS = ("intermediate_gain", "intermediate_gain_noisy", "robustness_gain")


def gain_table(study: Study) -> Table:
    """Arm x target: scores and gains, retrieval and non-retrieval apart, averages last."""
    rows: list[tuple[TableCell, ...]] = []
    for task in grouped_tasks(study):
        for arm in study.arms:
            where = {"arm": arm, "task": task.name}
            scores = (study.find(name, where) for name in ("score", "mean_corrupted_score"))
            rows.append(
                (
                    word(group_name(task)),
                    target_cell(study, task.name),
                    word(arm),
                    *map(estimate_cell, scores),
                    *_gain_cells(study, arm, {"task": task.name}),
                )
            )
    rows += _average_rows(study)
    return Table(
        name="gains",
        caption="Scores and gains by target and arm, over the target languages",
        columns=("group", "target", "arm", "clean", "noisy", "clean gain", "noisy gain",
                 "robustness gain"),
        rows=tuple(rows),
        n_words=3,
        n_heads=1,
        note=f"In {interval_words(study)}. Gains are held against the arm "
        f"{study.baseline or '(none)'}; robustness gain is noisy gain minus clean gain: "
        "positive means the arm loses less.",
    )  # fmt: skip


def gain_matrix(study: Study, quantity: str, name: str, caption: str) -> Table:
    """One gain as arm x target, for experiments with several arms."""
    tasks = grouped_tasks(study)
    rows = tuple(
        (
            word(arm),
            *(
                estimate_cell(study.compared(quantity, arm, {"task": task.name}), signed=True)
                for task in tasks
            ),
            estimate_cell(study.compared(quantity, arm), signed=True),
        )
        for arm in study.rivals
    )
    columns = ("arm", *(task.name for task in tasks), "all")
    return Table(
        name=name, caption=caption, columns=columns, rows=rows, note=f"In {interval_words(study)}."
    )


def _average_rows(study: Study) -> list[tuple[TableCell, ...]]:
    rows: list[tuple[TableCell, ...]] = []
    slices: tuple[tuple[str, dict[str, str | int]], ...] = (
        ("non-retrieval", {"group": "non_retrieval"}),
        ("retrieval", {"group": "retrieval"}),
        ("all targets", {}),
        ("all, source language too", {"scope": "all_languages"}),
    )
    for world, (name, where), arm in product(study.worlds, slices, study.rivals):
        heading = f"means ({world})" if len(study.worlds) > 1 else "means"
        place: dict[str, str | int] = {"world": world} if len(study.worlds) > 1 else {}
        cells = _gain_cells(study, arm, {**place, **where})
        if any(cell.value is not None for cell in cells):
            rows.append((word(heading), word(name), word(arm), _BLANK, _BLANK, *cells))
    return rows


def _gain_cells(study: Study, arm: str, where: Mapping[str, str | int]) -> list[TableCell]:
    if arm not in study.rivals:
        return [_BLANK] * len(_GAINS)
    return [estimate_cell(study.compared(name, arm, where), signed=True) for name in _GAINS]
