"""Names in an experiment against the catalogues: every problem, not the first."""

from collections.abc import Iterator, Sequence
from typing import Any

from crosswind.config.load import ExperimentText
from crosswind.core.errors import ConfigError, CrosswindError, nearest_match
from crosswind.core.languages import canonical_language
from crosswind.core.registry import Registry
from crosswind.data.catalogue import TASKS
from crosswind.noise.catalogue import declared
from crosswind.noise.policy import field_policies

Path = tuple[str | int, ...]


def name_problems(source: ExperimentText) -> list[CrosswindError]:
    """Unknown tasks, perturbations, languages, splits and sides of a file that may be malformed."""
    value = source.value
    return [
        *_unknown(source, _task_names(value), TASKS),
        *_perturbations(source),
        *_targets(source),
        *_sides(source),
    ]


def _task_names(value: Any) -> Iterator[tuple[Path, str]]:
    for number, _ in enumerate(_list_at(value, ("arms",))):
        for position, _ in enumerate(_list_at(value, ("arms", number, "stages"))):
            yield from _strings(value, ("arms", number, "stages", position, "tasks"))
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
        except ConfigError as error:
            yield error


def _targets(source: ExperimentText) -> Iterator[CrosswindError]:
    for number, _ in enumerate(_list_at(source.value, ("targets",))):
        name = _at(source.value, ("targets", number, "task"))
        if not isinstance(name, str) or name not in TASKS:
            continue
        task = TASKS.get(name)
        served = (*task.card.languages, *getattr(task, "more_languages", ()))
        for path, tag in _strings(source.value, ("targets", number, "languages")):
            yield from _language(source, path, tag, (name, served))
        split = _at(source.value, ("targets", number, "evaluation_split"))
        if split in {"test", "validation"} and split not in task.card.splits:
            yield ConfigError(
                "the task has no such split",
                place=source.at(("targets", number, "evaluation_split")),
                value=split,
                allowed=task.card.splits,
            )


def _language(
    source: ExperimentText, path: Path, tag: str, task: tuple[str, Sequence[str]]
) -> Iterator[CrosswindError]:
    name, served = task
    if tag in served:
        return
    try:
        canonical = canonical_language(tag, place=source.at(path))
    except ConfigError as error:
        error.nearest = error.nearest or nearest_match(tag, served)
        yield ConfigError(
            error.problem,
            place=error.place,
            value=tag,
            allowed=served,
            nearest=nearest_match(tag, served),
            action=f"See `crosswind tasks {name}`.",
        )
        return
    yield ConfigError(
        f"the task '{name}' does not serve this language",
        place=source.at(path),
        value=tag,
        allowed=served,
        nearest=canonical if canonical in served else nearest_match(tag, served),
        action=f"See `crosswind tasks {name}`.",
    )


def _sides(source: ExperimentText) -> Iterator[CrosswindError]:
    """What each kind of target says of `noise.sides`, once a kind."""
    path: Path = ("noise", "sides")
    sides = _at(source.value, path)
    if not isinstance(sides, str):
        return
    asked: dict[tuple[str, tuple[str, ...]], None] = {}
    for number, _ in enumerate(_list_at(source.value, ("targets",))):
        name = _at(source.value, ("targets", number, "task"))
        if isinstance(name, str) and name in TASKS:
            card = TASKS.get(name).card
            asked[card.kind, card.fields] = None
    for kind, fields in asked:
        try:
            field_policies(kind, sides, fields)
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
