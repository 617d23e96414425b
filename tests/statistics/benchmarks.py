"""A small benchmark of invented tasks, and cubes of it."""

from crosswind.records.benchmark import Benchmark, BenchmarkTask
from crosswind.statistics.benchmark import Tally
from crosswind.statistics.coverage import Coverage
from crosswind.statistics.finding import TaskSetting
from tests.statistics.grids import cube_of

SMALL = Benchmark(
    name="small",
    tasks=(
        BenchmarkTask(
            task="pairs", languages=("en", "de"), group="sentence pairs", is_retrieval=False
        ),
        BenchmarkTask(task="search", languages=("de",), group="retrieval", is_retrieval=True),
    ),
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
