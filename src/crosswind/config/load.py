"""TOML -> Experiment. All problems at once, each with file, line, path and nearest match."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from crosswind.config.locate import line_of, path_text
from crosswind.config.overrides import apply_overrides, set_by
from crosswind.config.schema import Experiment
from crosswind.core.errors import ConfigError, CrosswindError, DataError, nearest_match
from crosswind.core.files import read_text

SHIPPED = "experiments"
# Kinds of pydantic's errors in the words of TOML.
_IN_TOML = {
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "tuple_type": "a list",
    "too_short": "a list that is not empty",
    "string_too_short": "a text that is not empty",
    # The only pattern is that of names.
    "string_pattern_mismatch": 'letters of English, digits, ".", "_", "-"; first a letter or digit',
}
_LIST = 'a list such as ["de", "sw"]'
# A table with a short form.
_SHORT_FORMS = {"seeds": "a list such as [1, 2], or a table"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExperimentText:
    """An experiment file before validation: where it came from, its text and its plain value.

    Attributes:
        place: its name.
        text: as it stands in the file.
        value: with the overrides applied.
        overrides: of the command line, in their order.
    """

    place: str
    text: str
    value: dict[str, Any]
    overrides: Sequence[str] = ()

    def at(self, path: Sequence[str | int]) -> str:
        """The place of a key, for the first part of an error: a line, or the `--set` it is from."""
        override = set_by(self.overrides, path)
        if override:
            is_named = override.partition("=")[0].strip() == path_text(path)
            return f"--set {override}" + ("" if is_named else f": {path_text(path)}")
        return f"{self.place}:{line_of(self.text, path)}: {path_text(path)}".removesuffix(": ")


def read_experiment(name: str, overrides: Sequence[str] = ()) -> ExperimentText:
    """Read a TOML file, or an experiment that is shipped with the package under this name.

    Raises:
        ConfigError: no such file, not UTF-8, not TOML, or an override that cannot be applied.
    """
    place, text = _find(name)
    try:
        value = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # of TOML, of a huge number, of deep nesting
        raise ConfigError(
            f"not TOML ({error})", place=place, allowed="a TOML 1.0 document"
        ) from error
    changed = apply_overrides(value, overrides)
    return ExperimentText(place=place, text=text, value=changed, overrides=tuple(overrides))


def validate(source: ExperimentText) -> tuple[Experiment | None, list[CrosswindError]]:
    """The experiment, or every structural problem of the file."""
    try:
        experiment = Experiment.model_validate(source.value)
    except ValidationError as error:
        found = [
            _problem(source, item)
            for item in error.errors(include_url=False)
            # A list whose items are all wrong counts as empty: the items are told already.
            if item["type"] != "too_short" or not item["input"]
        ]
        # The short form of the seeds is checked as two lists: one mistake is told once.
        return None, list({problem.sentence(): problem for problem in found}.values())
    impossible: list[CrosswindError] = [
        ConfigError(why, place=source.at(path)) for path, why in experiment.impossible_changes()
    ]
    return (None if impossible else experiment), impossible


def shipped_experiments() -> tuple[str, ...]:
    """Names of the experiments inside the package; those of a folder start with its name."""
    folder = resources.files("crosswind") / SHIPPED
    return tuple(sorted(_names_in(folder))) if folder.is_dir() else ()


def _names_in(folder: Traversable, prefix: str = "") -> Iterator[str]:
    for item in folder.iterdir():
        if item.is_dir():
            yield from _names_in(item, f"{prefix}{item.name}/")
        elif item.name.endswith(".toml"):
            yield f"{prefix}{item.name.removesuffix('.toml')}"


def _find(name: str) -> tuple[str, str]:
    path = Path(name)
    try:
        is_file, is_folder = path.is_file(), path.is_dir()
    except OSError:  # a name too long for any file
        is_file = is_folder = False
    if is_file:
        try:
            return name, read_text(path).removeprefix("\ufeff")
        except DataError as error:
            raise ConfigError(
                error.problem,
                place=error.place,
                value=error.value,
                allowed=error.allowed,
                action=error.action,
            ) from error
    known = shipped_experiments()
    shipped = name.removesuffix(".toml")
    if shipped in known:
        text = (resources.files("crosswind") / SHIPPED / f"{shipped}.toml").read_text("utf-8")
        return f"crosswind:{SHIPPED}/{shipped}.toml", text
    raise ConfigError(
        "a folder, not an experiment file" if is_folder else "no such experiment file",
        value=name,
        allowed=f"a TOML file, or one of the shipped experiments ({', '.join(known)})",
        nearest=nearest_match(name, known),
    )


def _problem(source: ExperimentText, item: Any) -> CrosswindError:
    path = _keys(item["loc"], source.value, is_missing=item["type"] == "missing")
    kind, context = item["type"], item.get("ctx", {})
    if kind == "extra_forbidden":
        fields = _fields_at(path[:-1], source.value)
        return ConfigError(
            "unknown key",
            place=source.at(path),
            value=str(path[-1]),
            allowed=fields,
            nearest=nearest_match(path[-1], fields),
        )
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        return _no_method(source, path, item)
    if kind == "missing":
        return ConfigError(
            "a required key is missing", place=source.at(path), action=f"Add `{path[-1]} = ...`."
        )
    if kind == "literal_error":
        names = [name.strip("'") for name in context["expected"].replace(" or ", ", ").split(", ")]
        return ConfigError(
            "not one of the allowed values",
            place=source.at(path),
            value=item["input"],
            # A word that stands for a list: the list is as good.
            allowed=[name or '""' for name in names] + [_LIST] * (item["loc"][-1] == "word"),
            nearest=nearest_match(item["input"], [name for name in names if name]),
        )
    if kind == "value_error":
        return ConfigError(str(context["error"]), place=source.at(path))
    message = item["msg"].removeprefix("Input should be ")
    allowed = _IN_TOML.get(kind, message[:1].lower() + message[1:])
    if allowed == "a table":
        allowed = _SHORT_FORMS.get(path_text(path), allowed)
    shown = list(item["input"]) if isinstance(item["input"], tuple) else item["input"]
    return ConfigError("wrong value", place=source.at(path), value=shown, allowed=allowed)


def _keys(location: Sequence[str | int], value: Any, *, is_missing: bool) -> list[str | int]:
    """The parts of a pydantic location that are keys of the file, not names of types."""
    path: list[str | int] = []
    for part in location:
        inside = part in value if isinstance(value, dict) else False
        if inside or (isinstance(value, list) and isinstance(part, int)):
            value = value[part]
            path.append(part)
    return [*path, location[-1]] if is_missing else path


def _no_method(
    source: ExperimentText, path: Sequence[str | int], item: Mapping[str, Any]
) -> CrosswindError:
    """A table that is one of several kinds, and does not say which, or names none of them."""
    key = item["ctx"]["discriminator"].strip("'")
    names = [get_args(model.model_fields[key].annotation)[0] for model in _models_at(path)]
    value = item["input"].get(key) if isinstance(item["input"], dict) else item["input"]
    return ConfigError(
        f"not one of the allowed values of `{key}`",
        place=source.at([*path, key]),
        value=value,
        allowed=names,
        nearest=nearest_match(value, names) if isinstance(value, str) else "",
        action=f"Set `{key}`.",
    )


def _fields_at(path: Sequence[str | int], value: Any) -> list[str]:
    """The field names of the model that stands at `path`; of several, of the one that is meant."""
    models = _models_at(path)
    for part in path:
        value = value[part]
    meant = [model for model in models if _is_meant(model, value)]
    return sorted((meant or models)[0].model_fields) if models else []


def _is_meant(model: type[BaseModel], value: Mapping[str, Any]) -> bool:
    """Whether a table names the model by the one value that a key of it may have."""
    return any(
        get_origin(field.annotation) is Literal
        and field.is_required()
        and value.get(name) in get_args(field.annotation)
        for name, field in model.model_fields.items()
    )


def _models_at(path: Sequence[str | int]) -> list[type[BaseModel]]:
    """The models of which one stands at `path`."""
    models: list[type[BaseModel]] = [Experiment]
    for part in path:
        if isinstance(part, str) and models:
            field = models[0].model_fields.get(part)
            models = _models(field.annotation) if field else []
    return models


def _models(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models(inner)]
