"""Item counts of one task, reduced to sums over parallel clusters while they are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from crosswind.core.errors import DataError
from crosswind.records.metric import metric_named
from crosswind.statistics.grid import CLEAN, PlacedCell, TaskGrid, described

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
_IDS = ("example_id", "parallel_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCounts:
    """Cluster sums of every score folder of a task. A folder that serves two cells is read once.

    Attributes:
        names: count names of the metric.
        sums: clusters x sources x names.
        flips: clusters x sources: items whose prediction differs from the clean one; NaN columns
            where the model has no clean cell.
        items: clusters x languages: number of items.
        source_of: folder -> position on the axis of sources.
        language_of: source -> position of its language.
    """

    names: tuple[str, ...]
    sums: npt.NDArray[np.float64]
    flips: Floats
    items: Floats
    source_of: dict[Path, int]
    language_of: Integers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Items:
    """What the first cell of a language says of its items."""

    ids: pa.Array
    parallel_ids: pa.Array
    codes: Integers
    named_by: str


def read_counts(grid: TaskGrid) -> TaskCounts:
    """Read the item counts of a task.

    Raises:
        DataError: if a file cannot be read or lacks a count, or if the cells of one language do not
            hold the same items.
    """
    names = metric_named(grid.metric).counts
    by_folder = {item.folder: item for item in reversed(grid.cells)}
    folders = tuple(dict.fromkeys(item.folder for item in grid.cells))
    universe, first = _universe(grid)
    shape = len(universe), len(folders)
    sums, flips = np.zeros((*shape, len(names))), np.full(shape, np.nan)
    clean: tuple[object, pa.Array] = (None, pa.array([], pa.string()))
    languages = []
    for source, folder in enumerate(folders):
        item = by_folder[folder]
        table = _read(folder, [*_IDS, "predicted_digest"], names)
        items = first[item.cell.language]
        order = _order(table, items, item)
        for position, name in enumerate(names):
            values = table.column(f"count_{name}").to_numpy()[order]
            sums[:, source, position] = np.bincount(items.codes, values, len(universe))
        model = item.cell.language, item.cell.arm, item.replicate
        said = table.column("predicted_digest").combine_chunks().take(pa.array(order))
        if item.condition == CLEAN:
            clean = model, said
        if clean[0] == model:
            changed = pc.not_equal(said, clean[1]).to_numpy(zero_copy_only=False)
            flips[:, source] = np.bincount(items.codes, changed, len(universe))
        languages.append(grid.languages.index(item.cell.language))
    per_language = [np.bincount(first[name].codes, minlength=len(universe)) for name in first]
    return TaskCounts(
        names=names,
        sums=sums,
        flips=flips,
        items=np.stack(per_language, axis=1).astype(np.float64),
        source_of={folder: source for source, folder in enumerate(folders)},
        language_of=np.array(languages, dtype=np.int64),
    )


def _universe(grid: TaskGrid) -> tuple[pa.Array, dict[str, _Items]]:
    """The sorted clusters of a task, and the items of each language in the order of its languages.

    A cluster that a language lacks contributes nothing there.
    """
    opened: dict[str, tuple[PlacedCell, pa.Table]] = {}
    for item in grid.cells:
        if item.cell.language not in opened:
            opened[item.cell.language] = item, _read(item.folder, _IDS, ())
    parallel = [table.column("parallel_id") for _, table in opened.values()]
    merged = pa.chunked_array([chunk for column in parallel for chunk in column.chunks])
    universe = pc.unique(merged)
    universe = universe.take(pc.sort_indices(universe))
    first = {}
    for language, (item, table) in opened.items():
        ids = table.column("example_id").combine_chunks()
        if len(ids) == 0 or pc.count_distinct(ids).as_py() != len(ids):
            raise _unequal("the items of a score are none or doubled", item)
        clusters = table.column("parallel_id").combine_chunks()
        codes = pc.index_in(clusters, universe).to_numpy(zero_copy_only=False)
        first[language] = _Items(
            ids=ids,
            parallel_ids=clusters,
            codes=codes.astype(np.int64),
            named_by=described(item.cell),
        )
    return universe, first


def _order(table: pa.Table, items: _Items, item: PlacedCell) -> Integers:
    """Row of each item of the language, in the order of its first cell."""
    ids = table.column("example_id").combine_chunks()
    parallel = table.column("parallel_id").combine_chunks()
    if ids.equals(items.ids) and parallel.equals(items.parallel_ids):
        return np.arange(len(ids), dtype=np.int64)
    rows = pc.index_in(items.ids, ids)
    if len(ids) != len(items.ids) or rows.null_count:
        raise _unequal(f"items differ from those of {items.named_by}", item)
    if not parallel.take(rows).equals(items.parallel_ids):
        raise _unequal(f"parallel ids differ from those of {items.named_by}", item)
    order: Integers = rows.to_numpy(zero_copy_only=False).astype(np.int64)
    return order


def _read(folder: Path, columns: Sequence[str], counts: tuple[str, ...]) -> pa.Table:
    path = folder / "items.parquet"
    wanted = [*columns, *(f"count_{name}" for name in counts)]
    try:
        # One file at a time, on one thread: thousands of small files, and the sums are the work.
        return pq.ParquetFile(path).read(columns=wanted, use_threads=False).select(wanted)
    except (pa.ArrowInvalid, OSError, KeyError) as error:
        raise DataError(
            "not the item counts of a score",
            place=str(path),
            value=str(error)[:120],
            allowed=", ".join(wanted),
            action="Run `crosswind store verify`, then run again.",
        ) from error


def _unequal(problem: str, item: PlacedCell) -> DataError:
    return DataError(
        problem,
        place=str(item.folder / "items.parquet"),
        value=described(item.cell),
        allowed="the same items for every arm, condition and seed of a task and language",
        action="Score all arms on the same examples.",
    )


def read_correct(folder: Path) -> dict[str, bool]:
    """Item -> whether it is right, of a score by accuracy.

    Raises:
        DataError: if the counts cannot be read.
    """
    table = _read(folder, ["example_id"], ("correct",))
    ids = table.column("example_id").to_pylist()
    right = table.column("count_correct").to_numpy() > 0
    return dict(zip(ids, right.tolist(), strict=True))
