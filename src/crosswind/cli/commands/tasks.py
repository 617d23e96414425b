"""`crosswind tasks`: the tasks, and what of their data is there."""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crosswind.cli.options import AsJson

if TYPE_CHECKING:
    from crosswind.data.survey import Counting, SplitSurvey
    from crosswind.data.task import Task
    from crosswind.records.task_card import TaskCard

_DEFAULT_ROOT = Path("data")
_HEADER = ("task", "kind", "metric", "world", "languages", "splits", "examples", "data")
_SPLIT_HEADER = ("language", "split", "examples", "clusters", "repeated", "left out", "data")


def tasks(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="Show one in full.")] = None,
    data_root: Annotated[
        Path, typer.Option("--data-root", help="Folder of official files.")
    ] = _DEFAULT_ROOT,
    as_json: AsJson = False,
) -> None:
    """List the tasks with the data that is there, or show one with the counts of every split.

    All files that are found are read and checked; a file that is missing or wrong is named. The
    list does not count embedded text, which is written from templates when it is asked for.
    """
    from crosswind.cli.display import print_json, print_table, show
    from crosswind.data.catalogue import TASKS

    _tell_root(data_root)
    if name:
        card, found = TASKS.get(name).card, surveyed(name, data_root, is_described=True)
        if as_json:
            print_json({**asdict(card), "found": _found(found)})
            return
        show({key: value for key, value in asdict(card).items() if value}, as_json=False)
        print_table([_SPLIT_HEADER, *map(_split_row, found)], numbers_from=99)
        return
    listed = [TASKS.get(item) for item in TASKS.names()]
    surveys = _all(TASKS.names(), data_root)
    totals = [_total(task, found) for task, found in zip(listed, surveys, strict=True)]
    pairs = list(zip(listed, totals, strict=True))
    if as_json:
        print_json([{**asdict(task.card), "found": total} for task, total in pairs])
        return
    print_table([_HEADER, *(_row(task.card, total) for task, total in pairs)], numbers_from=99)


def _tell_root(data_root: Path) -> None:
    """Refuse a folder that was named and is none; say so of the default one."""
    from crosswind.core.errors import ConfigError
    from crosswind.core.files import folder_problem

    problem = folder_problem(data_root)
    error = ConfigError(
        problem,
        place="--data-root",
        value=str(data_root),
        allowed="the folder of official files",
        action="Name it with --data-root.",
    )
    if problem and data_root != _DEFAULT_ROOT:
        raise error
    if problem:
        typer.echo(error.sentence(), err=True)


def surveyed(name: str, data_root: Path, *, is_described: bool = False) -> list["SplitSurvey"]:
    """Every split of a task. Without pyarrow files are found, but not read."""
    from crosswind.data.catalogue import TASKS
    from crosswind.data.survey import survey

    return list(survey(TASKS.get(name), data_root, _reader(), is_described=is_described))


def _reader() -> "Counting | None":
    try:
        from crosswind.data.load import read_examples
    except ModuleNotFoundError:
        return None
    return read_examples


def _all(names: Sequence[str], data_root: Path) -> list[list["SplitSurvey"]]:
    """The surveys of all tasks, read on all cores: that takes a while.

    Embedded text is not read for the list, since it is written from templates first.
    """
    from crosswind.data.catalogue import TASKS
    from crosswind.data.survey import survey

    found = {name: list(survey(TASKS.get(name), data_root, None)) for name in names}
    files = [
        name
        for name in names
        if TASKS.get(name).card.world == "benchmark" and any(item.files for item in found[name])
    ]
    if files:
        found |= zip(files, _read_all(files, data_root), strict=True)
    return [found[name] for name in names]


def _read_all(names: Sequence[str], data_root: Path) -> list[list["SplitSurvey"]]:
    workers = min(os.cpu_count() or 1, len(names))
    # A fresh interpreter each: a fork of a process with threads may hang.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(surveyed, data_root=data_root), names))


def _total(task: "Task", found: Sequence["SplitSurvey"]) -> dict[str, Any]:
    """What of a task was found, over all its languages and splits."""
    whole = [item for item in found if item.files and not item.problem]
    counts = [item.n_examples for item in whole if item.n_examples is not None]
    languages = dict.fromkeys(item.language for item in whole)
    served = (*task.card.languages, *task.more_languages)
    return {
        "languages": [tag for tag in languages if tag in served],
        "pairs": [tag for tag in languages if "+" in tag],
        "translated": [tag for tag in languages if "+" not in tag and tag not in served],
        "languages_served": len(served),
        "splits": sorted({item.split for item in whole}, key=task.card.splits.index),
        "examples": sum(counts) if counts or not whole else None,
        "places": sorted({_place(name) for item in whole for name in item.files}),
        "missing": next((item.missing for item in found if item.missing), ""),
        "problems": [item.problem for item in found if item.problem],
    }


def _place(name: str) -> str:
    """The folder below the data root, the package, or the repository of the hub, of a file."""
    source, colon, inside = name.partition(":")
    if source == "hub" and colon:
        return f"hub {inside.partition('@')[0]}"
    return f"package {source}" if colon else name.partition("/")[0]


def _row(card: "TaskCard", total: dict[str, Any]) -> list[str]:
    # Where any files will do, no file is missing: the card says how they are named.
    data = ", ".join(total["places"]) or f"missing: {total['missing'] or card.source}"
    if total["problems"]:
        data += f"; wrong: {total['problems'][0]}"
    n_translated = len(total["translated"])
    translated = f" and {n_translated} translated" if n_translated else ""
    return [
        card.name,
        card.kind,
        card.metric,
        card.world,
        f"{len(total['languages'])} of {total['languages_served']}{translated}",
        " ".join(total["splits"] or card.splits),
        _shown(total["examples"]),
        data,
    ]


def _split_row(item: "SplitSurvey") -> list[str]:
    data = ", ".join(item.files) or f"missing: {item.missing}"
    return [
        item.language,
        item.split,
        _shown(item.n_examples),
        _shown(item.description.n_clusters if item.description else None),
        _shown(item.description.n_texts_repeated if item.description else None),
        ", ".join(f"{count} ({reason})" for reason, count in item.left_out.items()),
        f"{data}; wrong: {item.problem}" if item.problem else data,
    ]


def _shown(number: int | None) -> str:
    return "" if number is None else f"{number:,}"


def _found(found: Sequence["SplitSurvey"]) -> dict[str, Any]:
    """Language/split -> files and counts, or what is missing or wrong."""
    out: dict[str, Any] = {}
    for item in found:
        facts = {
            "files": list(item.files),
            "examples": item.n_examples,
            "description": asdict(item.description) if item.description else None,
            "left_out": dict(item.left_out),
            "missing": item.missing,
            "problem": item.problem,
        }
        out[f"{item.language}/{item.split}"] = {
            key: value for key, value in facts.items() if value not in ("", None, [], {})
        }
    return out
