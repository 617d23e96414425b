"""Languages drawn anew: would the gain be the same on other languages of this kind?

Languages are fixed in every headline; this interval stands second. Each language gets an
exponential weight, the same in every task and arm, so that what is common to a language stays
together (Bayesian bootstrap: Rubin 1981, Annals of Statistics 9(1)).
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from scipy import stats

from crosswind.core.seeds import generator
from crosswind.records.estimate import Interval

Floats = npt.NDArray[np.float64]

# With fewer languages, their spread is a guess.
MIN_LANGUAGES = 5


def language_draws(parts: Mapping[str, Floats]) -> Floats:
    """Weighted means over languages, one for each resample of the items.

    Args:
        parts: language -> its value by resample.
    """
    names = sorted(parts)
    values = np.stack([parts[name] for name in names])
    weights = np.stack([_weights(name, values.shape[1]) for name in names])
    mean: Floats = (weights * values).sum(axis=0) / weights.sum(axis=0)
    return mean


def languages_interval(
    draws: Floats, point: float, n_languages: int, level: float
) -> Interval | None:
    """Percentile interval over languages and items; None with fewer than five languages.

    Distances from the point are widened by sqrt((n + 1) / (n - 1)), what the weights lack of the
    sample variance, and by t(n - 1) over the normal quantile.
    """
    defined = draws[np.isfinite(draws)]
    if n_languages < MIN_LANGUAGES or len(defined) < 0.95 * len(draws):
        return None
    tail = (1 - level) / 2
    wider = float(np.sqrt((n_languages + 1) / (n_languages - 1)))
    wider *= float(stats.t.ppf(1 - tail, n_languages - 1) / stats.norm.ppf(1 - tail))
    low, high = point + wider * (np.quantile(defined, [tail, 1 - tail]) - point)
    method = "Bayesian bootstrap over languages and parallel clusters, widened by t"
    return Interval(kind="languages", low=float(low), high=float(high), level=level, method=method)


def _weights(language: str, n: int) -> Floats:
    return generator(0, "languages", language).exponential(size=n)
