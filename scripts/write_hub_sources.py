"""Write `docs/hub-sources.md` from the table of hub sources; a test holds the two together.

python scripts/write_hub_sources.py
"""

from collections.abc import Sequence
from pathlib import Path

from crosswind.data.hub_sources import HUB_SOURCES, NOT_ON_THE_HUB

TARGET = Path(__file__).parents[1] / "docs/hub-sources.md"

HEAD = """\
# Data sets on the hub

Written by `scripts/write_hub_sources.py` from `src/crosswind/data/hub_sources.py`.

**No id in this table has been tried live.** Ids, folders and columns are those that the pages and
former scripts of the repositories name; the door and the readers are tested on stand-in files of
the same shape (`tests/data/test_hub_sources.py`). Where a table turns out to be of another shape,
an error says which file, column or label is missing; nothing is guessed.

How the door works, and how a revision is pinned, stands in [data.md](data.md).
"""
COLUMNS = (
    "task",
    "repository",
    "branch",
    "folder",
    "splits",
    "columns",
    "differs from the official files",
)
NONE = """\

Not taken from the hub:

"""


def document() -> str:
    """The whole document."""
    rows = [
        [
            name,
            f"`{source.hub_id}`",
            f"`{source.branch}`",
            f"`{source.config}`",
            ", ".join(
                ours if ours == theirs else f"{ours} = {theirs}"
                for ours, theirs in source.splits.items()
            ),
            ", ".join(source.columns),
            source.differs or "in nothing that we know of",
        ]
        for name, source in sorted(HUB_SOURCES.items())
    ]
    without = [[name, why] for name, why in sorted(NOT_ON_THE_HUB.items())]
    return f"{HEAD}\n{table(COLUMNS, rows)}{NONE}{table(('task', 'why'), without)}"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table with its head."""
    lines = [f"| {' | '.join(row)} |" for row in (columns, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(columns), *lines[1:]]) + "\n"


if __name__ == "__main__":
    TARGET.write_text(document(), "utf-8")
