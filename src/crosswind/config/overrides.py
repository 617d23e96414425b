"""`--set a.b=value`: changes to an experiment before it is validated."""

import copy
import re
import tomllib
from collections.abc import Sequence
from typing import Any

from crosswind.config.locate import path_text
from crosswind.core.errors import ConfigError

_PART = re.compile(r"([A-Za-z0-9_-]+)((?:\[[0-9]{1,9}\])*)\Z")


def apply_overrides(value: dict[str, Any], overrides: Sequence[str]) -> dict[str, Any]:
    """A copy of `value` with each `a.b[0].c=text` applied, in order.

    The right-hand side is a TOML value; text that is no TOML value is taken as a string, so that
    `data.root=../files` needs no quotes.

    Raises:
        ConfigError: no `=`, a malformed path, an index outside a list, a key below a value.
    """
    changed = copy.deepcopy(value)
    for override in overrides:
        path, separator, text = override.partition("=")
        if not separator or not path.strip():
            raise ConfigError(
                "an override without '='",
                place="--set",
                value=override,
                allowed="--set path.to.key=value",
            )
        _assign(changed, _parse(path.strip(), override), _toml_value(text.strip()), override)
    return changed


def set_by(overrides: Sequence[str], path: Sequence[str | int]) -> str:
    """The last override that gave the key at `path` its value, or a table around it; or empty."""
    for override in reversed(overrides):
        changed = _parse(override.partition("=")[0].strip(), override)
        if list(path[: len(changed)]) == changed:
            return override
    return ""


def _parse(path: str, override: str) -> list[str | int]:
    parts: list[str | int] = []
    for piece in path.split("."):
        match = _PART.match(piece)
        if not match:
            raise ConfigError(
                "a malformed path",
                place="--set",
                value=override,
                allowed="names joined by dots, list positions as [0]",
            )
        parts.append(match.group(1))
        parts.extend(int(number) for number in re.findall(r"[0-9]+", match.group(2)))
    return parts


def _toml_value(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def _assign(root: dict[str, Any], path: list[str | int], new: Any, override: str) -> None:
    here: Any = root
    for position, part in enumerate(path):
        last = position == len(path) - 1
        if isinstance(part, int):
            if not isinstance(here, list) or part >= len(here):
                size = len(here) if isinstance(here, list) else 0
                raise ConfigError(
                    "no such list position",
                    place="--set",
                    value=override,
                    allowed=f"0 to {size - 1}" if size else "no list stands here",
                )
        elif not isinstance(here, dict):
            raise _no_table(here, path[:position], path[position:], override)
        if last:
            here[part] = new
        elif isinstance(part, int):
            here = here[part]
        else:
            here = here.setdefault(part, {})


def _no_table(
    here: Any, before: Sequence[str | int], after: Sequence[str | int], override: str
) -> ConfigError:
    """The error for a key of what is no table; of a list, with the spelling of its positions."""
    name, rest = path_text(before), path_text(after[1:])
    if not isinstance(here, list):
        return ConfigError(
            "a key below a plain value",
            place="--set",
            value=override,
            allowed=f"{name}=value",
            action=f"`{name}` is no table: set it as a whole.",
        )
    position = after[0] if str(after[0]).isdigit() else 0
    is_position = str(after[0]).isdigit() or not here or not isinstance(here[0], dict)
    key = rest if is_position else path_text(after)
    return ConfigError(
        "a key below a list",
        place="--set",
        value=override,
        allowed=f"{name}=[...], or a position of it as {name}[0]",
        action=f"Write {name}[{position}]{f'.{key}' if key else ''}=...",
    )
