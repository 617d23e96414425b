"""Findings of all tasks gathered into estimates, with averages over tasks and what is missing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from crosswind.records.estimate import Estimate, SliceKey, slice_key
from crosswind.statistics.finding import Finding, Where
from crosswind.statistics.sampled import estimate_of, mean_of

_Slice = tuple[str, tuple[tuple[str, str | int], ...]]

_SCALES = ("robustness_gain_logit", "robustness_gain_chance_adjusted")


@dataclass(slots=True)
class Gathering:
    """What has been found so far.

    Attributes:
        level: of the intervals.
        estimates: in the order in which they are shown.
        parts: slice of an average over tasks -> (world, finding) of each task.
        missing: estimates that could not be computed, in words.
        wanted: says which slices are kept with their draws, for what is judged at the end.
        kept: those slices.
    """

    level: float
    estimates: list[Estimate] = field(default_factory=list)
    parts: dict[_Slice, list[tuple[str, Finding]]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    wanted: Callable[[str, Where], bool] = lambda quantity, where: False
    kept: dict[SliceKey, Finding] = field(default_factory=dict)

    def add(self, world: str, findings: Iterable[Finding]) -> None:
        """Take in the findings of one task."""
        for item in findings:
            if item.sampled is None:
                self.missing.append(f"{_said(item.quantity, item.where)}: cells or values missing")
                continue
            if item.is_shown:
                self._emit(item)
            for where in item.enters:
                self.parts.setdefault(_slice(item.quantity, where), []).append((world, item))

    def add_averages(self) -> None:
        """Averages over tasks, equal weight to each; one for each world if there are two.

        Benchmark and embedded tasks are never averaged together.
        """
        worlds = sorted({world for parts in self.parts.values() for world, _ in parts})
        for (quantity, where), parts in sorted(self.parts.items(), key=_order):
            for world in worlds:
                items = [item for other, item in parts if other == world]
                samples = [item.sampled for item in items if item.sampled is not None]
                if not samples:
                    continue
                average = mean_of(samples)
                full = {**dict(where), **({"world": world} if len(worlds) > 1 else {})}
                marks = [mark for item in items for mark in item.marks]
                self._emit(
                    Finding(quantity=quantity, where=full, sampled=average, marks=tuple(marks))
                )

    def mark_scale_dependence(self) -> None:
        """Mark robustness gains whose sign differs on the logit scale or in retention.

        A difference of bounded scores can change its sign with the scale it is taken on.
        """
        points = {_slice(item.quantity, item.where): item.point for item in self.estimates}
        for position, item in enumerate(self.estimates):
            others = [points.get(_slice(name, item.where)) for name in _SCALES]
            signs = {np.sign(value) for value in (item.point, *others) if value is not None}
            if item.quantity == "robustness_gain" and {-1.0, 1.0} <= signs:
                self.estimates[position] = Estimate(
                    quantity=item.quantity,
                    where=item.where,
                    point=item.point,
                    intervals=item.intervals,
                    n_examples=item.n_examples,
                    n_clusters=item.n_clusters,
                    n_seeds=item.n_seeds,
                    marks=(*item.marks, "scale-dependent"),
                )

    def _emit(self, item: Finding) -> None:
        if item.sampled is None:
            self.missing.append(f"{_said(item.quantity, item.where)}: seeds of its tasks differ")
            return
        if self.wanted(item.quantity, item.where):
            self.kept.setdefault(slice_key(item.quantity, item.where), item)
        self.estimates.append(
            estimate_of(item.quantity, item.where, item.sampled, item.marks, self.level)
        )


def _slice(quantity: str, where: Where) -> _Slice:
    return quantity, tuple(sorted(where.items()))


def _order(item: tuple[_Slice, object]) -> tuple[str, str]:
    quantity, where = item[0]
    return quantity, repr(where)


def _said(quantity: str, where: Where) -> str:
    return f"{quantity} ({', '.join(f'{key} {value}' for key, value in where.items())})"
