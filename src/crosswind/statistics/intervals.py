"""The two intervals, never mixed: over items (these trained models) and over training seeds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

from crosswind.records.estimate import Interval
from crosswind.statistics.grid import Replicate

# Below this many seeds (of each kind, if crossed) a t interval is too wide to say anything.
MIN_SEEDS = 3
# A resample may lack a small language altogether; more than this share, and no interval is given.
_MAX_UNDEFINED = 0.05


def items_interval(draws: npt.NDArray[np.float64], level: float) -> Interval | None:
    """Percentile bootstrap interval of the resampled values (Efron & Tibshirani 1993, ch. 13).

    Percentile, not basic: it stays inside the range of a score and is the same interval on every
    monotone scale; the basic interval is neither. Undefined draws are left out of the quantiles; if
    they are more than 5%, there is no interval.
    """
    defined = draws[np.isfinite(draws)]
    if len(defined) < (1 - _MAX_UNDEFINED) * len(draws) or len(defined) < 2:
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(defined, [tail, 1 - tail])
    method = "percentile bootstrap over parallel clusters"
    return Interval(kind="items", low=float(low), high=float(high), level=level, method=method)


def far_items_interval(draws: npt.NDArray[np.float64], level: float) -> Interval | None:
    """Normal interval with the bootstrap standard error (Efron & Tibshirani 1993, sec. 13.3).

    For simultaneous levels: so far out, a percentile of two thousand draws is one or two of them.
    Undefined draws are treated as in `items_interval`.
    """
    defined = draws[np.isfinite(draws)]
    if len(defined) < (1 - _MAX_UNDEFINED) * len(draws) or len(defined) < 2:
        return None
    reach = float(stats.norm.ppf(0.5 + level / 2)) * float(np.std(defined, ddof=1))
    mean = float(np.mean(defined))
    method = "normal with the bootstrap error over parallel clusters"
    return Interval(kind="items", low=mean - reach, high=mean + reach, level=level, method=method)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedsMean:
    """Mean over training seeds, its standard error, and the degrees of freedom of that error."""

    mean: float
    error: float
    freedom: float
    method: str

    def p_value(self) -> float:
        """Two-sided p of Student's t for a mean of zero; one without any error at zero."""
        if self.error == 0:
            return 1.0 if self.mean == 0 else 0.0
        return float(2 * stats.t.sf(abs(self.mean) / self.error, self.freedom))


def seeds_interval(points: Mapping[Replicate, float], level: float) -> Interval | None:
    """Interval by Student's t of the mean over training seeds; None with fewer than three."""
    found = seeds_mean(points)
    if found is None:
        return None
    reach = float(stats.t.ppf(0.5 + level / 2, found.freedom)) * found.error
    low, high = found.mean - reach, found.mean + reach
    return Interval(kind="seeds", low=low, high=high, level=level, method=found.method)


def seeds_mean(points: Mapping[Replicate, float]) -> SeedsMean | None:
    """The mean over training seeds with its error; None with fewer than three.

    Paired seeds (1-1, 2-2, 3-3): mean +- t(n-1) s / sqrt(n).
    Crossed seeds (every intermediate with every target seed): two random effects without
    replication, Var(mean) = (MS_i + MS_t - MS_e) / (I T), with the degrees of freedom of
    Satterthwaite 1946 (Biometrics Bulletin 2(6)), at least those of the smaller set of seeds. Where
    this is below what all squares say together, seeds show no variance of their own, and the pooled
    square stands with all degrees: differences of paired arms often have none.
    """
    first = sorted({i for i, _ in points})
    second = sorted({t for _, t in points})
    if len(points) == len(first) * len(second) and min(len(first), len(second)) > 1:
        if min(len(first), len(second)) < MIN_SEEDS:
            return None
        table = np.array([[points[i, t] for t in second] for i in first])
        return _crossed(table)
    values = [points[key] for key in sorted(points)]
    return _paired(values) if len(values) >= MIN_SEEDS else None


def _paired(values: Sequence[float]) -> SeedsMean:
    n = len(values)
    error = float(np.std(values, ddof=1) / np.sqrt(n))
    mean = float(np.mean(values))
    return SeedsMean(mean=mean, error=error, freedom=n - 1, method="t over paired seeds")


def _crossed(table: npt.NDArray[np.float64]) -> SeedsMean:
    n_first, n_second = table.shape
    mean = table.mean()
    rows, columns = table.mean(axis=1), table.mean(axis=0)
    residual = table - rows[:, None] - columns[None, :] + mean
    first = n_second * ((rows - mean) ** 2).sum() / (n_first - 1)
    second = n_first * ((columns - mean) ** 2).sum() / (n_second - 1)
    rest = (residual**2).sum() / ((n_first - 1) * (n_second - 1))
    square, freedom = _square_of_mean(
        (first, n_first - 1), (second, n_second - 1), (rest, (n_first - 1) * (n_second - 1))
    )
    error = float(np.sqrt(square / (n_first * n_second)))
    method = "t over crossed seeds, Satterthwaite"
    return SeedsMean(mean=float(mean), error=error, freedom=freedom, method=method)


def _square_of_mean(
    first: tuple[float, int], second: tuple[float, int], rest: tuple[float, int]
) -> tuple[float, float]:
    """(I T Var(mean), its degrees) from (mean square, degrees) of both seeds and the rest."""
    parts = first, second, rest
    every = float(sum(degrees for _, degrees in parts))
    pooled = sum(square * degrees for square, degrees in parts) / every
    total = first[0] + second[0] - rest[0]
    if total <= pooled:
        return pooled, every
    freedom = total**2 / sum(square**2 / degrees for square, degrees in parts)
    return total, float(np.clip(freedom, min(first[1], second[1]), every))
