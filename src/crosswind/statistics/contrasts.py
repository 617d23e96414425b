"""What claims are about: quantities of slices, held against the baseline or any other arm."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crosswind.config.claims import BEST_ARM
from crosswind.core.errors import DataError
from crosswind.records.estimate import SliceKey, slice_key
from crosswind.records.quantity import QUANTITIES
from crosswind.statistics.finding import Finding, Where
from crosswind.statistics.sampled import Sampled, difference

# Keys that change while an arm or a target is held against its rivals.
_RIVAL_KEYS = frozenset({"arm", "against", "task"})


class MissingSliceError(DataError):
    """A quantity that was not estimated; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A quantity, or its difference to a rival.

    Attributes:
        sampled: points by seed and draws.
        marks: of all cells in it.
        rival: the arm or target it is held against in a rank.
    """

    sampled: Sampled
    marks: tuple[str, ...]
    rival: str = ""


def wanted_slices(claims: Sequence[Mapping[str, Any]]) -> Callable[[str, Where], bool]:
    """Which slices the claims need: those of their quantities and places, of any arm and task."""
    places = {_stripped(claim["quantity"], claim["where"]) for claim in claims}

    def wanted(quantity: str, where: Where) -> bool:
        return _stripped(quantity, where) in places

    return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrasts:
    """Finds what a claim is about.

    Attributes:
        kept: slices with their draws.
        baseline: the arm that gains are held against.
        arms, tasks: all of the experiment.
    """

    kept: Mapping[SliceKey, Finding]
    baseline: str
    arms: tuple[str, ...]
    tasks: tuple[str, ...]

    def of(self, claim: Mapping[str, Any]) -> Contrast:
        """The quantity of a claim of a region or an equivalence.

        A gain over an arm that is not the baseline is the difference of both gains over it.

        Raises:
            MissingSliceError: a slice of it was not estimated.
        """
        quantity, where = str(claim["quantity"]), dict(claim["where"])
        if quantity == BEST_ARM:
            return self._found(quantity, {**where, "against": self.baseline})
        if not QUANTITIES.get(quantity).is_compared:
            return self._found(quantity, {**where, "arm": claim["arm"]})
        ours, theirs = str(claim["arm"]), str(claim["against"])
        if theirs == self.baseline:
            return self._gain(quantity, where, ours)
        if ours == self.baseline:
            return _negated(self._gain(quantity, where, theirs))
        return _difference(self._gain(quantity, where, ours), self._gain(quantity, where, theirs))

    def rivals(self, claim: Mapping[str, Any]) -> tuple[str, ...]:
        """Those that the claim names, else all other targets, or arms (gains: no baseline)."""
        if claim["rivals"]:
            return tuple(claim["rivals"])
        if claim["over"] == "targets":
            return tuple(task for task in self.tasks if task != claim["where"]["task"])
        is_compared = QUANTITIES.get(str(claim["quantity"])).is_compared
        left_out = {claim["arm"], self.baseline} if is_compared else {claim["arm"]}
        return tuple(arm for arm in self.arms if arm not in left_out)

    def against_rivals(self, claim: Mapping[str, Any]) -> list[Contrast]:
        """The difference of the claim's quantity to that of each rival.

        Raises:
            MissingSliceError: there is no rival, or a slice was not estimated.
        """
        own = self.of({**claim, "against": self.baseline})
        found = []
        for rival in self.rivals(claim):
            place = (
                {"where": {**claim["where"], "task": rival}}
                if claim["over"] == "targets"
                else {"arm": rival}
            )
            other = self.of({**claim, "against": self.baseline, **place})
            found.append(_difference(own, other, rival))
        if not found:
            raise MissingSliceError("missing cells: there is no rival to be ranked against")
        return found

    def _gain(self, quantity: str, where: Where, arm: str) -> Contrast:
        return self._found(quantity, {**where, "arm": arm, "against": self.baseline})

    def _found(self, quantity: str, where: Where) -> Contrast:
        item = self.kept.get(slice_key(quantity, where))
        if item is None or item.sampled is None:
            place = ", ".join(f"{key} {value}" for key, value in where.items())
            raise MissingSliceError(f"missing cells: {quantity} was not estimated for {place}")
        return Contrast(sampled=item.sampled, marks=item.marks)


def _difference(first: Contrast, second: Contrast, rival: str = "") -> Contrast:
    sampled = difference(first.sampled, second.sampled)
    if sampled is None:
        raise MissingSliceError("missing cells: the seeds of both sides do not pair")
    marks = tuple(dict.fromkeys((*first.marks, *second.marks)))
    return Contrast(sampled=sampled, marks=marks, rival=rival)


def _negated(item: Contrast) -> Contrast:
    sampled = item.sampled
    turned = Sampled(
        points={key: -value for key, value in sampled.points.items()},
        draws=-sampled.draws,
        models=sampled.models,
        n_examples=sampled.n_examples,
        n_clusters=sampled.n_clusters,
    )
    return Contrast(sampled=turned, marks=item.marks)


def _stripped(quantity: str, where: Where) -> SliceKey:
    return slice_key(quantity, {k: v for k, v in where.items() if k not in _RIVAL_KEYS})
