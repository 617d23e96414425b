"""How often the intervals cover the truth, in simulated studies whose truth is known.

    OMP_NUM_THREADS=1 python studies/coverage.py --studies 4000

One study: a task with three parallel languages (one of them the source language), two arms, clean
text and one severity of noise; the quantities of a benchmark are those of two such tasks. Whether
model k is right on item c follows a probit model,

    m(arm, language, noise) + d(k) + u(c) + v(c, noise) + e > 0,     e ~ N(0, 1),

with u shared by all languages, arms and conditions of a parallel item, v by those of one condition,
and d by all cells of one trained model. Truths are closed expressions: over new items for the
interval over items, over new seeds for the interval over seeds.
"""

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from crosswind.core.seeds import generator
from crosswind.records.benchmark import Benchmark, BenchmarkTask
from crosswind.records.estimate import Cell
from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.benchmark import Tally
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.coverage import Coverage
from crosswind.statistics.cube import TaskCube, task_cube
from crosswind.statistics.finding import TARGETS, TaskSetting
from crosswind.statistics.gain_findings import gain_findings
from crosswind.statistics.grid import TaskGrid, task_grids
from crosswind.statistics.resampling import resampled_values
from crosswind.statistics.sampled import Sampled, estimate_of

Floats = npt.NDArray[np.float64]

ARMS = ("none", "mnli")
LANGUAGES = ("en", "de", "th")
CONDITIONS = (("", 0), ("typo", 3))
ITEM_SD, NOISE_SD, SEED_SD = 0.8, 0.4, 0.15
MEAN = {
    (arm, language, severity): 1.0
    - 0.35 * row
    - 0.2 * severity
    + (0.1 + 0.05 * severity) * (arm == "mnli")
    for arm in ARMS
    for row, language in enumerate(LANGUAGES)
    for _, severity in CONDITIONS
}
TASKS = ("simulated", "simulated_too")
SETTING = TaskSetting(baseline="none", chance=None, collapsed=frozenset())
TASK_QUANTITIES = (
    "score",
    "transfer_gap",
    "robustness_drop",
    "retention",
    "noise_transfer_gap",
    "intermediate_gain",
    "robustness_gain",
)
BENCHMARK_QUANTITIES = (
    "benchmark_score",
    "benchmark_mean_corrupted_score",
    "benchmark_retention",
    "benchmark_gain",
    "benchmark_gain_noisy",
    "benchmark_robustness_gain",
)
QUANTITIES = (*TASK_QUANTITIES, *BENCHMARK_QUANTITIES)

BENCHMARK = Benchmark(
    name="simulated",
    tasks=tuple(
        BenchmarkTask(task=task, languages=LANGUAGES, metric="accuracy", file_metrics=("accuracy",))
        for task in TASKS
    ),
    groups={},
)

