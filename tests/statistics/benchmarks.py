"""A small benchmark of invented tasks, and cubes of it."""

from crosswind.records.benchmark import Benchmark, BenchmarkTask
from crosswind.statistics.benchmark import Tally
from crosswind.statistics.coverage import Coverage
from crosswind.statistics.finding import TaskSetting
from tests.statistics.grids import cube_of


def task_of(name, *languages, is_retrieval=False):
    return BenchmarkTask(
        task=name,
        languages=languages,
        metric="accuracy",
        file_metrics=("accuracy",),
        is_retrieval=is_retrieval,
    )


SMALL = Benchmark(
    name="small",
    tasks=(task_of("pairs", "en", "de"), task_of("search", "de", is_retrieval=True)),
    groups={"sentence pairs": ("pairs",), "both": ("pairs", "search")},
)
SETTING = TaskSetting(baseline="none", chance=None, collapsed=frozenset())


def coverage_of(benchmark, **shares):
    """Coverage and cubes from task -> {(arm, language, perturbation, severity): share}."""
    cubes = [cube_of(found, task=task)[0] for task, found in shares.items()]
    return Coverage.of(benchmark, [cube.grid for cube in cubes]), cubes


def tally_of(benchmark, **shares):
    """A tally that has taken in every task."""
    coverage, cubes = coverage_of(benchmark, **shares)
    tally = Tally(coverage=coverage, baseline="none")
    for cube in cubes:
        tally.add(cube, SETTING)
    return tally
