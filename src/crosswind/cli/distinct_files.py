"""Files that a command reads and writes, each of its own."""

from collections.abc import Mapping
from pathlib import Path

from crosswind.core.errors import ConfigError


def require_different_files(paths: Mapping[str, Path | None]) -> None:
    """Refuse to write over what is read, or over what is written as well.

    Args:
        paths: option -> the path given with it, in order: a later one is blamed.

    Raises:
        ConfigError: two of them are one file.
    """
    seen: dict[Path, str] = {}
    for option, path in paths.items():
        if path is None or (path.exists() and not path.is_file()):
            continue  # a terminal, a pipe or /dev/null may stand twice
        other = next((place for place in seen if _is_same(place, path)), None)
        if other is not None:
            raise ConfigError(
                f"the same file as {seen[other]}",
                place=option,
                value=str(path),
                allowed=f"a file of its own for each of {', '.join(paths)}",
                action="Name another file.",
            )
        seen[path] = option


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()
