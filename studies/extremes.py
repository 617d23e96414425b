"""How often intervals cover the truth of quantities that count, choose or take the lowest.

    OMP_NUM_THREADS=1 python studies/extremes.py --studies 4000

The model of `studies/coverage.py`, with three arms, two perturbations and four parallel languages,
one of them the source language. Its truths:

- `flip_rate`: the probability that a clean and a noisy answer to one item differ in being right
  (the simulated task has two labels, so that this is whether they differ at all);
- `worst_case`: over items, the lowest over perturbations of the true scores of these models; over
  seeds, the mean over new trainings of the lowest score (Clark 1961 on the lower of two normals);
- `best_arm_gain`: the true gains of the arms that the study chose, fairly (`nested`) or on the
  scores that it reports (`oracle`, which is optimistic by construction and never judges a claim);
- `probability_of_improvement`: the share of pairs of these models whose true scores are ordered
  so. It has no interval over seeds: its runs are the seeds.

`ties` is the hard case of all four: both perturbations hurt alike, and all arms are equally good.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr
from simulated import simulated_grid

from crosswind.core.seeds import generator
from crosswind.statistics.arm_findings import arm_findings
from crosswind.statistics.best_arm import best_arm_findings
from crosswind.statistics.counts import TaskCounts
from crosswind.statistics.cube import TaskCube, task_cube
from crosswind.statistics.finding import Finding, TaskSetting
from crosswind.statistics.grid import Replicate, TaskGrid
from crosswind.statistics.resampling import resampled_values
from crosswind.statistics.runs import Runs, probability_of_improvement
from crosswind.statistics.sampled import estimate_of

Floats = npt.NDArray[np.float64]

ARMS = ("none", "mnli", "squad")
CONDITIONS = (("", 0), ("ocr", 3), ("typo", 3))
ITEM_SD, NOISE_SD, SEED_SD = 0.8, 0.4, 0.15
SETTING = TaskSetting(baseline="none", chance=None, collapsed=frozenset())
QUANTITIES = (
    "flip_rate",
    "worst_case",
    "best_arm_gain, nested",
    "best_arm_gain, oracle",
    "probability_of_improvement",
)
# Nodes and weights of the mean over a standard normal.
_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What is simulated.

    Attributes:
        name: column of the table.
        kind: of the interval that is checked.
        seeds: of training, paired or crossed.
        languages: the source language first.
        sizes: share of the items that each language has.
        level: of the scores, on the scale of the probit model.
        is_tied: whether arms and perturbations are alike.
        n_items, n_resamples: of the largest language; draws of the bootstrap.
    """

    name: str
    kind: str
    seeds: tuple[Replicate, ...]
    languages: tuple[str, ...] = ("en", "de", "sw", "th")
    sizes: tuple[float, ...] = (1.0, 1.0, 1.0, 1.0)
    level: float = 1.0
    is_tied: bool = False
    n_items: int = 200
    n_resamples: int = 2

    def means(self) -> Floats:
        """m(arm, language, condition)."""
        gains = [0.0, 0.0, 0.0] if self.is_tied else [0.0, 0.1, 0.2]
        drops = [0.0, 0.6, 0.6] if self.is_tied else [0.0, 0.4, 0.6]
        languages = 0.2 * np.arange(len(self.languages))
        found: Floats = (
            self.level
            + np.array(gains)[:, None, None]
            - languages[None, :, None]
            - np.array(drops)[None, None, :]
        )
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a simulated study is drawn from.

    Attributes:
        shifts: arms x seeds: d of each trained model.
        items: u of each item.
        noises: items x conditions: v.
        present: items x languages.
    """

    shifts: Floats
    items: Floats
    noises: Floats
    present: npt.NDArray[np.bool_]


def world_of(design: Design, rng: np.random.Generator) -> World:
    """Items and trained models; half of the variance of a model is from each of its two seeds."""
    n = design.n_items
    shifts = np.zeros((len(ARMS), len(design.seeds)))
    for arm in range(len(ARMS)):
        for side in (0, 1):
            drawn = {seed[side]: rng.normal(0, SEED_SD / 2**0.5) for seed in design.seeds}
            shifts[arm] += [drawn[seed[side]] for seed in design.seeds]
    return World(
        shifts=shifts,
        items=rng.normal(0, ITEM_SD, n),
        noises=rng.normal(0, NOISE_SD, (n, len(CONDITIONS))),
        present=np.arange(n)[:, None] < np.round(np.array(design.sizes) * n)[None, :],
    )


def counts_of(design: Design, grid: TaskGrid, world: World, rng: np.random.Generator) -> TaskCounts:
    """Answers of every model to every item, as sums and flips of clusters of one item."""
    means = design.means()
    n, n_cells = design.n_items, len(grid.cells)
    right, flips = np.zeros((n, n_cells, 2)), np.zeros((n, n_cells))
    clean: dict[tuple[int, int, int], Floats] = {}
    for position, placed in enumerate(grid.cells):
        arm, language = ARMS.index(placed.cell.arm), design.languages.index(placed.cell.language)
        seed, condition = design.seeds.index(placed.replicate), CONDITIONS.index(placed.condition)
        latent = means[arm, language, condition] + world.shifts[arm, seed] + world.items
        found = latent + world.noises[:, condition] + rng.normal(0, 1, n) > 0
        there = world.present[:, language]
        right[:, position] = np.stack([found & there, there], axis=1)
        flips[:, position] = (found != clean.setdefault((arm, language, seed), found)) & there
    rows = [design.languages.index(name) for name in grid.languages]
    return TaskCounts(
        names=("correct", "n"),
        sums=right,
        flips=flips,
        items=world.present[:, rows].astype(float),
        source_of={placed.folder: i for i, placed in enumerate(grid.cells)},
        language_of=np.array([grid.languages.index(p.cell.language) for p in grid.cells]),
    )


def over_items(design: Design, world: World) -> tuple[Floats, float, float]:
    """(scores arms x seeds x targets x conditions, flip rate, worst case) of these models."""
    means = design.means()[:, None, 1:, :] + world.shifts[:, :, None, None]
    scores: Floats = ndtr(means / (1 + ITEM_SD**2 + NOISE_SD**2) ** 0.5)
    given = ndtr((means[1][..., None] + ITEM_SD * _NODES) / (1 + NOISE_SD**2) ** 0.5)
    flips = (_differ(given[:, :, 0], given[:, :, 2]) * _WEIGHTS).sum(axis=-1)
    worst = scores[1].mean(axis=1)[:, 1:].min(axis=1)
    return scores, float(flips.mean()), float(worst.mean())


def over_seeds(design: Design, world: World) -> tuple[Floats, float, float]:
    """The same of new trainings on these items; the axis of seeds has one entry, their mean."""
    base = design.means()[:, 1:, :, None] + world.items + world.noises.T[None, None]
    there = world.present[:, 1:].T[:, None, :]
    share = there / there.sum(axis=-1, keepdims=True)
    scores = (ndtr(base / (1 + SEED_SD**2) ** 0.5) * share).sum(axis=-1)
    flips, worst = 0.0, 0.0
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        right = ndtr(base[1] + SEED_SD * node)
        flips += weight * (_differ(right[:, 0], right[:, 2]) * share[:, 0]).sum() / len(right)
        parts = (right * share).sum(axis=-1).mean(axis=0)[1:]
        spread = (right * (1 - right) * share**2).sum(axis=-1).sum(axis=0)[1:] / len(right) ** 2
        worst += weight * lower_of_two(parts, float(spread.sum() ** 0.5))
    return scores[:, None], float(flips), float(worst)


def lower_of_two(means: Floats, spread: float) -> float:
    """Mean of the lower of two normals, from both means and the deviation of their difference.

    Source: Clark 1961, The greatest of a finite set of random variables, Operations Research 9(2).
    """
    apart = (means[1] - means[0]) / spread
    density = np.exp(-(apart**2) / 2) / (2 * np.pi) ** 0.5
    return float(means[0] * ndtr(apart) + means[1] * ndtr(-apart) - spread * density)


def _differ(first: Floats, second: Floats) -> Floats:
    found: Floats = first * (1 - second) + second * (1 - first)
    return found


def truths(design: Design, world: World, cube: TaskCube) -> dict[str, float]:
    """Every quantity, for the arm `mnli` where it is of one arm."""
    scores, flips, worst = (over_items if design.kind == "items" else over_seeds)(design, world)
    clean = scores[..., 0]
    gains = (clean[1:] - clean[0]).mean(axis=1)
    better = probability_of_improvement(clean[1].mean(axis=1), clean[0].mean(axis=1))
    chosen = {name: best.tolist() for name, best in choices(design, cube).items()}
    return {
        "flip_rate": flips,
        "worst_case": worst,
        "probability_of_improvement": float(better),
        **{
            f"best_arm_gain, {name}": float(gains[best, range(len(best))].mean())
            for name, best in chosen.items()
        },
    }


def choices(design: Design, cube: TaskCube) -> dict[str, npt.NDArray[np.int64]]:
    """The arm that the study chooses for each target language, by both rules."""
    rows = [cube.grid.languages.index(name) for name in design.languages[1:]]
    clean = np.stack([cube.values[arm][:, rows, 0, 0].mean(axis=0) for arm in ARMS])
    gains = clean[1:] - clean[0]
    others = gains.sum(axis=1, keepdims=True) - gains
    best = np.full(len(rows), gains.sum(axis=1).argmax())
    return {"nested": others.argmax(axis=0), "oracle": best}


def findings_of(cube: TaskCube) -> Iterator[tuple[str, Finding]]:
    """The quantities as the library finds them, by name."""
    runs = Runs(baseline="none")
    runs.add(cube, "mnli", SETTING)
    for item in runs.findings():
        yield item.quantity, item
    for item in best_arm_findings(cube, SETTING):
        yield f"{item.quantity}, {item.where['choice']}", item
    for item in arm_findings(cube, "mnli", SETTING):
        if item.quantity == "worst_case" or item.where.get("perturbation") == "typo":
            yield item.quantity, item


def coverage(design: Design, n_studies: int, seed: int) -> dict[str, float]:
    """Share of studies whose 95% interval of the design's kind holds the truth."""
    spots = product(ARMS, design.seeds, design.languages, CONDITIONS)
    grid = simulated_grid((arm, language, seeds, where) for arm, seeds, language, where in spots)
    hits: dict[str, list[bool]] = {}
    for study in range(n_studies):
        rng = generator(seed, "extremes", design.name, study)
        world = world_of(design, rng)
        counts = counts_of(design, grid, world, rng)
        values = resampled_values(counts, grid.metric, design.n_resamples, rng)
        cube = task_cube(grid, counts, *values)
        truth = truths(design, world, cube)
        for name, item in findings_of(cube):
            if name in QUANTITIES and item.sampled:
                found = estimate_of(name, {}, item.sampled, (), 0.95).intervals
                bands = [band for band in found if band.kind == design.kind]
                hits.setdefault(name, []).extend(b.low <= truth[name] <= b.high for b in bands)
    return {name: float(np.mean(found)) for name, found in hits.items() if found}


