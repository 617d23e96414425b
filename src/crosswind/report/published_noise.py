"""Published noise: text with real errors, a condition of its own beside its clean rows."""

from crosswind.report.study import Study, Where
from crosswind.report.table import Table, TableCell, estimate_cell, word
from crosswind.report.table_words import interval_words, target_cell


def published_table(study: Study) -> Table:
    """Scores on published noisy text, and how arms differ there."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks.values():
        for name, severity in study.conditions:
            if name != task.published:
                continue
            for arm in study.arms:
                where = {"arm": arm, "task": task.name}
                there: dict[str, str | int] = {
                    **where,
                    "perturbation": name,
                    "severity": severity,
                }
                gains = {"task": task.name, "perturbation": name}
                rows.append(
                    (
                        target_cell(study, task.name),
                        word(name),
                        word(arm),
                        estimate_cell(study.find("score", where)),
                        estimate_cell(study.find("score", there)),
                        estimate_cell(study.find("robustness_drop", there)),
                        _gain(study, arm, "intermediate_gain", {**gains, "severity": severity}),
                        _gain(study, arm, "robustness_gain", gains),
                    )
                )
    return Table(
        name="published_noise",
        caption="Published noisy text, beside the same rows without the noise",
        columns=("target", "condition", "arm", "clean", "noisy", "drop", "noisy gain",
                 "robustness gain"),
        rows=tuple(rows),
        n_words=3,
        note=f"In {interval_words(study)}, over the target languages. Real errors have no severity "
        "in common with drawn noise: they are in no average with it, and their items, which are "
        "those of another task too, are in no headline.",
    )  # fmt: skip


def _gain(study: Study, arm: str, quantity: str, where: Where) -> TableCell:
    if arm not in study.rivals:
        return TableCell(text="")
    return estimate_cell(study.compared(quantity, arm, where), signed=True)
