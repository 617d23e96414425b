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
from crosswind.data.pairing import joined_pair, split_source
from crosswind.data.pool import check_gold_is_in_pool
from crosswind.data.sample import sample_clusters
from crosswind.data.sources import Found, find_sources
from crosswind.data.task import ALL, Part, Placed, Reading, Source, Task, reader_of
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
    )
    _check_digests(params, found)
    examples, left_out = read_examples(task, found, params.language, params.split, part=params.part)
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
        "left_out": dict(sorted(left_out.items())),
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
    """Checked examples (or candidates) of a split, and how many rows were left out, by reason.

    Under the split "all", ids of files that differ between splits get the split in front, because
    two files may count their lines from zero alike.
    """
    rows: list[Placed] = []
    left_out: Counter[str] = Counter()
    prefix = split == ALL and _has_several_files(found)
    rules = RowRules.of(task, part)
    for name, source in found.sources.items():
        reading = _read(task, source, language, name, part)
        origin = str(next(iter(source.files.values()))[0])
        check_rows(reading.rows, rules, language, origin=origin)
        check_gold_is_in_pool(reading.rows, task, source, name)
        rows.extend(_with_prefix(row, name) if prefix else row for row in reading.rows)
        left_out.update(reading.left_out)
    if len(found.sources) > 1:
        check_rows(rows, rules, language, origin=str(rows[0].place))
    return [row.example for row in rows], dict(left_out)


def _read(task: Task, source: Source, language: str, split: str, part: Part) -> Reading:
    """The rows of one split; a pair of languages without files of its own is joined from both."""
    if part == "candidates":
        assert task.candidates is not None, f"{task.card.name} has no candidates"
        return reader_of(task.candidates.read)(source, language, split)
    read = reader_of(task.read)
    first, second = languages_of(language)
    if first == second or task.has_pair_files:
        return read(source, language, split)
    one, other = split_source(source)
    return joined_pair(read(one, first, split), read(other, second, split), second)


def _has_several_files(found: Found) -> bool:
    def paths(source: Source) -> list[Path]:
        return sorted(path for group in source.files.values() for path in group)

    first, *others = (paths(source) for source in found.sources.values())
    return any(other != first for other in others)


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
