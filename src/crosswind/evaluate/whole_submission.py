"""Scores of a whole submission in the layout of XTREME: what `crosswind score --benchmark` prints.

Gold lies in `<gold>/<task>/test-<language>.<suffix>`, predictions under the same names in the other
folder. A cell without one of its files is missing, and so are the scores it would be part of.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crosswind.core.errors import DataError, nearest_match
from crosswind.evaluate.file_scores.submitted import Submitted
from crosswind.evaluate.submission import file_scores, submission_tasks
from crosswind.records.benchmark import BENCHMARKS, Aggregate, Benchmark, BenchmarkTask, aggregate

_LOG = logging.getLogger("crosswind")

# Language -> name of the metric -> percent.
_Cells = dict[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Folders:
    """Where a submission lies."""

    gold: Path
    predictions: Path

    def files(self, item: BenchmarkTask, language: str) -> Submitted:
        """The two files of a cell, which may be absent."""
        name = f"test-{language}.{item.suffix}"
        return Submitted(
            task=item.task,
            language=language,
            gold=self.gold / item.task / name,
            predictions=self.predictions / item.task / name,
        )


def score_benchmark(name: str, *, gold: Path, predictions: Path) -> dict[str, object]:
    """Official scores of a submission.

    Returns:
        `benchmark`; `tasks`: task -> `score` (null if a language is missing), `languages` (what
        enters for each) and `metrics` (name -> language -> percent); `groups`, complete ones only;
        `retrieval` and `non_retrieval`, which are never averaged together; `overall`, null unless
        every cell exists; `missing`, what stands in the way of it.

    Raises:
        ConfigError: if there is no such benchmark.
        DataError: if a folder cannot be read, holds nothing of the benchmark, or a file is wrong.
    """
    benchmark = BENCHMARKS.get(name, place="--benchmark")
    folders = _Folders(gold=gold, predictions=predictions)
    for folder in (gold, predictions):
        _report_strangers(folder, benchmark)
    cells = {item.task: _cells(item, folders) for item in benchmark.tasks}
    if not any(cells.values()):
        item = benchmark.tasks[0]
        files = folders.files(item, item.languages[0])
        raise DataError(
            f"no file of {name} stands in both folders; the first looked for is",
            place=str(predictions),
            value=str(files.predictions if files.gold.is_file() else files.gold),
            allowed="<task>/test-<language>.tsv, .json or .jsonl, as the benchmark writes them",
            action="Give the folders that hold one folder a task.",
        )
    table = {
        item.task: {language: item.value_of(found) for language, found in cells[item.task].items()}
        for item in benchmark.tasks
    }
    return _document(benchmark, aggregate(benchmark, table), cells)


def _cells(item: BenchmarkTask, folders: _Folders) -> _Cells:
    cells: _Cells = {}
    for language in item.languages:
        files = folders.files(item, language)
        lacking = [path for path in (files.gold, files.predictions) if not path.is_file()]
        if not lacking:
            cells[language] = file_scores(files).metrics
        elif len(lacking) == 1:
            _LOG.warning("%s: the file is missing, its partner is there", lacking[0])
    return cells


def _document(
    benchmark: Benchmark, found: Aggregate, cells: Mapping[str, _Cells]
) -> dict[str, object]:
    tasks = {
        task: {
            "score": score,
            "languages": dict(found.languages[task]),
            "metrics": _by_metric(cells[task]),
        }
        for task, score in found.tasks.items()
    }
    return {
        "benchmark": benchmark.name,
        "tasks": tasks,
        "groups": dict(found.groups),
        "retrieval": found.retrieval,
        "non_retrieval": found.non_retrieval,
        "overall": found.overall,
        "missing": list(found.missing),
    }


def _by_metric(cells: _Cells) -> dict[str, dict[str, float]]:
    names = dict.fromkeys(name for metrics in cells.values() for name in metrics)
    return {
        name: {language: metrics[name] for language, metrics in cells.items()} for name in names
    }


def _report_strangers(folder: Path, benchmark: Benchmark) -> None:
    """Say which folders are no task and which files no language of the benchmark."""
    if not folder.is_dir():
        raise DataError(
            "not a folder",
            place=str(folder),
            allowed="a folder with one folder a task",
            action="Check the path.",
        )
    known = [item.task for item in benchmark.tasks]
    elsewhere = submission_tasks()
    for inside in sorted(path for path in folder.iterdir() if path.is_dir()):
        item = benchmark.task(inside.name)
        if item is None:
            near = "" if inside.name in elsewhere else nearest_match(inside.name, known)
            hint = f" (did you mean '{near}'?)" if near else ""
            _LOG.warning("%s: no task of %s, ignored%s", inside, benchmark.name, hint)
            continue
        names = {f"test-{language}.{item.suffix}" for language in item.languages}
        strangers = sorted(path.name for path in inside.iterdir() if path.name not in names)
        if strangers:
            text = "%s: %d files are no language of the task, ignored (first: %s)"
            _LOG.warning(text, inside, len(strangers), strangers[0])
