"""Rows of parquet files: the columns that are asked for, label numbers as names."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crosswind.core.errors import DataError, nearest_match

_ROWS_AT_ONCE = 4096
# Where the `datasets` library writes the features of a table.
_FEATURES = b"huggingface"


def read_rows(
    paths: Sequence[Path],
    columns: Sequence[str],
    label_names: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, column -> value) of each row of the files, in order.

    Args:
        paths: parts of one split.
        columns: to read; others are passed over.
        label_names: column -> names of its numbers, unless the file says them itself. A number or a
            list of numbers becomes names; -1, which stands for "no gold label", becomes None.

    Raises:
        DataError: if a file is damaged, lacks a column, or has a number without a name.
    """
    for path in paths:
        try:
            with pq.ParquetFile(path) as file:
                names = _names(file.schema_arrow, path, columns, label_names)
                yield from _rows(file, path, columns, names)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise DataError(
                f"cannot be read as parquet ({str(error).splitlines()[0][:120]})",
                place=str(path),
                allowed="a whole parquet file",
                action="Remove it from the cache of the hub and plan again to fetch it anew.",
            ) from error


def _rows(
    file: pq.ParquetFile,
    path: Path,
    columns: Sequence[str],
    names: Mapping[str, tuple[str, ...]],
) -> Iterator[tuple[str, dict[str, Any]]]:
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE, columns=list(columns)):
        for row in batch.to_pylist():
            number += 1
            place = f"{path}: row {number}"
            for column, known in names.items():
                row[column] = _named(row[column], known, f"{place}, {column}")
            yield place, row


def _names(
    schema: pa.Schema,
    path: Path,
    columns: Sequence[str],
    label_names: Mapping[str, tuple[str, ...]],
) -> dict[str, tuple[str, ...]]:
    """Column of numbers -> their names: those of the file, else those that are given."""
    absent = [column for column in columns if column not in schema.names]
    if absent:
        raise DataError(
            "the file lacks a column",
            place=str(path),
            value=absent[0],
            allowed=schema.names,
            nearest=nearest_match(absent[0], schema.names),
            action="Pin another revision in data.revisions.",
        )
    found = {column: label_names[column] for column in columns if column in label_names}
    said = _said_names(schema)
    return found | {column: said[column] for column in columns if column in said}


def _said_names(schema: pa.Schema) -> dict[str, tuple[str, ...]]:
    """Names of label columns that the file itself says; empty if it says none that can be read."""
    try:
        features = json.loads((schema.metadata or {})[_FEATURES])["info"]["features"]
        labels = {column: _label_of(feature) for column, feature in features.items()}
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}
    return {column: names for column, names in labels.items() if names}


def _label_of(feature: Any) -> tuple[str, ...]:
    """Names of a label feature, or of the feature that a sequence is made of."""
    while isinstance(feature, dict) and isinstance(feature.get("feature"), dict):
        feature = feature["feature"]
    names = feature.get("names") if isinstance(feature, dict) else None
    known = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return tuple(names) if known and isinstance(names, list) else ()


def _named(value: Any, names: tuple[str, ...], place: str) -> Any:
    if isinstance(value, list):
        return [_named(item, names, place) for item in value]
    if not isinstance(value, int) or isinstance(value, bool) or value == -1:
        return None if value == -1 else value
    if not 0 <= value < len(names):
        raise DataError(
            "a label number without a name",
            place=place,
            value=value,
            allowed=[f"{number} = {name}" for number, name in enumerate(names)],
            action="Pin another revision in data.revisions.",
        )
    return names[value]
