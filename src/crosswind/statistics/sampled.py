"""A quantity with its value for each training seed and its bootstrap draws."""

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from crosswind.records.estimate import Estimate, Interval
from crosswind.statistics.grid import Replicate
from crosswind.statistics.intervals import items_interval, seeds_interval
from crosswind.statistics.language_draws import languages_interval

ItemsInterval = Callable[[npt.NDArray[np.float64], float], Interval | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """One quantity of one slice.

    Attributes:
        points: training seeds -> value.
        draws: bootstrap draws of the mean over the seeds.
        models: training seeds -> which trained models the value is made of; equal models count as
            one seed.
        n_examples, n_clusters: what is resampled.
        language_draws: draws over languages and items; None where languages are not drawn.
        n_languages: how many are drawn.
        high_draws: draws that the upper bound over items comes from, where it has its own.
    """

    points: Mapping[Replicate, float]
    draws: npt.NDArray[np.float64]
    models: Mapping[Replicate, Hashable]
    n_examples: int
    n_clusters: int
    language_draws: npt.NDArray[np.float64] | None = None
    n_languages: int = 0
    high_draws: npt.NDArray[np.float64] | None = None

    @property
    def point(self) -> float:
        """Mean over the training seeds."""
        return float(np.mean([self.points[key] for key in sorted(self.points)]))

    @property
    def has_replicates(self) -> bool:
        """Whether the seeds stand for training again.

        Seeds that share their trained models are no replicates, unless a crossed design says which.
        """
        first, second = ({key[side] for key in self.points} for side in (0, 1))
        crossed = len(self.points) == len(first) * len(second) > max(len(first), len(second))
        return self.n_seeds > 1 and (crossed or self.n_seeds == len(self.points))

    @property
    def n_seeds(self) -> int:
        """Distinct sets of trained models."""
        return len(set(self.models.values()))


def counterpart(replicate: Replicate, others: Sequence[Replicate]) -> Replicate | None:
    """The replicate to pair with: equal seeds, or -1 where the other arm trains nothing there."""
    first, second = replicate
    for key in ((first, second), (-1, second), (first, -1), (-1, -1)):
        if key in others:
            return key
    return None


def matched_replicates(
    parts: Sequence[Collection[Replicate]],
) -> dict[Replicate, tuple[Replicate, ...]] | None:
    """The replicate of each part that belongs to a replicate of the whole; None if one has none.

    The whole has the replicates of the parts but for those that another one covers: (1, -1) of a
    task that trains nothing belongs to (1, 1).
    """
    keys = {key for part in parts for key in part}
    trained = [
        key
        for key in sorted(keys)
        if not any(other != key and _covers(other, key) for other in keys)
    ]
    matched: dict[Replicate, tuple[Replicate, ...]] = {}
    for key in trained:
        found = [counterpart(key, tuple(part)) for part in parts]
        twins = tuple(twin for twin in found if twin is not None)
        if len(twins) < len(parts):
            return None
        matched[key] = twins
    return matched


def mean_of(parts: Sequence[Sampled]) -> Sampled | None:
    """Equally weighted mean of parts (tasks), paired by seeds; None if they do not pair.

    Tasks share no items, so their draws are independent.
    """
    matched = matched_replicates([part.points for part in parts])
    if matched is None:
        return None
    pairs = {key: list(zip(parts, twins, strict=True)) for key, twins in matched.items()}
    by_language = [part.language_draws for part in parts if part.language_draws is not None]
    has_all = len(by_language) == len(parts)
    return Sampled(
        points={
            key: float(np.mean([part.points[twin] for part, twin in found]))
            for key, found in pairs.items()
        },
        draws=np.mean([part.draws for part in parts], axis=0),
        models={
            key: tuple(part.models[twin] for part, twin in found) for key, found in pairs.items()
        },
        n_examples=sum(part.n_examples for part in parts),
        n_clusters=sum(part.n_clusters for part in parts),
        language_draws=np.mean(by_language, axis=0) if has_all else None,
        n_languages=max(part.n_languages for part in parts),
    )


def estimate_of(
    quantity: str,
    where: Mapping[str, str | int],
    sampled: Sampled,
    marks: Sequence[str],
    level: float,
) -> Estimate:
    """The estimate with intervals over items, from three seeds on over seeds, over languages."""
    intervals = intervals_of(sampled, level)
    if sampled.language_draws is not None:
        own = languages_interval(sampled.language_draws, sampled.point, sampled.n_languages, level)
        intervals += (own,) if own else ()
    return Estimate(
        quantity=quantity,
        where=dict(where),
        point=sampled.point,
        intervals=intervals,
        n_examples=sampled.n_examples,
        n_clusters=sampled.n_clusters,
        n_seeds=sampled.n_seeds,
        marks=tuple(dict.fromkeys(marks)),
    )


def intervals_of(
    sampled: Sampled, level: float, over_items: ItemsInterval = items_interval
) -> tuple[Interval, ...]:
    """Interval (a) over items and, from three seeds on, (b) over seeds.

    Args:
        sampled: the quantity.
        level: of both.
        over_items: how draws become an interval.
    """
    found: list[Interval | None] = []
    if sampled.n_clusters > 1:
        found.append(_over_items(sampled, level, over_items))
    if sampled.has_replicates:
        found.append(seeds_interval(sampled.points, level))
    return tuple(item for item in found if item is not None)


def _over_items(sampled: Sampled, level: float, over_items: ItemsInterval) -> Interval | None:
    found = over_items(sampled.draws, level)
    if found is None or sampled.high_draws is None:
        return found
    above = over_items(sampled.high_draws, level)
    if above is None:
        return found
    method = f"{found.method}; upper bound over all that may be the lowest"
    return replace(found, high=max(found.high, above.high), method=method)


def difference(first: Sampled, second: Sampled) -> Sampled | None:
    """First minus second, paired by seeds and by resamples; None if their seeds do not pair."""
    matched = matched_replicates([first.points, second.points])
    if matched is None:
        return None
    return Sampled(
        points={key: first.points[a] - second.points[b] for key, (a, b) in matched.items()},
        draws=first.draws - second.draws,
        models={key: (first.models[a], second.models[b]) for key, (a, b) in matched.items()},
        n_examples=max(first.n_examples, second.n_examples),
        n_clusters=max(first.n_clusters, second.n_clusters),
    )


def _covers(other: Replicate, key: Replicate) -> bool:
    return all(ours in {-1, theirs} for ours, theirs in zip(key, other, strict=True))
