"""Robustness to noise: what a score loses, and whether an arm loses less than another.

All functions work on numbers and on arrays; scores are fractions, larger is better.
"""

from typing import Any

import numpy as np
import numpy.typing as npt


def robustness_drop(clean: Any, noisy: Any) -> Any:
    """Clean minus noisy score; larger is worse."""
    return clean - noisy


def mean_corrupted_score(noisy: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]) -> Any:
    """mPC: mean noisy score over perturbations and severities, each with its weight.

    Args:
        noisy: ... x conditions x ...; the conditions are axis 1.
        weights: conditions; they sum to one.

    Source: Hendrycks & Dietterich 2019; form of arXiv:2110.06513 (mPC).
    """
    return np.tensordot(weights, noisy, axes=(0, 1))


def retention(clean: Any, noisy: Any) -> Any:
    """rPC: mean corrupted score over clean score. NaN where the clean score is zero.

    Rewards weak clean models: never shown without the clean score. Source: arXiv:2110.06513 (rPC).
    """
    return chance_adjusted_retention(clean, noisy, chance=0.0)


def chance_adjusted_retention(clean: Any, noisy: Any, *, chance: float) -> Any:
    """(noisy - chance) / (clean - chance): the share of what was learned that survives the noise.

    NaN where the clean score is not above chance.
    """
    learned = np.asarray(clean, dtype=float) - chance
    kept = np.asarray(noisy, dtype=float) - chance
    return np.divide(kept, learned, out=np.full(learned.shape, np.nan), where=learned > 0)


def worst_case(by_perturbation: npt.NDArray[np.float64]) -> Any:
    """Lowest score over perturbations (axis 0), which are given in equal severities.

    Of cells, not of single examples: the worst perturbation is the same for all items of a cell.
    """
    return by_perturbation.min(axis=0)


def worst_case_at_most(by_perturbation: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """What the true worst case may reach: draws whose upper quantile bounds it from above.

    The lowest of several estimates is too low where the perturbations are about equally bad, and
    its resamples are too low once more. So every perturbation that may be the worst (within two
    standard errors of its difference from the lowest) is taken for a tie, and the lowest resampled
    error of them is taken off the lowest score.

    Args:
        by_perturbation: perturbations x ... x (1 + resamples), the value itself first.

    Returns:
        ... x (1 + resamples), the lowest score first, at most one.

    Source: the least favourable case of Chernozhukov, Lee & Rosen 2013 (Econometrica 81(2)), bounds
    that are the lowest of several, with their selection of those that may bind; here by bootstrap.
    """
    points, draws = by_perturbation[..., 0], by_perturbation[..., 1:]
    at = points.argmin(axis=0)[None]
    lowest = np.take_along_axis(points, at, axis=0)
    errors = (draws - np.take_along_axis(draws, at[..., None], axis=0)).std(axis=-1)
    # With an undefined draw there is no error, and the perturbation is no rival of the lowest.
    may_be_worst = (points <= lowest + 2 * errors) | (points == lowest)
    moved = np.where(may_be_worst[..., None], draws - points[..., None], np.inf).min(axis=0)
    reached = np.minimum(lowest[0][..., None] - moved, 1.0)
    return np.concatenate([lowest[0][..., None], reached], axis=-1)


def flip_rate(flips: Any, items: Any) -> Any:
    """Share of items whose prediction differs from the prediction on their clean text.

    Source: flip probability of Hendrycks & Dietterich 2019. Needs no labels.
    """
    return flips / items


def robustness_gain(arm_clean: Any, arm_noisy: Any, clean: Any, noisy: Any) -> Any:
    """(noisy - clean) of the arm minus (noisy - clean) of the arm it is held against.

    Positive: the arm loses less under noise. The quantity of interest (a difference of
    differences, paired by seed and by item).
    """
    return (arm_noisy - arm_clean) - (noisy - clean)


def corruption_error(error: Any, reference: Any) -> Any:
    """CE: summed error of a model under one perturbation over that of the reference model.

    Args:
        error: mean error (1 - score) over the severities of one perturbation.
        reference: the same of the arm that it is held against, on the same cells.

    NaN where the reference makes no error. Below one: fewer errors than the reference. mCE is its
    mean over perturbations. Source: Hendrycks & Dietterich 2019 (arXiv:1903.12261), section 4; here
    the reference is the baseline arm, where ImageNet-C takes AlexNet.
    """
    return chance_adjusted_retention(reference, error, chance=0.0)


def relative_corruption_error(
    error: Any, clean_error: Any, reference: Any, clean_reference: Any
) -> Any:
    """Relative CE: (error - clean error) of a model over the same of the reference model.

    NaN where the reference loses nothing. Source: Hendrycks & Dietterich 2019, section 4.
    """
    return corruption_error(
        np.asarray(error) - clean_error, np.asarray(reference) - clean_reference
    )


def log_odds(score: Any, n: Any) -> Any:
    """Empirical logit ln((s n + 1/2) / (n - s n + 1/2)) of a score on n items; finite at 0 and 1.

    Source: Haldane 1955, Anscombe 1956. A robustness gain on this scale asks the same question of
    odds; where its sign differs, the answer depends on the scale.
    """
    right = np.asarray(score) * n
    return np.log(right + 0.5) - np.log(n - right + 0.5)
