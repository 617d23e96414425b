"""The tables of scores, losses and doses, built from the estimates."""

from collections.abc import Sequence
from itertools import product

from crosswind.report.dose import Dose, mean_dose
from crosswind.report.fertility import Fertility
from crosswind.report.rounding import percent, ratio
from crosswind.report.study import Study, TaskFacts
from crosswind.report.table import Table, TableCell, bare_cell, estimate_cell, number, word
from crosswind.report.table_words import interval_words, target_cell

_LOSSES = ("robustness_drop", "retention", "retention_chance_adjusted", "worst_case")
_BLANK = TableCell(text="")


def condition_table(study: Study, doses: Sequence[Dose]) -> Table:
    """Score and flip rate of each condition beside the dose really given; no rows without noise."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks if study.conditions else ():
        for perturbation, severity in (("", 0), *_with_clean(study)):
            where: dict[str, str | int] = {
                "task": task,
                "perturbation": perturbation,
                "severity": severity,
            }
            scores = [study.find("score", {"arm": arm, **where}) for arm in study.arms]
            if not any(scores):
                continue
            flips = [study.find("flip_rate", {"arm": arm, **where}) for arm in study.arms]
            dose = mean_dose(doses, task, perturbation, severity)
            given = (dose.characters, dose.words, dose.changed)
            rows.append(
                (
                    target_cell(study, task),
                    word(_condition_name(study, task, perturbation, severity)),
                    *(number(x, percent(x)) if severity else _BLANK for x in given),
                    *map(estimate_cell, scores),
                    *(bare_cell(item, percent) if severity else _BLANK for item in flips),
                )
            )
    return Table(
        name="conditions",
        caption="Scores by condition, beside the realized dose",
        columns=("target", "condition", "CER", "WER", "texts changed",
                 *(f"score: {arm}" for arm in study.arms),
                 *(f"flipped: {arm}" for arm in study.arms)),
        rows=tuple(rows),
        n_words=2,
        note="Doses are means over languages of the realized character and word error rates and "
        "of the share of texts changed (words as blanks divide them, so WER says little for "
        "scripts without blanks); flipped is the share of predictions that differ from "
        "those on clean text. A perturbation is scored in the languages that it acts on; where "
        "these are not all, their clean score stands above its rows as severity 0. Scores in "
        f"{interval_words(study)}.",
    )  # fmt: skip


def language_table(study: Study, fertility: Sequence[Fertility]) -> Table:
    """Clean score and loss under noise of each language, the source language first."""
    tokens = {(item.task, item.language): item for item in fertility}
    rows = [
        _language_row(study, task, language, tokens.get((task.name, language)))
        for task in study.tasks.values()
        for language in source_first(task)
    ]
    clean, drops = ([f"{name}: {arm}" for arm in study.arms] for name in ("clean", "drop"))
    is_noisy = bool(study.conditions)
    noisy = (
        " A drop is clean minus noisy, mean over conditions; token growth is what noise adds to "
        "the tokens."
    )
    return Table(
        name="languages",
        caption=f"Clean score {'and loss under noise ' if is_noisy else ''}by language",
        columns=("target", "language", *clean, *(drops if is_noisy else ()), "tokens",
                 *(("token growth",) if is_noisy else ())),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}. Tokens are mean model tokens of a clean example."
        f"{noisy if is_noisy else ''}",
    )  # fmt: skip


def _language_row(
    study: Study, task: TaskFacts, language: str, found: Fertility | None
) -> tuple[TableCell, ...]:
    where = [{"arm": arm, "task": task.name, "language": language} for arm in study.arms]
    clean = [estimate_cell(study.find("score", place)) for place in where]
    drops = [estimate_cell(study.find("robustness_drop", place)) for place in where]
    length = found.clean_tokens if found else None
    growth = found.growth if found else None
    is_noisy = bool(study.conditions)
    return (
        target_cell(study, task.name),
        word(language, marks=("source",) if language == task.source_language else ()),
        *clean,
        *(drops if is_noisy else ()),
        number(length, ratio(length)),
        *((number(growth, percent(growth)),) if is_noisy else ()),
    )


def transfer_table(study: Study) -> Table:
    """Transfer gap on clean text, and by perturbation how much more other languages lose."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks:
        for arm in study.arms:
            where = {"arm": arm, "task": task}
            gaps = [
                study.find("noise_transfer_gap", {**where, "perturbation": name})
                for name in study.perturbations
            ]
            gap = study.find("transfer_gap", where)
            if gap or any(gaps):
                rows.append(
                    (target_cell(study, task), word(arm), estimate_cell(gap, signed=True),
                     *(estimate_cell(item, signed=True) for item in gaps))
                )  # fmt: skip
    is_noisy = bool(study.conditions)
    noisy = " Noise transfer gap: loss in the target languages minus loss in the source language."
    return Table(
        name="transfer",
        caption=f"Transfer gap{', and noise transfer gap by perturbation' * is_noisy}",
        columns=(
            "target",
            "arm",
            "transfer gap, clean",
            *(f"noise: {name}" for name in study.perturbations),
        ),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}. Transfer gap: source language minus mean of the target "
        f"languages.{noisy if is_noisy else ''}",
    )


