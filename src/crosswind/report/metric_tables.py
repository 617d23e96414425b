"""Metrics by their names, and the thresholds that some of them were taken at."""

from crosswind.report.rounding import fine
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, bare_cell, estimate_cell, word
from crosswind.report.table_words import target_cell


def threshold_table(study: Study) -> Table:
    """Thresholds of mined pairs by target, language and arm."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks.values():
        for language in task.languages:
            where = {"task": task.name, "language": language}
            found = [study.find("threshold", {"arm": arm, **where}) for arm in study.arms]
            if any(found):
                rows.append(
                    (
                        target_cell(study, task.name),
                        word(language),
                        *(bare_cell(item, fine) for item in found),
                    )
                )
    return Table(
        name="thresholds",
        caption="Margin above which mined pairs were extracted",
        columns=("target", "language", *study.arms),
        rows=tuple(rows),
        n_words=2,
        note="Tuned once an arm and language on clean labelled pairs and kept under noise, as the "
        "official procedure has it: the one declared exception to zero-shot selection. Mean over "
        "training seeds. Average precision needs no threshold and stands beside F1.",
    )


def metric_table(study: Study) -> Table:
    """Every metric of the targets that have several, or one that depends on a pool, by its name."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks.values():
        names = study.metrics(task.name)
        if len(names) < 2 and not task.pool:
            continue
        for name in names:
            apart = {} if name == task.metric else {"metric": name}
            for arm in study.arms:
                where = {"arm": arm, "task": task.name, **apart}
                found = [
                    study.find("score", {**where, "scope": "all_languages"}),
                    study.find("score", where),
                    study.find("mean_corrupted_score", where),
                ]
                if any(found):
                    label = word(task.metric_name(name), marks=() if apart else ("headline",))
                    rows.append(
                        (
                            target_cell(study, task.name),
                            label,
                            word(arm),
                            *map(estimate_cell, found),
                        )
                    )
    return Table(
        name="metrics",
        caption="Metrics by their names",
        columns=("target", "metric", "arm", "clean, all languages", "clean", "noisy"),
        rows=tuple(rows),
        n_words=3,
        note="In percentage points, over the target languages but for the first column. The "
        "headline metric is the one of every other table. A metric without an interval over items "
        "is known as a value of whole cells alone.",
    )
