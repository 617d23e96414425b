"""A mixed model of cell means: a second opinion on whether an arm loses less under noise.

    score = arm + dose + dose x perturbation + arm x dose
            + (1 | task) + (1 | language) + (1 | task, language) + (1 | seeds) + rest

Dose is the severity, 0 for clean. The contrast is arm x dose: points that the arm keeps for each
level of severity. Estimated by restricted maximum likelihood (Patterson & Thompson 1971), with the
variances of the random intercepts as shares of the residual one, so that only sums over levels are
ever inverted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import optimize, stats

from crosswind.statistics.cube import TaskCube
from crosswind.statistics.finding import Floats, enters_averages, unseen_perturbations

Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class CellMean:
    """The score of one cell, with what the model knows of it."""

    arm: str
    task: str
    language: str
    seeds: str
    perturbation: str
    dose: int
    score: float


@dataclass(slots=True)
class CellMeans:
    """The cells that enter headline averages, world by world.

    Attributes:
        baseline: the arm that the others are held against.
        rows: world -> cells.
    """

    baseline: str
    rows: dict[str, list[CellMean]] = field(default_factory=dict)

    def add(self, cube: TaskCube) -> None:
        """Take in the target languages of one task."""
        grid = cube.grid
        for arm in grid.arms:
            unseen = unseen_perturbations(cube, arm, self.baseline)
            if not enters_averages(cube, arm):
                continue
            for index, seeds in enumerate(grid.replicates[arm]):
                for language in grid.target_languages:
                    row = grid.languages.index(language)
                    for column, (name, severity) in enumerate(grid.conditions):
                        score = float(cube.values[arm][index, row, column, 0])
                        if not cube.has[row, column] or np.isnan(score):
                            continue
                        if not name or name in unseen:
                            self.rows.setdefault(grid.world, []).append(
                                CellMean(
                                    arm=arm,
                                    task=grid.task,
                                    language=language,
                                    seeds=f"{seeds[0]}-{seeds[1]}",
                                    perturbation=name,
                                    dose=severity,
                                    score=score,
                                )
                            )

    def fitted(self, level: float) -> list[dict[str, Any]]:
        """Arm x dose of each arm and world, with a normal interval."""
        found = []
        for world, rows in sorted(self.rows.items()):
            found += [{"world": world, **row} for row in mixed_model(rows, self.baseline, level)]
        return found


def mixed_model(rows: Sequence[CellMean], baseline: str, level: float) -> list[dict[str, Any]]:
    """The robustness gain of each arm by the model; nothing where it cannot be estimated.

    Args:
        rows: cells of all arms.
        baseline: an arm.
        level: of the intervals.

    Returns:
        One row an arm: `slope` (points a level of severity), `gain` (slope times the mean severity
        of the noisy cells: comparable with `robustness_gain`) with `low` and `high`, `clean_gain`
        (the arm at dose zero: comparable with `intermediate_gain`) with `clean_low` and
        `clean_high`, `n_cells`, and the `deviations` of the random intercepts and of the rest.
    """
    arms = sorted({row.arm for row in rows} - {baseline})
    doses = np.array([row.dose for row in rows], dtype=float)
    if not arms or not (doses > 0).any() or (doses > 0).all():
        return []
    design = _design(rows, arms, doses)
    if len(rows) <= design.shape[1] + 1 or np.linalg.matrix_rank(design) < design.shape[1]:
        return []
    fit = _fit(design, np.array([row.score for row in rows]), _factors(rows))
    mean_dose = float(doses[doses > 0].mean())
    reach = float(stats.norm.ppf(0.5 + level / 2))
    n = len(arms)
    return [
        {
            "arm": arm,
            "slope": float(fit.values[at - n]),
            **_band(("gain", "low", "high"), fit, at - n, mean_dose, reach),
            **_band(("clean_gain", "clean_low", "clean_high"), fit, at + 1, 1.0, reach),
            "n_cells": len(rows),
            "deviations": dict(fit.deviations),
        }
        for at, arm in enumerate(arms)
    ]


def _band(
    names: tuple[str, str, str], fit: "_Fit", column: int, scale: float, reach: float
) -> dict[str, float]:
    """A fixed effect times a scale, with bounds that reach so many of its errors."""
    value, error = scale * float(fit.values[column]), scale * float(fit.errors[column])
    return dict(zip(names, (value, value - reach * error, value + reach * error), strict=True))


def _design(rows: Sequence[CellMean], arms: Sequence[str], doses: Floats) -> Floats:
    """Columns: one, arms, dose, dose of each further perturbation, arms x dose (last)."""
    names = sorted({row.perturbation for row in rows} - {""})
    is_arm = np.array([[row.arm == arm for arm in arms] for row in rows], dtype=float)
    further = [[row.dose * (row.perturbation == name) for name in names[1:]] for row in rows]
    return np.column_stack(
        [np.ones(len(rows)), is_arm, doses, np.array(further, float), is_arm * doses[:, None]]
    )


def _factors(rows: Sequence[CellMean]) -> dict[str, Codes]:
    """Factor -> level of each row; without factors of one level, and equal ones but the first."""
    labels = {
        "task": [row.task for row in rows],
        "language": [row.language for row in rows],
        "task, language": [f"{row.task} {row.language}" for row in rows],
        "seeds": [row.seeds for row in rows],
    }
    found: dict[str, Codes] = {}
    seen: set[tuple[int, ...]] = set()
    for name, values in labels.items():
        places: dict[str, int] = {}
        codes = tuple(places.setdefault(value, len(places)) for value in values)
        if len(places) > 1 and codes not in seen:
            found[name] = np.array(codes)
        seen.add(codes)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    values: Floats
    errors: Floats
    deviations: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Sums over rows that every set of variances shares.

    Attributes:
        whole: of the design and the scores (last) with themselves.
        cross: of each level of a factor with them.
        inner: how often two levels meet.
        sizes: levels of each factor.
        n: rows.
    """

    whole: Floats
    cross: Floats
    inner: Floats
    sizes: tuple[int, ...]
    n: int

    def solved(self, log_shares: Floats) -> tuple[float, Floats, Floats, float]:
        """(log volume of the random part, information, fixed effects, residual sum of squares).

        By the identity of Woodbury, so that only a matrix over levels is inverted.
        """
        root = np.repeat(np.exp(log_shares / 2), self.sizes)
        middle = np.eye(len(root)) + root[:, None] * self.inner * root[None, :]
        half = np.linalg.solve(np.linalg.cholesky(middle), root[:, None] * self.cross)
        left = self.whole - half.T @ half
        information, product = left[:-1, :-1], left[:-1, -1]
        values = np.linalg.solve(information, product).astype(np.float64)
        rest = max(float(left[-1, -1] - product @ values), 1e-300)
        return float(np.linalg.slogdet(middle)[1]), information, values, rest

    def criterion(self, log_shares: Floats) -> float:
        """Minus twice the restricted log likelihood, but for a constant."""
        volume, information, _, rest = self.solved(log_shares)
        freedom = self.n - len(information)
        return float(volume + np.linalg.slogdet(information)[1] + freedom * np.log(rest))


