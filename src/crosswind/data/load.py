"""The load_examples step: files -> checked, sampled examples."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from crosswind.config.run_options import RunOptions
from crosswind.core.errors import DataError
from crosswind.core.languages import languages_of
from crosswind.core.registry import Registry
from crosswind.data.catalogue import TASKS
from crosswind.data.holdout import hold_out_examples
from crosswind.data.hub import HUB_ROWS, planned_door
from crosswind.data.hub_sources import HUB_SOURCES
from crosswind.data.pairing import joined_pair, split_source
from crosswind.data.parquet_rows import read_rows
from crosswind.data.pool import check_gold_is_in_pool
from crosswind.data.sample import sample_clusters
from crosswind.data.sources import Found, find_sources
from crosswind.data.task import Part, Placed, Reader, Reading, Source, Task, reader_of
from crosswind.data.translated import with_original
from crosswind.data.validate import RowRules, check_rows
from crosswind.records.codecs import write_examples
from crosswind.records.example import Example


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadParams:
    """What decides the examples.

    Attributes:
        task: name in the catalogue.
        language: canonical tag, or a pair of them (`de+en`).
        split: a split of the card, or "all".
        part: the examples, or the candidates that they are searched in.
        pool: languages whose candidates the examples are searched in, as `pool.pool_languages`
            gives them; empty for a task without candidates, and for candidates.
        held_out: "" for the whole split; else the split is cut in two as a source with one split
            is: "kept" trains, "held_out" selects.
        max_examples: size of the sample; 0 keeps all.
        sample_seed: seed of the sample.
        sources: file name -> SHA-256, as found when the plan was made.
    """

    task: str
    language: str
    split: str
    part: Part = "examples"
    pool: Sequence[str] = ()
    held_out: Literal["", "kept", "held_out"] = ""
    max_examples: int = 0
    sample_seed: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)


def load_examples(params: LoadParams, *, out: Path, options: RunOptions) -> dict[str, object]:
    """Read, check and sample one task x language x split; write `examples.parquet`.

    Raises:
        DataError: if a file is missing, malformed, or not the one that was planned with.
    """
    task = TASKS.get(params.task)
    found = find_sources(
        task,
        params.language,
        params.split,
        options.data_root,
        part=params.part,
        pool=params.pool,
        hub=planned_door(params.sources, offline=options.offline),
    )
    _check_digests(params, found)
    reading = read_split(task, found, params.language, params.split, part=params.part)
    examples = [row.example for row in reading.rows]
    if params.held_out:
        examples = hold_out_examples(examples, params.held_out)
    sample = sample_clusters(examples, params.max_examples, params.sample_seed)
    write_examples(out, sample)
    labels = Counter(example.label for example in sample if example.label)
    tags = Counter(tag for example in sample for tag in example.tags)
    return {
        "examples_read": len(examples),
        "examples": len(sample),
        "clusters": len({example.parallel_id for example in sample}),
        "left_out": dict(sorted(reading.left_out.items())),
        "repaired": dict(sorted(reading.repaired.items())),
        "labels": dict(sorted(labels.items())),
        "tags": dict(sorted(tags.items())),
    }


def read_task(
    name: str,
    language: str,
    split: str,
    data_root: Path,
    *,
    part: Part = "examples",
    pool: Sequence[str] = (),
    tasks: Registry[Task] = TASKS,
) -> list[Example]:
    """All checked examples (or candidates) of a split, for notebooks.

    Args:
        name: the task.
        language: canonical tag.
        split: a split of its card, or "all".
        data_root: folder of official files.
        part: the examples, or the candidates that they are searched in.
        pool: languages of a shared pool; empty: the examples' own language.
        tasks: the catalogue; a larger one serves tasks of one's own.
    """
    task = tasks.get(name)
    found = find_sources(task, language, split, data_root, part=part, pool=pool)
    return read_examples(task, found, language, split, part=part)[0]


def read_examples(
    task: Task, found: Found, language: str, split: str, *, part: Part = "examples"
) -> tuple[list[Example], dict[str, int]]:
    """Checked examples (or candidates) of a split, and how many rows were left out, by reason."""
    reading = read_split(task, found, language, split, part=part)
    return [row.example for row in reading.rows], dict(reading.left_out)


def read_split(task: Task, found: Found, language: str, split: str, *, part: Part) -> Reading:
    """The checked rows of a split, and what was left out or repaired.

    Under the split "all", ids get their split in front where two splits use the same, because two
    files may count their lines from zero alike.
    """
    parts: dict[str, list[Placed]] = {}
    left_out: Counter[str] = Counter()
    repaired: Counter[str] = Counter()
    rules = RowRules.of(task, part)
    for name, source in found.sources.items():
        reading = _read(task, source, language, name, part)
        origin = str(next(iter(source.files.values()))[0])
        check_rows(reading.rows, rules, language, origin=origin)
        check_gold_is_in_pool(reading.rows, task, source, name)
        parts[name] = list(reading.rows)
        left_out.update(reading.left_out)
        repaired.update(reading.repaired)
    if _ids_meet(parts):
        parts = {name: [_with_prefix(row, name) for row in rows] for name, rows in parts.items()}
    merged = [row for rows in parts.values() for row in rows]
    return Reading(rows=merged, left_out=left_out, repaired=repaired)


def _read(task: Task, source: Source, language: str, split: str, part: Part) -> Reading:
    """The rows of one split; a pair of languages without files of its own is joined from both."""
    if part == "candidates":
        assert task.candidates is not None, f"{task.card.name} has no candidates"
        return reader_of(task.candidates.read)(source, language, split)
    read = _read_hub(task) if HUB_ROWS in source.files else reader_of(task.read)
    if source.original is not None:
        own = read(source.original, task.card.source_language, split)
        return with_original(read(source, language, split), own)
    first, second = languages_of(language)
    if first == second or task.has_pair_files:
        return read(source, language, split)
    one, other = split_source(source)
    readings = read(one, first, split), read(other, second, split)
    return joined_pair(*readings, second, task.card.kind)


def _read_hub(task: Task) -> Reader:
    """The reader of the parquet files of a task."""
    hub = HUB_SOURCES[task.card.name]

    def read(source: Source, language: str, split: str) -> Reading:
        rows = read_rows(source.files[HUB_ROWS], hub.columns, hub.label_names)
        return hub.read(rows, language, split)

    return read


def _ids_meet(parts: Mapping[str, Sequence[Placed]]) -> bool:
    """Whether an id stands in two splits; within one it was checked already."""
    counts = Counter(row.example.example_id for rows in parts.values() for row in rows)
    return any(count > 1 for count in counts.values())


def _with_prefix(row: Placed, part: str) -> Placed:
    example = row.example
    renamed = replace(
        example,
        example_id=f"{part}-{example.example_id}",
        parallel_id=f"{part}-{example.parallel_id}",
    )
    return replace(row, example=renamed)


def _check_digests(params: LoadParams, found: Found) -> None:
    planned = dict(params.sources)
    if planned == found.digests:
        return
    for name in sorted({*planned, *found.digests}):
        if planned.get(name) != found.digests.get(name):
            raise DataError(
                "the file is not the one that the plan was made with",
                place=str(found.paths.get(name, name)),
                value=found.digests.get(name, "absent"),
                allowed=planned.get(name, "no such file"),
                action="Plan again, or put the file back.",
            )
