"""How often the intervals cover the truth, in simulated studies whose truth is known.

    OMP_NUM_THREADS=1 python studies/coverage.py --studies 4000

One study: a task with parallel languages (one of them the source language), two arms, clean text
and one severity of noise; the quantities of a benchmark are those of two such tasks. Whether
model k is right on item c follows a probit model,

    m(arm, language, noise) + d(k) + u(c) + v(c, noise) + e > 0,     e ~ N(0, 1),

with u shared by all languages, arms and conditions of a parallel item, v by those of one condition,
and d by all cells of one trained model. Truths are closed expressions: over new items for the
interval over items, over new seeds for the interval over seeds. Under no effect, both arms are the
same model (items) or draws of the same models (seeds), and an interval of a gain that leaves zero
out is a false positive.

Quantities that count, choose or take the lowest are simulated by `studies/extremes.py`.
"""

import argparse
import time
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from simulated import simulated_grid

from crosswind.core.seeds import generator
from crosswind.records.benchmark import Benchmark, BenchmarkTask
from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.benchmark import Tally
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.coverage import Coverage
from crosswind.statistics.cube import TaskCube, task_cube
from crosswind.statistics.error_findings import error_findings
from crosswind.statistics.finding import TARGETS, TaskSetting
from crosswind.statistics.gain_findings import gain_findings
from crosswind.statistics.grid import TaskGrid
from crosswind.statistics.resampling import resampled_values
from crosswind.statistics.robustness import log_odds
from crosswind.statistics.runs import Runs, interquartile_mean
from crosswind.statistics.sampled import Sampled, estimate_of

Floats = npt.NDArray[np.float64]

ARMS = ("none", "mnli")
LANGUAGES = ("en", "de", "th")
CHANCE = 1 / 3
CONDITIONS = (("", 0), ("typo", 3))
ITEM_SD, NOISE_SD, SEED_SD = 0.8, 0.4, 0.15
TASKS = ("simulated", "simulated_too")
SETTING = TaskSetting(baseline="none", chance=CHANCE, collapsed=frozenset())
GAINS = (
    "intermediate_gain",
    "intermediate_gain_noisy",
    "robustness_gain",
    "robustness_gain_logit",
    "robustness_gain_chance_adjusted",
)
TASK_QUANTITIES = (
    "score",
    "mean_corrupted_score",
    "transfer_gap",
    "robustness_drop",
    "retention",
    "retention_chance_adjusted",
    "noise_transfer_gap",
    *GAINS,
    "mean_corruption_error",
    "relative_mean_corruption_error",
)
BENCHMARK_QUANTITIES = (
    "benchmark_score",
    "benchmark_mean_corrupted_score",
    "benchmark_retention",
    "benchmark_gain",
    "benchmark_gain_noisy",
    "benchmark_robustness_gain",
)
# A mean over seeds has the interval over items alone: its runs are the seeds.
ITEMS_ONLY = ("interquartile_mean_gain",)
QUANTITIES = (*TASK_QUANTITIES, *BENCHMARK_QUANTITIES, *ITEMS_ONLY)
DIFFERENCES = (*GAINS, "benchmark_gain", "benchmark_gain_noisy", "benchmark_robustness_gain")

