"""Retrieval: with which settings vectors were made and neighbors found, target by target."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.report.rounding import ABSENT, count, fine, percent
from crosswind.report.study import Study
from crosswind.report.table import Table, TableCell, estimate_cell, number, word
from crosswind.report.table_words import target_cell

# Settings of a predict step, in the order of their columns.
_PARAMS = ("layer", "pooling", "margin", "k", "direction")
_LAST_LAYER = -1
_NOTE = (
    "Layer counts hidden states, 0 is the embeddings. A preset is a published set-up by name; a "
    "key that the experiment gives beside it wins. A pool of several languages is part of the "
    "metric's name: more languages make it harder."
)


def retrieval_table(
    study: Study,
    predictions: Sequence[tuple[Mapping[str, Any], Path]],
    experiment: Mapping[str, Any],
) -> Table:
    """What each retrieval target was searched with, from the manifests of its predictions.

    Args:
        study: which targets are retrieval.
        predictions: cells and folders.
        experiment: as resolved; names the preset that a target follows.
    """
    presets = {
        str(target["task"]): str((target.get("retrieval") or {}).get("preset") or "none")
        for target in experiment.get("targets", ())
    }
    found = {
        task: _made_with(folder)
        for name, folder in _clean_folders(predictions).items()
        if (task := study.tasks.get(name)) and task.is_retrieval
    }
    rows = tuple(
        (
            target_cell(study, task.name),
            word(task.metric_name()),
            word(presets.get(task.name, "none")),
            *(word(_setting(name, params)) for name in _PARAMS),
            word(_search(params, summary)),
            word(task.pool.replace("+", ", ") or ABSENT),
        )
        for task, (params, summary) in found.items()
        if params
    )
    columns = ("target", "metric", "preset", *_PARAMS, "search", "pool of languages")
    return Table(
        name="retrieval",
        caption="Settings of retrieval",
        columns=columns,
        rows=rows,
        n_words=len(columns),
        note=_NOTE,
    )


def threshold_table(study: Study) -> Table:
    """Thresholds of mined pairs by target, language and arm."""
    rows: list[tuple[TableCell, ...]] = []
    for task in study.tasks.values():
        for language in task.languages:
            where = {"task": task.name, "language": language}
            found = [study.find("threshold", {"arm": arm, **where}) for arm in study.arms]
            if any(found):
                points = [item.point if item else None for item in found]
                rows.append(
                    (
                        target_cell(study, task.name),
                        word(language),
                        *(number(point, fine(point)) for point in points),
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


def _clean_folders(predictions: Sequence[tuple[Mapping[str, Any], Path]]) -> dict[str, Path]:
    """Task -> the first folder of predictions on clean text."""
    folders: dict[str, Path] = {}
    for cell, folder in predictions:
        if not cell["severity"]:
            folders.setdefault(str(cell["task"]), folder)
    return folders


def _made_with(folder: Path) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """(params, summary) of the step that predicted; nothing if the folder was made by hand."""
    if not (folder / "manifest.json").exists():
        return {}, {}
    params = read_json(folder / "manifest.json").get("step", {}).get("params", {})
    summary = folder / "summary.json"
    return params, read_json(summary) if summary.exists() else {}


def _setting(name: str, params: Mapping[str, Any]) -> str:
    value = params.get(name)
    if value is None or value == "":
        return ABSENT
    return "last" if name == "layer" and value == _LAST_LAYER else str(value)


def _search(params: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """How neighbors were searched: `exact`, or an approximate index with its recall."""
    said = str(summary.get("search") or params.get("search") or "exact")
    extra = []
    if "n_candidates" in summary:
        extra.append(f"{count(int(summary['n_candidates']))} candidates")
    if "recall" in summary:
        extra.append(f"recall {percent(float(summary['recall']))}")
    return f"{said} ({', '.join(extra)})" if extra else said
