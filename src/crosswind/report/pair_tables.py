"""Pairs of languages: every first by every second language, and the means on and off the diagonal.

The generalised setting of arXiv:2104.08645: the first text of an example stands in one language,
the others in another.
"""

from crosswind.core.languages import languages_of, pair_label
from crosswind.report.study import Study, TaskFacts
from crosswind.report.table import Table, TableCell, estimate_cell, word
from crosswind.report.table_words import interval_words, target_cell

_BLANK = TableCell(text="")
SAME, PAIRS = "same_language_targets", "language_pairs"


def sides(task: TaskFacts) -> tuple[list[str], list[str]]:
    """(first, second) languages of the labels of a task, the source language first."""
    found = [languages_of(name) for name in task.languages]

    def ordered(names: set[str]) -> list[str]:
        return sorted(names, key=lambda name: (name != task.source_language, name))

    return ordered({first for first, _ in found}), ordered({second for _, second in found})


def pair_tables(study: Study) -> list[Table]:
    """For each task with pairs its full table; one table of means for all of them."""
    tasks = [task for task in study.tasks.values() if task.has_pairs]
    full = [_full_table(study, task, number) for number, task in enumerate(tasks, start=1)]
    return [_mean_table(study, tasks), *full] if tasks else []


def _full_table(study: Study, task: TaskFacts, at: int) -> Table:
    first, second = sides(task)
    rows: list[tuple[TableCell, ...]] = []
    for arm in study.arms:
        for one in first:
            found = {
                other: study.find(
                    "score", {"arm": arm, "task": task.name, "language": pair_label(one, other)}
                )
                for other in {one, *second}
            }
            if any(found.values()):
                same = _without_interval(estimate_cell(found[one]))
                pairs = [
                    _BLANK if one == other else _without_interval(estimate_cell(found[other]))
                    for other in second
                ]
                rows.append((word(arm), word(one), same, *pairs))
    return Table(
        name=f"pairs_{at}",
        caption=f"{task.name}: clean score by first and second language",
        columns=("arm", "first language", "same language", *second),
        rows=tuple(rows),
        n_words=2,
        note="In percentage points; rows are languages of the first text (premise, first sentence, "
        "context), columns of the second (hypothesis, second sentence, question). Both texts in "
        "one language stand apart. Intervals are in the CSV.",
    )


def _without_interval(cell: TableCell) -> TableCell:
    """A cell of a wide table: its interval is in the CSV alone."""
    return TableCell(text=cell.text, value=cell.value, low=cell.low, high=cell.high)


def _mean_table(study: Study, tasks: list[TaskFacts]) -> Table:
    rows: list[tuple[TableCell, ...]] = []
    for task in tasks:
        for arm in study.arms:
            where = {"arm": arm, "task": task.name}
            rows.append(
                (
                    target_cell(study, task.name),
                    word(arm),
                    estimate_cell(study.find("score", {**where, "scope": "source_language"})),
                    *_both(study, "score", where),
                    *_both(study, "transfer_gap", where, signed=True),
                    *_both(study, "robustness_drop", where),
                )
            )
    return Table(
        name="pair_means",
        caption="Both texts in one language, and in two",
        columns=("target", "arm", "source language", "score: one", "score: two",
                 "transfer gap: one", "transfer gap: two", "drop: one", "drop: two"),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}. One: both texts in one target language. Two: texts in "
        "two languages, the source language among them. A transfer gap is held against examples "
        "that are in the source language throughout.",
    )  # fmt: skip


def _both(
    study: Study, quantity: str, where: dict[str, str], *, signed: bool = False
) -> list[TableCell]:
    found = [study.find(quantity, {**where, "scope": scope}) for scope in (SAME, PAIRS)]
    return [estimate_cell(item, signed=signed) for item in found]
