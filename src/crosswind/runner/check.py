"""Names in an experiment against the catalogues: every problem, not the first."""

from collections.abc import Iterator
from typing import Any

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.core.registry import Registry
from crosswind.data.catalogue import TASKS
from crosswind.noise.catalogue import declared
from crosswind.noise.policy import field_policies
from crosswind.records.benchmark import BENCHMARKS, BenchmarkTask
from crosswind.runner.claim_check import claim_problems
from crosswind.runner.revisions import revision_problems
from crosswind.runner.stage_check import StageCheck
from crosswind.runner.target_check import TargetCheck

Path = tuple[str | int, ...]


def name_problems(source: ExperimentText) -> list[CrosswindError]:
    """Unknown tasks, perturbations, languages, splits and sides of a file that may be malformed."""
    value = source.value
    return [
        *_unknown(source, _task_names(value), TASKS),
        *_perturbations(source),
        *_targets(source),
        *_stages(source),
        *_benchmark(source),
        *_allowed_overlap(source),
        *revision_problems(source),
        *_sides(source),
        *claim_problems(source, [item.task for item in _benchmark_tasks(source.value)]),
    ]


def _task_names(value: Any) -> Iterator[tuple[Path, str]]:
    for section in ("arms", "targets"):
        for number, _ in enumerate(_list_at(value, (section,))):
            for position, _ in enumerate(_list_at(value, (section, number, "stages"))):
                yield from _strings(value, (section, number, "stages", position, "tasks"))
            yield from _strings(value, (section, number, "trained_on"))
    for number, _ in enumerate(_list_at(value, ("targets",))):
        name = _at(value, ("targets", number, "task"))
        if isinstance(name, str):
            yield ("targets", number, "task"), name
        yield from _strings(value, ("targets", number, "train"))


def _unknown(
    source: ExperimentText, names: Iterator[tuple[Path, str]], registry: Registry[Any]
) -> Iterator[CrosswindError]:
    for path, name in names:
        if name not in registry:
            yield registry.unknown(name, place=source.at(path))


def _perturbations(source: ExperimentText) -> Iterator[CrosswindError]:
    for path, name in _strings(source.value, ("noise", "perturbations")):
        try:
            declared(name, place=source.at(path))
        except CrosswindError as error:  # of the file behind the colon too
            yield error


def _targets(source: ExperimentText) -> Iterator[CrosswindError]:
    for number, value in enumerate(_list_at(source.value, ("targets",))):
        name = _at(source.value, ("targets", number, "task"))
        if isinstance(name, str) and name in TASKS:
            task = TASKS.get(name)
            yield from TargetCheck(source=source, number=number, value=value, task=task).problems()


def _stages(source: ExperimentText) -> Iterator[CrosswindError]:
    for section in ("arms", "targets"):
        for number, _ in enumerate(_list_at(source.value, (section,))):
            path: Path = (section, number, "stages")
            for position, value in enumerate(_list_at(source.value, path)):
                if isinstance(value, dict):
                    yield from StageCheck(
                        source=source, path=(*path, position), value=value
                    ).problems()


def _benchmark(source: ExperimentText) -> Iterator[CrosswindError]:
    """Tasks and languages of a benchmark that the catalogue does not have."""
    for item in _benchmark_tasks(source.value):
        if item.task not in TASKS:
            yield TASKS.unknown(item.task, place=source.at(("benchmark",)))
            continue
        task = TASKS.get(item.task)
        lacking = {*item.languages} - {*task.card.languages, *task.more_languages}
        if lacking:
            yield ConfigError(
                f"the task '{item.task}' does not serve all languages of the benchmark",
                place=source.at(("benchmark",)),
                value=sorted(lacking),
                allowed=(*task.card.languages, *task.more_languages),
            )


def _benchmark_tasks(value: Any) -> tuple[BenchmarkTask, ...]:
    """The tasks that a benchmark adds to the listed targets."""
    name = _at(value, ("benchmark",))
    if not isinstance(name, str) or name not in BENCHMARKS:
        return ()
    listed = set(_target_names(value))
    return tuple(item for item in BENCHMARKS.get(name).tasks if item.task not in listed)


def _target_names(value: Any) -> list[str]:
    names = [
        _at(value, ("targets", number, "task"))
        for number, _ in enumerate(_list_at(value, ("targets",)))
    ]
    return [name for name in names if isinstance(name, str)]


def _allowed_overlap(source: ExperimentText) -> Iterator[CrosswindError]:
    """Names in `data.allow_overlap` that are no target of the experiment."""
    added = [item.task for item in _benchmark_tasks(source.value)]
    targets = [*_target_names(source.value), *added]
    for path, name in _strings(source.value, ("data", "allow_overlap")):
        if name not in targets:
            yield ConfigError(
                "overlap is allowed for a task that is no target here",
                place=source.at(path),
                value=name,
                allowed=targets,
                nearest=nearest_match(name, targets),
                action="Name a target of this experiment, or leave it out.",
            )


def _sides(source: ExperimentText) -> Iterator[CrosswindError]:
    """What each kind of target says of `noise.sides`, once a kind."""
    path: Path = ("noise", "sides")
    sides = _at(source.value, path)
    if not isinstance(sides, str):
        return
    asked: dict[tuple[str, tuple[str, ...], tuple[str, ...]], None] = {}
    for name in _target_names(source.value):
        if name in TASKS:
            card = TASKS.get(name).card
            asked[card.kind, card.fields, card.kept_fields] = None
    for kind, fields, kept in asked:
        try:
            field_policies(kind, sides, fields, kept)
        except ConfigError as error:
            error.place = source.at(path)
            yield error


def _strings(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    for position, item in enumerate(_list_at(value, path)):
        if isinstance(item, str):
            yield (*path, position), item


def _list_at(value: Any, path: Path) -> list[Any]:
    found = _at(value, path)
    return found if isinstance(found, list) else []


def _at(value: Any, path: Path) -> Any:
    for part in path:
        if isinstance(part, int):
            value = value[part] if isinstance(value, list) and part < len(value) else None
        else:
            value = value.get(part) if isinstance(value, dict) else None
    return value