Scores = dict[tuple[str, str, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is simulated: metric, training seeds (paired or crossed), items, resamples."""

    name: str
    metric: str
    seeds: tuple[tuple[int, int], ...]
    n_items: int = 200
    n_resamples: int = 2


def grid_of(design: Design, task: str) -> TaskGrid:
    """The cells of one task; folders are names, nothing is read."""
    cells = [
        Cell(
            arm=arm,
            task=task,
            kind="classification" if design.metric == "accuracy" else "tagging",
            metric=design.metric,
            language=language,
            source_language="en",
            perturbation=name,
            severity=severity,
            intermediate_seed=first,
            target_seed=second,
        )
        for arm in ARMS
        for language in LANGUAGES
        for first, second in design.seeds
        for name, severity in CONDITIONS
    ]
    return task_grids(cells, [Path(str(i)) for i in range(len(cells))], "none")[0]


def shifts(design: Design, rng: np.random.Generator) -> dict[tuple[str, tuple[int, int]], float]:
    """Shift d of each trained model: half of its variance from each of the two seeds."""
    found = {}
    for arm in ARMS:
        first = {i: rng.normal(0, SEED_SD / 2**0.5) for i in {i for i, _ in design.seeds}}
        second = {t: rng.normal(0, SEED_SD / 2**0.5) for t in {t for _, t in design.seeds}}
        for i, t in design.seeds:
            found[arm, (i, t)] = first[i] + second[t]
    return found


def simulate(design: Design, grid: TaskGrid, rng: np.random.Generator) -> tuple[TaskCounts, Scores]:
    """Item counts of one task, and the true score of each cell, by seed."""
    n = design.n_items
    moved = shifts(design, rng)
    item = rng.normal(0, ITEM_SD, n)
    noise = {severity: rng.normal(0, NOISE_SD, n) for _, severity in CONDITIONS}
    gold = 1.0 + rng.poisson(1.5, n)
    columns = []
    for placed in grid.cells:
        cell = placed.cell
        mean = MEAN[cell.arm, cell.language, cell.severity] + moved[cell.arm, placed.replicate]
        chance = ndtr(mean + item + noise[cell.severity])
        if design.metric == "accuracy":
            columns.append(np.stack([rng.random(n) < chance, np.ones(n)], axis=1))
        else:
            right = rng.binomial(gold.astype(int), chance)
            columns.append(np.stack([right, right + rng.poisson(0.5, n), gold], axis=1))
    n_cells = len(grid.cells)
    counts = TaskCounts(
        names=("correct", "n") if design.metric == "accuracy" else ("tp", "predicted", "gold"),
        sums=np.stack(columns, axis=1).astype(float),
        flips=np.zeros((n, n_cells)),
        items=np.ones((n, len(LANGUAGES))),
        source_of={placed.folder: i for i, placed in enumerate(grid.cells)},
        language_of=np.array([grid.languages.index(p.cell.language) for p in grid.cells]),
    )
    over_items = {}
    over_seeds = {}
    for key, mean in MEAN.items():
        arm, _, severity = key
        spread = (1 + ITEM_SD**2 + NOISE_SD**2) ** 0.5
        models = [mean + moved[arm, seed] for seed in design.seeds]
        over_items[key] = np.array([value_of(design, ndtr(m / spread)) for m in models])
        given = (mean + item + noise[severity]) / (1 + SEED_SD**2) ** 0.5
        over_seeds[key] = np.array([ndtr(given).mean()])
    return counts, over_items if len(design.seeds) == 1 else over_seeds


def value_of(design: Design, right: float) -> float:
    """The metric if a unit is right with this probability (2.5 gold units an item on average)."""
    return right if design.metric == "accuracy" else 2 * 2.5 * right / (2.5 * right + 0.5 + 2.5)


def truths(score: Scores) -> dict[str, float]:
    """Every quantity from the true scores of the cells, for the arm `mnli`."""

    def mean(arm: str, languages: tuple[str, ...], severities: tuple[int, ...]) -> Floats:
        return np.mean([score[arm, a, s] for a in languages for s in severities], axis=0)

    source, targets = LANGUAGES[:1], LANGUAGES[1:]
    clean, noisy = mean("mnli", targets, (0,)), mean("mnli", targets, (3,))
    base_clean, base_noisy = mean("none", targets, (0,)), mean("none", targets, (3,))
    source_drop = mean("mnli", source, (0,)) - mean("mnli", source, (3,))
    found = {
        "score": clean,
        "transfer_gap": mean("mnli", source, (0,)) - clean,
        "robustness_drop": clean - noisy,
        "retention": noisy / clean,
        "noise_transfer_gap": clean - noisy - source_drop,
        "intermediate_gain": clean - base_clean,
        "robustness_gain": (noisy - clean) - (base_noisy - base_clean),
    }
    return {name: float(value.mean()) for name, value in found.items()}


def benchmark_truths(scores: list[Scores]) -> dict[str, float]:
    """Quantities of the benchmark of these tasks: means over all languages, then over tasks."""

    def mean(arm: str, severity: int) -> Floats:
        return np.mean([score[arm, a, severity] for score in scores for a in LANGUAGES], axis=0)

    clean, noisy = mean("mnli", 0), mean("mnli", 3)
    base_clean, base_noisy = mean("none", 0), mean("none", 3)
    found = {
        "benchmark_score": clean,
        "benchmark_mean_corrupted_score": noisy,
        "benchmark_retention": noisy / clean,
        "benchmark_gain": clean - base_clean,
        "benchmark_gain_noisy": noisy - base_noisy,
        "benchmark_robustness_gain": (noisy - clean) - (base_noisy - base_clean),
    }
    return {name: float(value.mean()) for name, value in found.items()}


def cube_of(
    design: Design, grid: TaskGrid, counts: TaskCounts, rng: np.random.Generator
) -> TaskCube:
    """The values of one task, with resamples."""
    return task_cube(grid, counts, *resampled_values(counts, grid.metric, design.n_resamples, rng))


def estimated(cube: TaskCube) -> dict[str, Sampled]:
    """The quantities of one task as the library estimates them."""
    found: dict[str, Sampled] = {}
    for findings in (arm_findings, gain_findings):
        for item in findings(cube, "mnli", SETTING):
            narrow = item.where.get("severity", 0) == 0 and item.where.get("scope") == TARGETS
            by_noise = bool(item.where.get("perturbation")) != (
                item.quantity == "noise_transfer_gap"
            )
            if item.quantity in TASK_QUANTITIES and narrow and not by_noise and item.sampled:
                found[item.quantity] = item.sampled
    return found


def estimated_benchmark(coverage: Coverage, cubes: list[TaskCube]) -> dict[str, Sampled]:
    """The quantities of the benchmark as the library estimates them."""
    tally = Tally(coverage=coverage, baseline="none")
    for cube in cubes:
        tally.add(cube, SETTING)
    return {
        item.quantity: item.sampled
        for item in tally.findings()
        if (item.where["arm"], item.where.get("part")) == ("mnli", "overall")
        and not item.where.get("perturbation")
        and item.sampled
    }


def coverage(design: Design, kind: str, n_studies: int, seed: int) -> dict[str, float]:
    """Share of studies whose 95% interval of this kind holds the truth."""
    grids = [grid_of(design, task) for task in TASKS]
    benchmark = Coverage.of(BENCHMARK, grids)
    hits = dict.fromkeys(QUANTITIES, 0)
    for study in range(n_studies):
        rng = generator(seed, "coverage", design.name, study)
        cubes, scores = [], []
        for grid in grids:
            counts, score = simulate(design, grid, rng)
            cubes.append(cube_of(design, grid, counts, rng))
            scores.append(score)
        truth = truths(scores[0]) | benchmark_truths(scores)
        found = estimated(cubes[0]) | estimated_benchmark(benchmark, cubes)
        for name in QUANTITIES:
            bands = estimate_of(name, {}, found[name], (), 0.95).intervals
            (band,) = [item for item in bands if item.kind == kind]
            hits[name] += band.low <= truth[name] <= band.high
    return {name: hit / n_studies for name, hit in hits.items()}


def designs(n_resamples: int) -> list[tuple[Design, str]]:
    """What the table shows."""
    paired = {n: tuple((i, i) for i in range(1, n + 1)) for n in (1, 3, 5)}
    crossed = tuple((i, t) for i in (1, 2, 3) for t in (1, 2, 3))
    return [
        (
            Design(
                name="items, accuracy", metric="accuracy", seeds=paired[1], n_resamples=n_resamples
            ),
            "items",
        ),
        (
            Design(name="items, F1", metric="entity_f1", seeds=paired[1], n_resamples=n_resamples),
            "items",
        ),
        (Design(name="3 paired seeds", metric="accuracy", seeds=paired[3]), "seeds"),
        (Design(name="5 paired seeds", metric="accuracy", seeds=paired[5]), "seeds"),
        (Design(name="3 x 3 crossed seeds", metric="accuracy", seeds=crossed), "seeds"),
    ]


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--studies", type=int, default=4000)
    parser.add_argument("--resamples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    table: dict[str, dict[str, float]] = {}
    for design, kind in designs(options.resamples):
        start = time.perf_counter()
        table[design.name] = coverage(design, kind, options.studies, options.seed)
        seconds = time.perf_counter() - start
        print(f"{design.name}: {seconds:.0f} s", flush=True)
    print("| quantity | " + " | ".join(table) + " |")
    print("|---|" + "---:|" * len(table))
    for name in QUANTITIES:
        cells = " | ".join(f"{100 * row[name]:.1f}" for row in table.values())
        print(f"| {name} | {cells} |")


if __name__ == "__main__":
    main()
