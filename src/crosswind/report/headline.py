"""Headline: what the first screen shows beside the sentences of the answer.

The gains as numbers with their intervals drawn, and the few strongest reasons for doubt.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from crosswind.records.estimate import Estimate
from crosswind.report.rounding import bracket, count, points
from crosswind.report.study import Study, interval_of, is_clear

# Gains that fit on the first screen; all of them stand in the section on gains.
MAX_GAINS = 6
_ENOUGH_SEEDS = 3
_FEW_CLUSTERS = 100
_MAX_NAMES = 3
_QUANTITIES = {
    "intermediate_gain": "clean score",
    "intermediate_gain_noisy": "score under noise",
    "robustness_gain": "robustness",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """An interval drawn on a common scale.

    low, point, high: from 0 to 100; zero difference is at 50.
    """

    low: float
    point: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineGain:
    """One gain over the baseline.

    Attributes:
        arm: with the world of its tasks where there are several.
        name: what is gained.
        value, interval: as text; the interval is "" if there is none.
        verdict: whether the sign is clear, in words.
        tone: "better", "worse" or "open", for the color of the drawn interval.
        bar: its drawing, or None without an interval.
    """

    arm: str
    name: str
    value: str
    interval: str
    verdict: str
    tone: str
    bar: Bar | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A reason to distrust the numbers: a name of two or three words, and what it means here."""

    name: str
    text: str


def headline_gains(study: Study) -> list[HeadlineGain]:
    """The average gains of each arm; those of few arms stand with the score under noise too."""
    found = list(_estimates(study))
    reach = max(
        (abs(bound) for _, _, item in found if (bar := _bounds(item)) for bound in bar), default=0.0
    )
    return [_gain(study, arm, name, item, reach) for arm, name, item in found]


def first_doubts(study: Study) -> list[Doubt]:
    """The strongest reasons for doubt, the gravest first; empty if none is known."""
    return list(_doubts(study))


def _estimates(study: Study) -> Iterator[tuple[str, str, Estimate]]:
    worlds = study.worlds if len(study.worlds) > 1 else ("",)
    is_tight = len(worlds) * len(study.rivals) * len(_QUANTITIES) > MAX_GAINS
    for world in worlds:
        for arm in study.rivals:
            for quantity, name in _QUANTITIES.items():
                if is_tight and quantity == "intermediate_gain_noisy":
                    continue
                item = study.compared(quantity, arm, {"world": world} if world else {})
                if item is not None:
                    yield (f"{arm}, {world} tasks" if world else arm), name, item


def _bounds(estimate: Estimate) -> tuple[float, float] | None:
    """The interval that is drawn: over training again where there is one, for it says more."""
    found = interval_of(estimate, "seeds") or interval_of(estimate, "items")
    return (found.low, found.high) if found else None


def _gain(study: Study, arm: str, name: str, item: Estimate, reach: float) -> HeadlineGain:
    bounds = _bounds(item)
    tone = "open" if not is_clear(item) else "better" if item.point > 0 else "worse"
    if bounds is None:
        verdict = "no interval, so no verdict"
    elif tone == "open":
        verdict = "not clear"
    else:
        verdict = f"clearly {tone}"
    return HeadlineGain(
        arm=arm,
        name=name,
        value=points(item.point, signed=True),
        interval=bracket(*bounds, signed=True) if bounds else "",
        verdict=verdict,
        tone=tone,
        bar=_bar(item.point, bounds, reach),
    )


def _bar(point: float, bounds: tuple[float, float] | None, reach: float) -> Bar | None:
    if bounds is None or reach <= 0:
        return None
    low, middle, high = (
        round(50 + 48 * max(-1.0, min(1.0, value / reach)), 1)
        for value in (bounds[0], point, bounds[1])
    )
    return Bar(low=low, point=middle, high=high)


def _doubts(study: Study) -> Iterable[Doubt]:
    collapsed = list(study.facts.get("collapsed", ()))
    if collapsed:
        yield Doubt(name="Collapsed runs", text=f"{count(len(collapsed))} at the level of guessing")
    if study.overlapping:
        text = f"scored text of {', '.join(sorted(study.overlapping))} stands in training text"
        yield Doubt(name="Contamination", text=text)
    embedded = [task.name for task in study.tasks.values() if task.world == "embedded"]
    if embedded:
        whose = "every task is" if len(embedded) == len(study.tasks) else f"{len(embedded)} are"
        yield Doubt(
            name="Toy data", text=f"{whose} embedded, made to show that the machinery works"
        )
    n_seeds = len(study.seeds)
    if 0 < n_seeds < _ENOUGH_SEEDS:
        seeds = "one" if n_seeds == 1 else str(n_seeds)
        what = "turn the sign" if study.rivals else "change the scores"
        yield Doubt(name="Few seeds", text=f"only {seeds}: training again could {what}")
    yield from _marked(study)
    small = [
        f"{task.name} has {count(task.n_clusters)}"
        for task in study.tasks.values()
        if 0 < task.n_clusters < _FEW_CLUSTERS
    ]
    if small:
        yield Doubt(name="Small n", text=f"{', '.join(small)} independent clusters of test items")
    missing = len(study.facts.get("missing", ()))
    if missing:
        notes = "note" if missing == 1 else "notes"
        yield Doubt(name="Gaps", text=f"some cells were not scored ({count(missing)} {notes})")


def _marked(study: Study) -> Iterable[Doubt]:
    headline = [
        item
        for arm in study.rivals
        for quantity in _QUANTITIES
        if (item := study.compared(quantity, arm)) is not None
    ]
    marks = {mark for item in headline for mark in item.marks}
    if "oracle" in marks:
        yield Doubt(name="Oracle", text="selection used labelled text of the target languages")
    if "not-zero-shot" in marks:
        text = f"{_taught(study)}: the encoder or an arm saw labels in scored languages"
        yield Doubt(name="Not zero-shot", text=text)
    if "scale-dependent" in marks:
        text = "a gain changes its sign on the logit scale or as retention"
        yield Doubt(name="Scale", text=text)


def _taught(study: Study) -> str:
    """The targets of which a gain is marked as not zero-shot; many are a number."""
    names = [
        task
        for task in study.tasks
        if any(
            "not-zero-shot" in item.marks
            for arm in study.rivals
            for quantity in _QUANTITIES
            if (item := study.compared(quantity, arm, {"task": task})) is not None
        )
    ]
    return ", ".join(names) if len(names) <= _MAX_NAMES else f"{count(len(names))} targets"
