"""Records to and from Arrow tables (Parquet) and JSON. Needs pyarrow: stage rooms only."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from crosswind.core.errors import DataError
from crosswind.core.files import read_json, write_json
from crosswind.core.garbage import without_collection
from crosswind.records.estimate import Cell, Estimate, Interval
from crosswind.records.example import Answer, EditRow, Example
from crosswind.records.prediction import Prediction
from crosswind.records.score import ItemCounts, Score

_ANSWER = pa.struct([("start", pa.int32()), ("text", pa.string())])
_EXAMPLES = pa.schema(
    [
        ("example_id", pa.string()),
        ("parallel_id", pa.string()),
        ("language", pa.string()),
        ("texts", pa.map_(pa.string(), pa.string())),
        ("words", pa.list_(pa.string())),
        ("label", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("answers", pa.list_(_ANSWER)),
        ("second_language", pa.string()),
        ("gold_ids", pa.list_(pa.string())),
    ]
)
_EDITS = pa.schema(
    [
        ("example_id", pa.string()),
        ("field", pa.string()),
        ("start", pa.int32()),
        ("end", pa.int32()),
        ("text", pa.string()),
    ]
)
_PREDICTIONS = pa.schema(
    [
        ("example_id", pa.string()),
        ("predicted", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("start", pa.int32()),
        ("score", pa.float32()),
        ("ranked", pa.list_(pa.string())),
        ("n_tokens", pa.int32()),
    ]
)


def write_examples(folder: Path, examples: Sequence[Example]) -> None:
    """Write `examples.parquet`."""
    rows = [
        {
            **_shallow(example),
            "texts": list(example.texts.items()),
            "answers": [_shallow(answer) for answer in example.answers],
        }
        for example in examples
    ]
    _write(folder / "examples.parquet", rows, _EXAMPLES)


def read_examples(folder: Path) -> list[Example]:
    """Read `examples.parquet`."""
    return examples_of(read_examples_table(folder))


def read_examples_table(folder: Path) -> pa.Table:
    """`examples.parquet` as a table, for readers that need few of its rows."""
    return _table(folder / "examples.parquet", _EXAMPLES)


@without_collection()
def examples_of(table: pa.Table) -> list[Example]:
    """The rows of a table of examples as records."""
    return [
        Example(
            example_id=row["example_id"],
            parallel_id=row["parallel_id"],
            language=row["language"],
            texts=dict(row["texts"]),
            words=tuple(row["words"]),
            label=row["label"],
            tags=tuple(row["tags"]),
            answers=tuple(Answer(**answer) for answer in row["answers"]),
            second_language=row["second_language"],
            gold_ids=tuple(row["gold_ids"]),
        )
        for row in table.to_pylist()
    ]


def write_edits(folder: Path, edits: Sequence[EditRow]) -> None:
    """Write `edits.parquet`."""
    _write(folder / "edits.parquet", [_shallow(edit) for edit in edits], _EDITS)


def read_edits(folder: Path) -> list[EditRow]:
    """Read `edits.parquet`; an artifact of clean examples has none."""
    return edits_of(read_edits_table(folder))


def read_edits_table(folder: Path) -> pa.Table:
    """`edits.parquet` as a table, without rows where there is no such file."""
    path = folder / "edits.parquet"
    return _table(path, _EDITS) if path.exists() else _EDITS.empty_table()


@without_collection()
def edits_of(table: pa.Table) -> list[EditRow]:
    """The rows of a table of edits as records."""
    return [EditRow(**row) for row in table.to_pylist()]


def write_refusal(folder: Path, reason: str) -> None:
    """Write `refused.json`: a perturbation found nothing to act on, so nothing is scored."""
    write_json(folder / "refused.json", {"reason": reason})


def read_refusal(folder: Path) -> str:
    """Why a cell must not be scored; empty if it may."""
    path = folder / "refused.json"
    return str(read_json(path)["reason"]) if path.exists() else ""


def write_predictions(folder: Path, predictions: Sequence[Prediction]) -> None:
    """Write `predictions.parquet`."""
    _write(folder / "predictions.parquet", [_shallow(row) for row in predictions], _PREDICTIONS)


def read_predictions(folder: Path) -> list[Prediction]:
    """Read `predictions.parquet`."""
    return predictions_of(read_predictions_table(folder))


def read_predictions_table(folder: Path) -> pa.Table:
    """`predictions.parquet` as a table, for readers that need few of its rows."""
    return _table(folder / "predictions.parquet", _PREDICTIONS)


@without_collection()
def predictions_of(table: pa.Table) -> list[Prediction]:
    """The rows of a table of predictions as records."""
    return [
        Prediction(**{**row, "tags": tuple(row["tags"]), "ranked": tuple(row["ranked"])})
        for row in table.to_pylist()
    ]


def write_scores(folder: Path, scores: Sequence[Score], items: Sequence[ItemCounts]) -> None:
    """Write `scores.json` (what people read) and `items.parquet` (what statistics resamples)."""
    names = list(items[0].counts) if items else []
    columns: dict[str, Any] = {
        "example_id": pa.array([item.example_id for item in items], pa.string()),
        "parallel_id": pa.array([item.parallel_id for item in items], pa.string()),
        "predicted_digest": pa.array([item.predicted_digest for item in items], pa.string()),
    }
    for name in names:
        columns[f"count_{name}"] = pa.array([item.counts[name] for item in items], pa.float64())
    pq.write_table(pa.table(columns), folder / "items.parquet", compression="zstd")
    write_json(folder / "scores.json", {"scores": [asdict(score) for score in scores]})


def read_scores(folder: Path) -> list[Score]:
    """Read `scores.json`."""
    return list(
        _read_json(
            folder / "scores.json", lambda content: [Score(**row) for row in content["scores"]]
        )
    )


def read_items_table(folder: Path) -> pa.Table:
    """`items.parquet` as a table: example_id, parallel_id, predicted_digest, count_<name> ..."""
    return _table(folder / "items.parquet")


def write_estimates(folder: Path, estimates: Sequence[Estimate], facts: Mapping[str, Any]) -> None:
    """Write `estimates.json`: the estimates, and facts about the grid they come from."""
    write_json(
        folder / "estimates.json",
        {"estimates": [asdict(item) for item in estimates], "facts": dict(facts)},
    )


def read_estimates(folder: Path) -> tuple[list[Estimate], dict[str, Any]]:
    """Read `estimates.json`."""

    def build(content: Any) -> tuple[list[Estimate], dict[str, Any]]:
        return [_estimate(row) for row in content["estimates"]], dict(content["facts"])

    estimates, facts = _read_json(folder / "estimates.json", build)
    return estimates, facts


def _estimate(row: dict[str, Any]) -> Estimate:
    intervals = tuple(Interval(**item) for item in row["intervals"])
    return Estimate(**{**row, "intervals": intervals, "marks": tuple(row["marks"])})


def cell_from_json(row: Mapping[str, Any]) -> Cell:
    """A cell from the params of a step."""
    return Cell(**row)


def _shallow(record: Any) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__slots__}


def _write(path: Path, rows: Iterable[dict[str, Any]], schema: pa.Schema) -> None:
    # One row group and no statistics of time or place: equal rows give equal bytes.
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema), path, compression="zstd")


def _table(path: Path, schema: pa.Schema | None = None) -> pa.Table:
    try:
        table = pq.read_table(path, partitioning=None)
        table.validate(full=True)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as error:
        raise _damaged("not a readable Parquet file", path, str(error)[:120]) from error
    if schema is not None and not table.schema.equals(schema):
        raise _damaged("a Parquet file of other columns", path, table.schema.names)
    if any(column.null_count for column in table.columns):
        raise _damaged("a Parquet file with missing values", path, table.schema.names)
    return table


def _read_json(path: Path, build: Callable[[Any], Any]) -> Any:
    content = read_json(path)
    try:
        return build(content)
    except (KeyError, TypeError, ValueError) as error:
        raise _damaged("JSON of another shape", path, str(error)[:120]) from error


def _damaged(problem: str, path: Path, value: object) -> DataError:
    return DataError(
        problem,
        place=str(path),
        value=value,
        action="Run `crosswind store verify`, then run again.",
    )
