"""Where a key of a TOML file stands: `tomllib` gives values without lines."""

import re
from collections.abc import Sequence

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+))*)\s*="""
)

Path = Sequence[str | int]


def line_of(text: str, path: Path) -> int:
    """The line (from 1) of the key at `path`, or of the nearest table around it.

    Keys inside inline tables and arrays are found at the line of the key that holds them.
    """
    best, best_length = 1, 0
    table: list[str | int] = []
    lasts: dict[tuple[str | int, ...], int] = {}
    in_text = False
    for number, line in enumerate(text.split("\n"), start=1):
        was_in_text, in_text = in_text, in_text ^ _opens_or_closes_text(line)
        header = None if was_in_text else _HEADER.match(line)
        key = None if was_in_text else _KEY.match(line)
        if header:
            here = table = _table(header.group(2), lasts, is_array=header.group(1) == "[[")
        elif key:
            here = [*table, *_split(key.group(1))]
        else:
            continue
        # The first table below the path stands for it: `[[arms]]` is where `arms` begins.
        length = min(len(here), len(path))
        if length > best_length and list(path[:length]) == here[:length]:
            best, best_length = number, length
    return best


def _table(
    dotted: str, lasts: dict[tuple[str | int, ...], int], *, is_array: bool
) -> list[str | int]:
    """The path of a header, with the position in every array of tables on its way."""
    here: list[str | int] = []
    parts = _split(dotted)
    for position, part in enumerate(parts, start=1):
        here.append(part)
        if is_array and position == len(parts):
            lasts[tuple(here)] = lasts.get(tuple(here), -1) + 1
        if tuple(here) in lasts:
            here.append(lasts[tuple(here)])
    return here


def _opens_or_closes_text(line: str) -> bool:
    """Whether a text of several lines starts or ends on this line."""
    return (line.count('"""') + line.count("'''")) % 2 == 1


def path_text(path: Path) -> str:
    """`("targets", 0, "languages", 3)` as `targets[0].languages[3]`."""
    out = ""
    for part in path:
        out += f"[{part}]" if isinstance(part, int) else f".{part}" if out else part
    return out


def _split(dotted: str) -> list[str]:
    return [part.strip().strip("\"'") for part in dotted.split(".")]