def _sums(design: Floats, scores: Floats, factors: Mapping[str, Codes]) -> _Sums:
    sizes = tuple(int(codes.max()) + 1 for codes in factors.values())
    starts = np.cumsum([0, *sizes])
    both = np.column_stack([design, scores])
    inner = np.zeros((starts[-1], starts[-1]))
    cross = np.zeros((starts[-1], both.shape[1]))
    for first, own in zip(starts, factors.values(), strict=False):
        np.add.at(cross, first + own, both)
        for second, other in zip(starts, factors.values(), strict=False):
            np.add.at(inner, (first + own, second + other), 1.0)
    return _Sums(whole=both.T @ both, cross=cross, inner=inner, sizes=sizes, n=len(design))


def _fit(design: Floats, scores: Floats, factors: Mapping[str, Codes]) -> _Fit:
    """Restricted maximum likelihood; variances are bounded below by nearly nothing."""
    sums = _sums(design, scores, factors)
    best = np.zeros(len(factors))
    if factors:
        bounds = [(-14.0, 14.0)] * len(factors)
        best = optimize.minimize(sums.criterion, best, method="L-BFGS-B", bounds=bounds).x
    _, information, values, rest = sums.solved(best)
    variance = rest / (len(design) - design.shape[1])
    deviations = {
        name: float(np.sqrt(np.exp(share) * variance))
        for name, share in zip(factors, best, strict=True)
    }
    return _Fit(
        values=values,
        errors=np.sqrt(np.diag(np.linalg.inv(information)) * variance),
        deviations={**deviations, "rest": float(np.sqrt(variance))},
    )
