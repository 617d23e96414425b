"""What was selected: the whole validation curve of every checkpoint, and what was kept of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.report.rounding import points
from crosswind.report.table import Table, TableCell, number, word


def selection_table(cells: Sequence[tuple[Mapping[str, Any], Path]]) -> Table:
    """One row a checkpoint that was evaluated while it trained, from its `checkpoint.json`.

    Args:
        cells: of checkpoints, each with its folder.
    """
    rows = []
    for cell, folder in cells:
        path = folder / "checkpoint.json"
        training = read_json(path).get("training", {}) if path.exists() else {}
        if training.get("evaluations"):
            rows.append(_row(cell, training))
    return Table(
        name="selection",
        caption="What the checkpoints were selected on",
        columns=("checkpoint", "selection", "curve", "updates", "kept update", "kept, %"),
        rows=tuple(rows),
        n_words=3,
        note="The curve is the share of right choices on the text that selects, in percent, after "
        "each evaluated update: of labels, tags, ends of spans, choices, or own candidates "
        "among those of 32 rows. Of an average, the last update that it holds is named, and the "
        "share is that of the mean of the weights.",
    )


def _row(cell: Mapping[str, Any], training: Mapping[str, Any]) -> tuple[TableCell, ...]:
    curve = [(int(update), float(share)) for update, share in training["evaluations"]]
    kept = training.get("kept_update", 0)
    share = training.get("kept_share", dict(curve).get(kept))
    return (
        word(" · ".join(str(value) for value in cell.values() if value not in ("", None))),
        word(str(training.get("selection", ""))),
        word("; ".join(f"{update}: {points(value)}" for update, value in curve)),
        number(training.get("n_updates"), str(training.get("n_updates", ""))),
        number(kept, str(kept)),
        number(None if share is None else 100 * share, points(share)),
    )