Scores = dict[tuple[str, str, int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is simulated.

    Attributes:
        name: column of the table.
        kind: of the interval that is checked.
        seeds: of training, paired or crossed.
        metric: accuracy or entity_f1.
        languages: the source language first.
        sizes: share of the items that each language has.
        level: of the scores, on the scale of the probit model.
        has_effect: whether the arms differ.
        n_items, n_resamples: of the task with most items; draws of the bootstrap.
    """

    name: str
    kind: str
    seeds: tuple[tuple[int, int], ...]
    metric: str = "accuracy"
    languages: tuple[str, ...] = LANGUAGES
    sizes: tuple[float, ...] = (1.0, 1.0, 1.0)
    level: float = 1.0
    has_effect: bool = True
    n_items: int = 200
    n_resamples: int = 2

    @property
    def seed_sd(self) -> float:
        """Without an effect, models of one seed are one model."""
        return SEED_SD if self.has_effect or self.kind == "seeds" else 0.0

    def mean(self, arm: str, language: str, severity: int) -> float:
        """m(arm, language, noise) of the model."""
        gain = (0.1 + 0.05 * severity) * (arm == "mnli" and self.has_effect)
        return self.level - 0.35 * self.languages.index(language) - 0.2 * severity + gain


def benchmark_of(design: Design) -> Benchmark:
    """A benchmark of both tasks."""
    tasks = (
        BenchmarkTask(
            task=task,
            languages=design.languages,
            metric="accuracy",
            file_metrics=("accuracy",),
        )
        for task in TASKS
    )
    return Benchmark(name="simulated", tasks=tuple(tasks), groups={})


def grid_of(design: Design, task: str) -> TaskGrid:
    """The cells of one task."""
    kind = "classification" if design.metric == "accuracy" else "tagging"
    spots = product(ARMS, design.languages, design.seeds, CONDITIONS)
    return simulated_grid(spots, task=task, kind=kind, metric=design.metric)


def shifts(design: Design, rng: np.random.Generator) -> dict[tuple[str, tuple[int, int]], float]:
    """Shift d of each trained model: half of its variance from each of the two seeds."""
    found = {}
    sd = design.seed_sd / 2**0.5
    for arm in ARMS:
        first = {i: rng.normal(0, sd) for i in {i for i, _ in design.seeds}}
        second = {t: rng.normal(0, sd) for t in {t for _, t in design.seeds}}
        for i, t in design.seeds:
            found[arm, (i, t)] = first[i] + second[t]
    return found


def simulate(design: Design, grid: TaskGrid, rng: np.random.Generator) -> tuple[TaskCounts, Scores]:
    """Item counts of one task, and the true score of each cell, by seed."""
    n = design.n_items
    moved = shifts(design, rng)
    item = rng.normal(0, ITEM_SD, n)
    noise = {severity: rng.normal(0, NOISE_SD, n) for _, severity in CONDITIONS}
    present = np.arange(n)[:, None] < np.round(np.array(design.sizes) * n)[None, :]
    gold = 1.0 + rng.poisson(1.5, n)
    columns = []
    for placed in grid.cells:
        cell = placed.cell
        mean = design.mean(cell.arm, cell.language, cell.severity)
        mean += moved[cell.arm, placed.replicate]
        there = present[:, design.languages.index(cell.language)]
        chance = ndtr(mean + item + noise[cell.severity])
        if design.metric == "accuracy":
            found = np.stack([rng.random(n) < chance, np.ones(n)], axis=1)
        else:
            right = rng.binomial(gold.astype(int), chance)
            found = np.stack([right, right + rng.poisson(0.5, n), gold], axis=1)
        columns.append(found * there[:, None])
    n_cells = len(grid.cells)
    counts = TaskCounts(
        names=("correct", "n") if design.metric == "accuracy" else ("tp", "predicted", "gold"),
        sums=np.stack(columns, axis=1).astype(float),
        flips=np.zeros((n, n_cells)),
        items=present[:, [design.languages.index(name) for name in grid.languages]].astype(float),
        source_of={placed.folder: i for i, placed in enumerate(grid.cells)},
        language_of=np.array([grid.languages.index(p.cell.language) for p in grid.cells]),
    )
    over_items = {}
    over_seeds = {}
    for key in ((a, b, c) for a in ARMS for b in design.languages for _, c in CONDITIONS):
        arm, language, severity = key
        mean = design.mean(*key)
        there = present[:, design.languages.index(language)]
        spread = (1 + ITEM_SD**2 + NOISE_SD**2) ** 0.5
        models = [mean + moved[arm, seed] for seed in design.seeds]
        over_items[key] = np.array([value_of(design, ndtr(m / spread)) for m in models])
        given = (mean + item + noise[severity]) / (1 + design.seed_sd**2) ** 0.5
        over_seeds[key] = np.array([ndtr(given)[there].mean()])
    return counts, over_items if design.kind == "items" else over_seeds


def value_of(design: Design, right: float) -> float:
    """The metric if a unit is right with this probability (2.5 gold units an item on average)."""
    return right if design.metric == "accuracy" else 2 * 2.5 * right / (2.5 * right + 0.5 + 2.5)


def truths(design: Design, score: Scores) -> dict[str, float]:
    """Every quantity from the true scores of the cells, for the arm `mnli`."""

    def mean(arm: str, languages: tuple[str, ...], severities: tuple[int, ...]) -> Floats:
        found = [score[arm, a, s] for a in languages for s in severities]
        return np.asarray(np.mean(found, axis=0))

    def odds(arm: str, severity: int) -> Floats:
        # The empirical logit of as many items as there are is what a study estimates.
        sizes = dict(zip(design.languages, design.sizes, strict=True))
        found = [
            log_odds(score[arm, name, severity], round(sizes[name] * design.n_items))
            for name in targets
        ]
        return np.asarray(np.mean(found, axis=0))

    source, targets = design.languages[:1], design.languages[1:]
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
        "mean_corrupted_score": noisy,
        "retention_chance_adjusted": (noisy - CHANCE) / (clean - CHANCE),
        "intermediate_gain_noisy": noisy - base_noisy,
        "interquartile_mean_gain": interquartile_mean(clean - base_clean),
        "robustness_gain_logit": odds("mnli", 3)
        - odds("mnli", 0)
        - odds("none", 3)
        + odds("none", 0),
        "robustness_gain_chance_adjusted": (noisy - CHANCE) / (clean - CHANCE)
        - (base_noisy - CHANCE) / (base_clean - CHANCE),
        "mean_corruption_error": (1 - noisy) / (1 - base_noisy),
        "relative_mean_corruption_error": (clean - noisy) / (base_clean - base_noisy),
    }
    return {name: float(np.mean(value)) for name, value in found.items()}


def benchmark_truths(design: Design, scores: list[Scores]) -> dict[str, float]:
    """Quantities of the benchmark of these tasks: means over all languages, then over tasks."""

    def mean(arm: str, severity: int) -> Floats:
        found = [score[arm, a, severity] for score in scores for a in design.languages]
        return np.asarray(np.mean(found, axis=0))

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
    for findings in (arm_findings, gain_findings, error_findings):
        for item in findings(cube, "mnli", SETTING):
            narrow = item.where.get("severity", 0) == 0 and item.where.get("scope") == TARGETS
            by_noise = bool(item.where.get("perturbation")) != (
                item.quantity == "noise_transfer_gap"
            )
            if item.quantity in TASK_QUANTITIES and narrow and not by_noise and item.sampled:
                found[item.quantity] = item.sampled
    runs = Runs(baseline="none")
    runs.add(cube, "mnli", SETTING)
    for item in runs.findings():
        if item.quantity in ITEMS_ONLY and item.sampled:
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


def coverage(design: Design, n_studies: int, seed: int) -> dict[str, float]:
    """Share of studies whose 95% interval of the design's kind holds the truth."""
    grids = [grid_of(design, task) for task in TASKS]
    benchmark = Coverage.of(benchmark_of(design), grids)
    names = [name for name in QUANTITIES if design.kind == "items" or name not in ITEMS_ONLY]
    hits, given = dict.fromkeys(names, 0), dict.fromkeys(names, 0)
    for study in range(n_studies):
        rng = generator(seed, "coverage", design.name, study)
        cubes, scores = [], []
        for grid in grids:
            counts, score = simulate(design, grid, rng)
            cubes.append(cube_of(design, grid, counts, rng))
            scores.append(score)
        truth = truths(design, scores[0]) | benchmark_truths(design, scores)
        found = estimated(cubes[0]) | estimated_benchmark(benchmark, cubes)
        for name in names:
            # A ratio to a reference that lost nothing is not given, and no interval fails.
            if name not in found:
                continue
            bands = estimate_of(name, {}, found[name], (), 0.95).intervals
            for band in bands:
                if band.kind == design.kind:
                    given[name] += 1
                    hits[name] += band.low <= truth[name] <= band.high
    return {name: hit / max(given[name], 1) for name, hit in hits.items()}


def designs(n_resamples: int) -> dict[str, list[Design]]:
    """What each table shows."""
    paired = {n: tuple((i, i) for i in range(1, n + 1)) for n in (1, 2, 3, 4, 5)}
    crossed = {n: tuple((i, t) for i, _ in paired[n] for t, _ in paired[n]) for n in (3, 5)}

    def items(name: str, n_seeds: int = 1, **more: Any) -> Design:
        return Design(
            name=name, kind="items", seeds=paired[n_seeds], n_resamples=n_resamples, **more
        )

    def seeds(name: str, n_seeds: int, **more: Any) -> Design:
        return Design(name=name, kind="seeds", seeds=paired[n_seeds], **more)

    few: dict[str, Any] = {"languages": ("en", "de"), "sizes": (1.0, 1.0)}
    unequal: dict[str, Any] = {"sizes": (1.0, 0.6, 0.3)}
    ceiling: dict[str, Any] = {"level": 2.5}
    return {
        "plain": [
            items("items, accuracy"),
            items("items, F1", metric="entity_f1"),
            items("items, 2 seeds", 2),
            seeds("3 paired seeds", 3),
            seeds("4 paired seeds", 4),
            seeds("5 paired seeds", 5),
            Design(name="3 x 3 crossed seeds", kind="seeds", seeds=crossed[3]),
            Design(name="5 x 5 crossed seeds", kind="seeds", seeds=crossed[5]),
        ],
        "stress": [
            items("items, one target language", **few),
            items("items, unequal sizes", **unequal),
            items("items, ceiling", **ceiling),
            seeds("3 seeds, ceiling", 3, **ceiling),
            seeds("5 seeds, one target language", 5, **few),
            seeds("5 seeds, unequal sizes", 5, **unequal),
            seeds("5 seeds, ceiling", 5, **ceiling),
        ],
        "no effect": [
            items("items", has_effect=False),
            items("items, unequal sizes", has_effect=False, **unequal),
            seeds("3 paired seeds", 3, has_effect=False),
            seeds("5 paired seeds", 5, has_effect=False),
            seeds("5 seeds, ceiling", 5, has_effect=False, **ceiling),
        ],
    }


def main() -> None:
    """Print the tables as Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--studies", type=int, default=4000)
    parser.add_argument("--resamples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--table", choices=["all", *designs(2)], default="all")
    parser.add_argument("--designs", nargs="*", help="names of columns; all by default")
    options = parser.parse_args()
    for name, columns in designs(options.resamples).items():
        wanted = [item for item in columns if item.name in (options.designs or [item.name])]
        if options.table in {"all", name} and wanted:
            print_table(name, wanted, options.studies, options.seed)


def print_table(name: str, columns: list[Design], n_studies: int, seed: int) -> None:
    """Coverage in percent, or the share of false positives where there is no effect."""
    table: dict[str, dict[str, float]] = {}
    for design in columns:
        start = time.process_time()
        table[design.name] = coverage(design, n_studies, seed)
        print(f"{name}, {design.name}: {time.process_time() - start:.0f} s", flush=True)
    print("| quantity | " + " | ".join(table) + " |")
    print("|---|" + "---:|" * len(table))
    is_null = name == "no effect"
    for quantity in DIFFERENCES if is_null else QUANTITIES:
        found = [row.get(quantity) for row in table.values()]
        shares = [value if value is None or not is_null else 1 - value for value in found]
        cells = " | ".join("" if value is None else f"{100 * value:.1f}" for value in shares)
        print(f"| {quantity} | {cells} |")
    print(flush=True)


if __name__ == "__main__":
    main()
