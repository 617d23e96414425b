"""Bootstrap over parallel clusters: one draw of weights serves every cell of a task.

Items that are translations of one another share a cluster and are drawn together over languages,
arms, conditions and seeds, so that differences keep the correlation that pairing gives them.
Resampling each language by itself covers far too little when items are parallel.
Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, ch. 8 (units of resampling).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from crosswind.records.metric import metric_named
from crosswind.statistics.counts import TaskCounts

Floats = npt.NDArray[np.float64]

# Weights held at once: at most this many numbers (32 MB).
_BLOCK = 4_000_000


def cluster_weights(
    n_clusters: int, n_resamples: int, rng: np.random.Generator
) -> Iterator[npt.NDArray[np.float64]]:
    """Blocks of resampling weights, resamples x clusters; each row sums to the clusters.

    The numbers do not depend on the size of a block.
    """
    rows = max(1, _BLOCK // n_clusters)
    for start in range(0, n_resamples, rows):
        n = min(rows, n_resamples - start)
        drawn = rng.integers(0, n_clusters, size=(n, n_clusters))
        drawn += np.arange(n)[:, None] * n_clusters
        counted = np.bincount(drawn.ravel(), minlength=n * n_clusters)
        yield counted.reshape(n, n_clusters).astype(np.float64)


def resampled_values(
    counts: TaskCounts, metric: str, n_resamples: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Metric and flip rate of every source, recomputed from resampled sums.

    Args:
        counts: cluster sums of one task.
        metric: name in `records.metric`.
        n_resamples: draws.
        rng: generator of the task.

    Returns:
        Two arrays, sources x (1 + n_resamples); column 0 is the value on the items as they are. A
        resample without a single item of a language is NaN there.
    """
    formula = metric_named(metric).from_sums
    n_clusters, n_sources, n_names = counts.sums.shape
    flat = counts.sums.reshape(n_clusters, n_sources * n_names)
    values = np.empty((n_sources, 1 + n_resamples))
    flips = np.empty_like(values)
    position = 0
    blocks = cluster_weights(n_clusters, n_resamples, rng)
    for weights in _with_ones(n_clusters, blocks):
        stop = position + len(weights)
        sums = (weights @ flat).reshape(len(weights), n_sources, n_names)
        items = (weights @ counts.items)[:, counts.language_of]
        there = items > 0
        value = formula({name: sums[:, :, i] for i, name in enumerate(counts.names)})
        values[:, position:stop] = np.where(there, value, np.nan).T
        share = np.full(items.shape, np.nan)
        np.divide(weights @ counts.flips, items, out=share, where=there)
        flips[:, position:stop] = share.T
        position = stop
    return values, flips


def _with_ones(n_clusters: int, blocks: Iterator[Floats]) -> Iterator[Floats]:
    yield np.ones((1, n_clusters))
    yield from blocks
