"""Estimate: a number with its interval; Cell: the place of a score in the grid."""

from collections.abc import Mapping
from dataclasses import dataclass, field

SliceKey = tuple[str, frozenset[tuple[str, str | int]]]

# Keys that say no more than their absence does: clean text, and the default set of languages.
_SILENT = (("perturbation", ""), ("severity", 0), ("scope", "target_languages"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Arm x task x language x condition x seeds: where one score belongs.

    Attributes:
        arm: training path; "none" is the baseline arm.
        task: target task.
        kind: task kind.
        metric: headline metric of the task.
        language: evaluated language.
        source_language: language of the labelled training text of this task.
        perturbation: name of the perturbation, "" for clean.
        severity: 0 for clean, else 1 to 5.
        noise_seed: seed of the noise.
        intermediate_seed, target_seed: training seeds (-1 where nothing is trained).
        world: "benchmark" or "embedded".
        same_task: the arm was trained on this target's own training task.
        seen_noise: the perturbation occurs in the training of the arm.
        oracle: selection used labelled target-language text.
        re_exposure: the encoder was already taught with a task of the arm or of the target.
        not_zero_shot: labelled text in the cell's language was trained on, by us or by the makers
            of the encoder.
        apart: kept out of headline means, since labels may not survive the perturbation, or since
            the text was published with its noise and is not comparable with drawn noise.
        pool: languages whose candidates an example is searched in, joined by `+`, where one pool
            serves all evaluated languages: part of the metric's name (`map_at_20[de+en]`).
    """

    arm: str
    task: str
    kind: str
    metric: str
    language: str
    source_language: str
    perturbation: str = ""
    severity: int = 0
    noise_seed: int = 0
    intermediate_seed: int = -1
    target_seed: int = -1
    world: str = "benchmark"
    same_task: bool = False
    seen_noise: bool = False
    oracle: bool = False
    re_exposure: bool = False
    not_zero_shot: bool = False
    apart: bool = False
    pool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A two-sided interval: never without level and method.

    kind: "items" = these trained models, bootstrap over items; "seeds" = training again, by t;
        "languages" = other languages too, second to both.
    """

    kind: str
    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A quantity with everything needed to read it.

    Attributes:
        quantity: name of the function in `statistics` that defines it.
        where: the slice it is about (arm, against, task, language, perturbation, severity ...),
            plain JSON values; a missing key means "averaged over".
        point: value in metric units.
        intervals: zero, one or two intervals.
        n_examples: items the intervals resample (clusters are in `n_clusters`).
        n_clusters: resampled parallel clusters.
        n_seeds: training seeds.
        marks: "same-task", "oracle", "not-zero-shot", "seen-noise", "embedded", "scale-dependent",
            "collapsed" ...
    """

    quantity: str
    where: dict[str, str | int]
    point: float
    intervals: tuple[Interval, ...] = ()
    n_examples: int = 0
    n_clusters: int = 0
    n_seeds: int = 0
    marks: tuple[str, ...] = field(default=())


def slice_key(quantity: str, where: Mapping[str, str | int]) -> SliceKey:
    """What two spellings of one slice have in common."""
    return quantity, frozenset(item for item in where.items() if item not in _SILENT)
