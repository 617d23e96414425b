"""Benchmark: the tasks and languages over which a published benchmark is aggregated."""

from collections.abc import Mapping
from dataclasses import dataclass

from crosswind.core.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkTask:
    """One task of a benchmark.

    Attributes:
        task: name in the catalogue.
        languages: over which its score is averaged, English included where it is one.
        group: of the publication.
        is_retrieval: whether it counts in the retrieval part.
    """

    task: str
    languages: tuple[str, ...]
    group: str
    is_retrieval: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedBaseline:
    """Published scores of one system, in percent.

    Attributes:
        system: its name.
        scores: task -> score, as far as it was published.
        metrics: task -> metric, where it is not the one of the benchmark's aggregation.
        overall: mean over all tasks, or None.
        source: where the numbers stand.
    """

    system: str
    scores: Mapping[str, float]
    metrics: Mapping[str, str]
    overall: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """A benchmark and what was published on it."""

    name: str
    tasks: tuple[BenchmarkTask, ...]
    baselines: tuple[PublishedBaseline, ...] = ()


BENCHMARKS: Registry[Benchmark] = Registry("benchmark", {})
