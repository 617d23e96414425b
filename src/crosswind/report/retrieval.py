"""Retrieval: with which settings vectors were made and neighbors found, target by target."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.report.rounding import ABSENT, count, percent
from crosswind.report.study import Study
from crosswind.report.table import Table, word
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
    presets = _presets(experiment)
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


def _presets(experiment: Mapping[str, Any]) -> dict[str, str]:
    """Task -> the preset that the experiment names for it."""
    return {
        str(target["task"]): str((target.get("retrieval") or {}).get("preset") or "none")
        for target in experiment.get("targets", ())
    }


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
