"""The tables of gains: each arm against the baseline, by target."""

from collections.abc import Iterator
from itertools import product

from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, estimate_cell, word
from crosswind.report.table_words import group_name, grouped_tasks, interval_words, target_cell

_BLANK = TableCell(text="")
_GAINS = {
    "intermediate_gain": "clean gain",
    "intermediate_gain_noisy": "noisy gain",
    "robustness_gain": "robustness gain",
}


def gain_table(study: Study) -> Table:
    """Arm x target: scores and gains, retrieval and non-retrieval apart, averages last."""
    rows: list[tuple[TableCell, ...]] = []
    for task in grouped_tasks(study):
        for arm in study.arms:
            where = {"arm": arm, **study.slice_of(task.name)}
            scores = (study.find(name, where) for name in _scores(study))
            rows.append(
                (
                    word(group_name(task)),
                    target_cell(study, task.name),
                    word(arm),
                    *map(estimate_cell, scores),
                    *_gain_cells(study, arm, task.name),
                )
            )
    rows += _average_rows(study)
    return Table(
        name="gains",
        caption=f"{'Scores and gains' if study.rivals else 'Scores'} by target and arm, "
        f"{'in the source language' if study.is_source_only else 'over the target languages'}",
        columns=("group", "target", "arm", *_scores(study).values(), *_gains(study).values()),
        rows=tuple(rows),
        n_words=3,
        n_heads=1,
        note=" ".join(_notes(study)),
    )


def _scores(study: Study) -> dict[str, str]:
    """Quantities of the scores, with their columns."""
    noisy = {"mean_corrupted_score": "noisy"} if study.conditions else {}
    return {"score": "clean", **noisy}


def _gains(study: Study) -> dict[str, str]:
    """Quantities of the gains, with their columns; none without an arm to hold against another."""
    if not study.rivals:
        return {}
    return _GAINS if study.conditions else {"intermediate_gain": _GAINS["intermediate_gain"]}


def _notes(study: Study) -> Iterator[str]:
    yield f"In {interval_words(study)}."
    if study.rivals:
        yield f"Gains are held against the arm {study.baseline}."
    if study.rivals and study.conditions:
        yield ("Robustness gain is noisy gain minus clean gain: positive means the arm loses less.")
    alone = [task.name for task in study.tasks.values() if task.is_source_only]
    if alone and not study.is_source_only:
        yield f"In the source language, for want of another: {', '.join(alone)}."


def gain_matrix(study: Study, quantity: str, name: str, caption: str) -> Table:
    """One gain as arm x target, for experiments with several arms."""
    tasks = grouped_tasks(study)
    rows = tuple(
        (
            word(arm),
            *(
                estimate_cell(
                    study.compared(quantity, arm, study.slice_of(task.name, quantity)), signed=True
                )
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
        cells = [
            estimate_cell(study.compared(quantity, arm, {**place, **where}), signed=True)
            for quantity in _gains(study)
        ]
        if any(cell.value is not None for cell in cells):
            blank = [_BLANK] * len(_scores(study))
            rows.append((word(heading), word(name), word(arm), *blank, *cells))
    return rows


def _gain_cells(study: Study, arm: str, task: str) -> list[TableCell]:
    if arm not in study.rivals:
        return [_BLANK] * len(_gains(study))
    return [
        estimate_cell(study.compared(name, arm, study.slice_of(task, name)), signed=True)
        for name in _gains(study)
    ]
