"""How often each task of a mixture is trained, and how long an epoch of a mixture is.

Sources: `proportional` and `size_capped` are T5's examples-proportional mixing without and with its
limit (Raffel et al. 2020, section 3.5.2; arXiv:2005.13013 takes 2^17); `temperature` is the scaled
mixing of multilingual BERT (Devlin et al. 2019), p ~ n^(1/T), without a limit. Languages of masked
text are drawn by p ~ n^smoothing (Conneau et al. 2020, section 3.1, with 0.3).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from crosswind.core.errors import ConfigError, require_one_of

SAMPLINGS = ("uniform", "proportional", "size_capped", "temperature", "fixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampling:
    """How the task of an update is drawn.

    Attributes:
        name: one of `SAMPLINGS`; "" for a stage with one task.
        cap: examples that a task counts for at most (`size_capped`).
        temperature: T of p ~ n^(1/T) (`temperature`).
        shares: of each task, in any unit (`fixed`).
    """

    name: str
    cap: int = 1
    temperature: float = 1.0
    shares: tuple[float, ...] = ()

    def counted(self, n_examples: int) -> int:
        """The examples that a task counts for."""
        return min(n_examples, self.cap) if self.name == "size_capped" else n_examples


def probabilities(sizes: Sequence[int], sampling: Sampling) -> tuple[float, ...]:
    """The probability of each labelled task; their sum is 1.

    Args:
        sizes: examples of each task's training text.
        sampling: how they are drawn.

    Raises:
        ConfigError: if the sampling is unknown, or shares are negative or sum to zero.
    """
    if not sampling.name:
        return as_probabilities([1.0] * len(sizes))
    require_one_of(sampling.name, SAMPLINGS, place="sampling")
    if sampling.name == "uniform":
        return as_probabilities([1.0] * len(sizes))
    if sampling.name == "fixed":
        return as_probabilities(sampling.shares)
    power = 1 / sampling.temperature if sampling.name == "temperature" else 1.0
    return as_probabilities([sampling.counted(size) ** power for size in sizes])


def smoothed(sizes: Sequence[int], smoothing: float) -> tuple[float, ...]:
    """The probability of each language: ~ n^smoothing; 1 keeps their sizes, 0 makes them equal."""
    return as_probabilities([size**smoothing for size in sizes])


def epoch_updates(n_rows: int, n_examples: int, batch_examples: int, sampling: Sampling) -> int:
    """Updates that a task adds to an epoch of its mixture.

    An epoch of a mixture has as many updates as one pass over the text of every labelled task has,
    each in batches of its own; under `size_capped`, over as many of its rows as it counts for. So
    with `proportional` and `size_capped` every task is seen about once an epoch (what it counts
    for of it), and with the other samplings the tasks share the same number of updates otherwise.
    The definition is ours: T5 and arXiv:2005.13013 count updates.
    """
    counted = -(-n_rows * sampling.counted(n_examples) // max(n_examples, 1))
    return -(-counted // batch_examples)


def with_masked(n_labelled: int, share: float) -> int:
    """Updates of a stage whose labelled tasks have `n_labelled` beside a share of masked text."""
    return round(n_labelled / (1 - share))


def as_probabilities(weights: Sequence[float]) -> tuple[float, ...]:
    """Weights scaled to sum to one.

    Raises:
        ConfigError: if one is negative, or their sum is zero.
    """
    total = float(sum(weights))
    if not total > 0 or min(weights) < 0:
        raise ConfigError(
            "shares are no distribution",
            place="shares",
            value=list(weights),
            allowed="no negative share, and a sum above zero",
            action="Give every task that is to be trained a positive share.",
        )
    return tuple(weight / total for weight in weights)
