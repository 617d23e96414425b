"""Provenance: what was run, with what, and how to run it again."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from crosswind.core.files import read_json
from crosswind.report.rounding import fine
from crosswind.report.table import Table, TableCell, number, word

_COLUMNS = {
    "updates": ("n_updates", "updates"),
    "kept update": ("kept_update",),
    "selection": ("selection",),
    "labels": ("labels",),
    "carried over": ("carried_over", "carry_over"),
    "new": ("new",),
}


def flat_facts(facts: Mapping[str, Any], path: str = "") -> list[tuple[str, str]]:
    """Nested facts as (dotted name, text), in the order given."""
    rows: list[tuple[str, str]] = []
    for name, value in facts.items():
        here = f"{path}.{name}" if path else str(name)
        if isinstance(value, Mapping):
            rows += flat_facts(value, here)
        else:
            rows.append((here, _brief(value)))
    return rows


def surroundings(folders: Sequence[Path]) -> tuple[dict[str, Any], list[str]]:
    """What the inputs were made with, and a warning for each way in which they differ.

    Args:
        folders: artifacts; those without `provenance.json` (made by hand) say nothing.

    Returns:
        (versions, machine, device and threads of the last of them, sentences for "what to
        distrust").
    """
    found = [
        read_json(path / "provenance.json")
        for path in folders
        if (path / "provenance.json").exists()
    ]
    if not found:
        return {}, []
    met: dict[str, list[str]] = {
        "processors": [str(item.get("machine", {}).get("processor", "")) for item in found],
        "devices": [str(item.get("device", "")) for item in found],
        "torch versions": [str(item.get("versions", {}).get("torch", "")) for item in found],
    }
    warnings = [
        f"Mixed hardware or versions: inputs come from several {name}: {', '.join(values)}"
        for name, values in (
            (name, sorted({*all_values} - {""})) for name, all_values in met.items()
        )
        if len(values) > 1
    ]
    # Not the newest, and no durations: the page must have the same bytes whatever the clock said.
    last = found[-1]
    facts = {
        name: last[name]
        for name in ("versions", "machine", "device", "threads", "commit")
        if last.get(name) not in (None, "")
    }
    return facts, warnings


def checkpoint_table(cells: Sequence[tuple[Mapping[str, Any], Path]]) -> Table:
    """What was trained: one row a checkpoint, from its `checkpoint.json`."""
    rows = []
    for cell, folder in cells:
        path = folder / "checkpoint.json"
        record = read_json(path) if path.exists() else {}
        record = {**record, **record.get("training", {})}
        # The columns show what is common to all checkpoints; the cell says which one it is.
        place = " · ".join(_brief(value) for value in cell.values() if value not in ("", None))
        found = [_first(record, names) for names in _COLUMNS.values()]
        rows.append((word(place), *map(word, found), _loss(record.get("final_loss"))))
    columns = ("checkpoint", *_COLUMNS, "final loss")
    filled = [
        index for index in range(len(columns)) if any(row[index].text for row in rows) or not index
    ]
    return Table(
        name="checkpoints",
        caption="Trained checkpoints",
        columns=tuple(columns[index] for index in filled),
        rows=tuple(_only(row, filled) for row in rows),
        n_words=sum(index <= len(_COLUMNS) for index in filled),
    )


def _loss(value: Any) -> TableCell:
    """A loss, rounded on the page and in full in CSV; empty where none was recorded."""
    return number(value, fine(value)) if isinstance(value, int | float) else word("")


def _only(row: tuple[TableCell, ...], kept: Sequence[int]) -> tuple[TableCell, ...]:
    return tuple(row[index] for index in kept)


def _first(record: Mapping[str, Any], names: Sequence[str]) -> str:
    for name in names:
        if name in record:
            return _brief(record[name])
    return ""


def _brief(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_brief(item)}" for name, item in value.items())
    if isinstance(value, list | tuple):
        texts = [_brief(item) for item in value]
        return ", ".join(texts[:8]) + (f" and {len(texts) - 8} more" if len(texts) > 8 else "")
    return str(value)