def designs(n_resamples: int) -> list[Design]:
    """The columns of the table."""
    paired = {n: tuple((i, i) for i in range(1, n + 1)) for n in (1, 3, 4, 5)}
    crossed = tuple((i, t) for i in (1, 2, 3) for t in (1, 2, 3))

    def items(name: str, n_seeds: int, **more: Any) -> Design:
        return Design(
            name=name, kind="items", seeds=paired[n_seeds], n_resamples=n_resamples, **more
        )

    def seeds(name: str, n_seeds: int, **more: Any) -> Design:
        return Design(name=name, kind="seeds", seeds=paired[n_seeds], **more)

    return [
        items("items", 1),
        items("items, 3 seeds", 3),
        items("items, ties", 1, is_tied=True),
        items("items, ceiling", 1, level=2.5),
        items("items, unequal sizes", 1, sizes=(1.0, 0.8, 0.6, 0.3)),
        seeds("3 seeds", 3),
        seeds("4 seeds", 4),
        seeds("5 seeds", 5),
        seeds("5 seeds, ties", 5, is_tied=True),
        seeds("5 seeds, ceiling", 5, level=2.5),
        Design(name="3 x 3 crossed seeds", kind="seeds", seeds=crossed),
    ]


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--studies", type=int, default=4000)
    parser.add_argument("--resamples", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--designs", nargs="*", help="names of columns; all by default")
    options = parser.parse_args()
    table: dict[str, dict[str, float]] = {}
    for design in designs(options.resamples):
        if not options.designs or design.name in options.designs:
            start = time.process_time()
            table[design.name] = coverage(design, options.studies, options.seed)
            print(f"{design.name}: {time.process_time() - start:.0f} s", flush=True)
    print_table(table)


def print_table(table: Mapping[str, Mapping[str, float]]) -> None:
    """Coverage in percent; an empty cell is a quantity without an interval of that kind."""
    print("| quantity | " + " | ".join(table) + " |")
    print("|---|" + "---:|" * len(table))
    for quantity in QUANTITIES:
        found = [row.get(quantity) for row in table.values()]
        cells = " | ".join("" if share is None else f"{100 * share:.1f}" for share in found)
        print(f"| {quantity} | {cells} |")


if __name__ == "__main__":
    main()