def perturbation_table(study: Study) -> Table:
    """Robustness gain by perturbation, over all tasks and for each."""
    rows: list[tuple[TableCell, ...]] = []
    for arm, name in product(study.rivals, study.perturbations):
        places = ({}, *({"task": task} for task in study.tasks))
        gains = [
            study.compared("robustness_gain", arm, {"perturbation": name, **place})
            for place in places
        ]
        if any(gains):
            cells = (estimate_cell(item, signed=True) for item in gains)
            rows.append((word(arm), word(name), *cells))
    return Table(
        name="perturbations",
        caption="Robustness gain by perturbation",
        columns=("arm", "perturbation", "all targets", *study.tasks),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}; positive means the arm loses less than "
        f"{study.baseline}.",
    )


def heat_table(study: Study) -> Table:
    """Loss under noise by language and perturbation for each arm: the heat map in numbers."""
    columns = [(arm, name) for name in study.perturbations for arm in study.arms]
    rows = []
    for language in study.languages:
        cells = [
            study.find("robustness_drop", {"arm": arm, "language": language, "perturbation": name})
            for arm, name in columns
        ]
        if any(cells):
            rows.append((word(language), *map(estimate_cell, cells)))
    return Table(
        name="language_perturbation",
        caption="Loss under noise by language and perturbation",
        columns=("language", *(f"{name}: {arm}" for arm, name in columns)),
        rows=tuple(rows),
        note=f"In {interval_words(study)}; mean over targets and severities.",
    )


def further_table(study: Study) -> Table:
    """The same losses in other words: mean drop, retention, worst perturbation."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks:
        for arm in study.arms:
            where = {"arm": arm, "task": task}
            drop, kept, learned, worst = (study.find(name, where) for name in _LOSSES)
            if drop or kept or worst:
                rows.append(
                    (target_cell(study, task), word(arm), estimate_cell(study.find("score", where)),
                     estimate_cell(drop), bare_cell(kept, ratio), bare_cell(learned, ratio),
                     estimate_cell(worst))
                )  # fmt: skip
    return Table(
        name="robustness",
        caption="Loss under noise in other words",
        columns=("target", "arm", "clean", "mean drop", "retention", "retention above chance",
                 "worst perturbation, mean over severities"),
        rows=tuple(rows),
        n_words=2,
        note=f"In {interval_words(study)}. Retention is noisy over clean, to be read beside the "
        "clean score: a model that knows nothing keeps all of it. Above chance, the score of a "
        "uniform guess is taken off both. Worst perturbation: the lowest score over perturbations "
        "at each severity, then the mean over severities.",
    )  # fmt: skip


def source_first(task: TaskFacts) -> list[str]:
    """The languages of a task without pairs, the source language first, the others sorted."""
    return sorted(task.single_languages, key=lambda name: (name != task.source_language, name))


def _with_clean(study: Study) -> list[tuple[str, int]]:
    """The noisy conditions, and before those of a perturbation its clean cells as severity 0."""
    found: list[tuple[str, int]] = []
    for name, severity in study.conditions:
        if (name, 0) not in found:
            found.append((name, 0))
        found.append((name, severity))
    return found


def _condition_name(study: Study, task: str, perturbation: str, severity: int) -> str:
    if not perturbation:
        return "clean"
    if not severity:
        return f"{perturbation} 0"
    is_published = perturbation == study.tasks[task].published
    return perturbation if is_published else f"{perturbation} {severity}"


def error_table(study: Study) -> Table:
    """Errors under noise as ratios to those of the baseline arm, by target and on average."""
    rows: list[tuple[TableCell, ...]] = []
    for task, arm in product((*study.tasks, ""), study.rivals):
        place: dict[str, str | int] = {"task": task} if task else {}
        found = [
            study.compared("mean_corruption_error", arm, place),
            study.compared("relative_mean_corruption_error", arm, place),
            *(
                study.compared("corruption_error", arm, {**place, "perturbation": name})
                for name in study.perturbations
            ),
        ]
        if any(found):
            name = target_cell(study, task) if task else word("all targets")
            rows.append((name, word(arm), *(bare_cell(item, ratio) for item in found)))
    return Table(
        name="corruption_errors",
        caption=f"Errors under noise as ratios to those of {study.baseline}",
        columns=("target", "arm", "mCE", "relative mCE",
                 *(f"CE: {name}" for name in study.perturbations)),
        rows=tuple(rows),
        n_words=2,
        note="Below one: fewer errors than the baseline arm (CE), or a smaller rise of errors "
        "(relative), as in ImageNet-C with the baseline arm for AlexNet.",
    )  # fmt: skip
